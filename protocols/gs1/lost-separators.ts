import { type ApplicationIdentifier, applicationIdentifierAt } from './application-identifiers.ts';
import { contradictionIn, excludedPairIn, missingPartnerIn } from './associations.ts';
import type { Gs1Element } from './content.ts';
import { valueFault } from './element-value.ts';
import type { LintContext } from './lint/lint.ts';

/** So many readings are shown, and so many elements are tried: a text of chance digits has very many of both. */
const maxReadings = 24;
const maxFound = 256;
const maxTrials = 5_000;
/** Longer texts are no barcode in which separators were lost. */
const maxLength = 512;

interface Readings {
  /** At most 24 ways to read it, those with the fewest elements first; none if no element can begin within the text. */
  readonly readings: readonly (readonly Gs1Element[])[];
  /** False if there are more, or may be, as the search was given up. */
  readonly complete: boolean;
}

interface Search {
  readonly text: string;
  readonly end: number;
  readonly context: LintContext;
  /** Where an element may begin so that whole elements follow up to the end, by the distance from `start`. */
  readonly reachesEnd: Uint8Array;
  readonly start: number;
  readonly found: (readonly Gs1Element[])[];
  trials: number;
}

/**
 * All ways to read a text whose separators may have been lost, from `start` to before `end`, behind the elements
 * `before`: data of variable length may end wherever valid elements follow. AIs that contradict or exclude each other
 * are no reading; one in which an AI lacks its partner is none if there is a better one.
 */
export function lostSeparatorReadings(
  text: string,
  start: number,
  end: number,
  before: readonly Gs1Element[],
  context: LintContext,
): Readings {
  if (end - start > maxLength) return { readings: [], complete: false };
  const reachesEnd = new Uint8Array(end - start + 1);
  const search: Search = { text, start, end, context, reachesEnd, found: [], trials: 0 };
  if (!markReachable(search)) return { readings: [], complete: true };
  readOn(search, start, before);
  const ranked = rankedReadings(search.found, before.length + 1);
  const complete =
    search.trials <= maxTrials && search.found.length < maxFound && ranked.length <= maxReadings;
  return { readings: ranked.slice(0, maxReadings), complete };
}

/** Of `literalCount` elements is the reading that takes the text at its word: it is never dropped. */
function rankedReadings(found: readonly (readonly Gs1Element[])[], literalCount: number) {
  const literal = found.filter((elements) => elements.length === literalCount);
  const split = found.filter((elements) => elements.length > literalCount);
  const sound = split.filter((elements) => missingPartnerIn(elements) === null);
  // A literal reading that lacks a partner itself is no better than others that do.
  const literalIsSound = literal.some((elements) => missingPartnerIn(elements) === null);
  const rivals = sound.length > 0 || literalIsSound ? sound : split;
  return [...literal, ...rivals.toSorted((a, b) => a.length - b.length)];
}

/**
 * Marks from the end backwards, so that each place is decided once.
 *
 * @returns whether an element may begin anywhere but at the start.
 */
function markReachable(search: Search): boolean {
  const { text, start, end, reachesEnd } = search;
  reachesEnd[end - start] = 1;
  let within = false;
  for (let at = end - 1; at >= start; at--) {
    const identifier = applicationIdentifierAt(text, at);
    if (identifier === undefined || nextEnd(search, at, identifier, end) === -1) continue;
    reachesEnd[at - start] = 1;
    within ||= at > start;
  }
  return within;
}

/** The farthest place, at most `farthest`, where the data of the element at `at` may end; -1 if there is none. */
function nextEnd(search: Search, at: number, identifier: ApplicationIdentifier, farthest: number): number {
  const { text, start, reachesEnd, context } = search;
  const valueAt = at + identifier.ai.length;
  const nearest = valueAt + identifier.minLength;
  for (let stop = Math.min(farthest, valueAt + identifier.maxLength); stop >= nearest; stop--) {
    const reaches = reachesEnd[stop - start] === 1;
    if (reaches && valueFault(identifier, text, valueAt, stop, context) === null) return stop;
  }
  return -1;
}

function readOn(search: Search, at: number, elements: readonly Gs1Element[]): void {
  const { text, end, found } = search;
  if (at === end) {
    found.push(elements);
    return;
  }
  const identifier = applicationIdentifierAt(text, at);
  if (identifier === undefined) return;
  const { ai } = identifier;
  let stop = nextEnd(search, at, identifier, end);
  while (stop !== -1) {
    search.trials += 1;
    if (search.trials > maxTrials || found.length >= maxFound) return;
    const read = [...elements, { ai, value: text.slice(at + ai.length, stop) }];
    if (contradictionIn(read) === null && excludedPairIn(read) === null) readOn(search, stop, read);
    stop = nextEnd(search, at, identifier, stop - 1);
  }
}
