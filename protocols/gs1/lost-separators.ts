import { applicationIdentifierAt } from './application-identifiers.ts';
import { contradictionIn, excludedPairIn, missingPartnerIn } from './associations.ts';
import type { Gs1Element } from './content.ts';
import { valueFault } from './element-value.ts';
import type { LintContext } from './lint/lint.ts';

/** So many readings are shown, and so many ends of data are tried: a text of chance digits has very many of both. */
const maxReadings = 8;
const maxTrials = 20_000;

interface Search {
  readonly text: string;
  readonly end: number;
  readonly context: LintContext;
  readonly found: Gs1Element[][];
  /** From here on no reading reaches the end. */
  readonly dead: Set<number>;
  trials: number;
}

/**
 * All ways to read a text whose separators may have been lost, from `start` to before `end`: each ends its data of
 * variable length wherever valid element strings may follow. The reading with the longest data is the first.
 *
 * @returns at most eight readings whose AIs go together; none if there is no way to read it.
 */
export function lostSeparatorReadings(
  text: string,
  start: number,
  end: number,
  before: readonly Gs1Element[],
  context: LintContext,
): Gs1Element[][] {
  const search: Search = { text, end, context, found: [], dead: new Set(), trials: 0 };
  readOn(search, start, [...before]);
  const consistent = search.found.filter(
    (elements) => contradictionIn(elements) === null && excludedPairIn(elements) === null,
  );
  // What needs a partner that this code does not name is a worse explanation than one that holds by itself.
  const complete = consistent.filter((elements) => missingPartnerIn(elements) === null);
  return (complete.length > 0 ? complete : consistent).slice(0, maxReadings);
}

/** Bounded by the trials, and by the length of the text in depth. */
function readOn(search: Search, at: number, elements: Gs1Element[]): boolean {
  const { text, end } = search;
  if (at === end) {
    search.found.push([...elements]);
    return true;
  }
  if (search.dead.has(at)) return false;
  const identifier = applicationIdentifierAt(text, at);
  if (identifier === undefined) return false;
  const start = at + identifier.ai.length;
  const longest = Math.min(end, start + identifier.maxLength);
  let reached = false;
  for (let stop = longest; stop >= start + identifier.minLength; stop--) {
    if (search.found.length >= 4 * maxReadings || ++search.trials > maxTrials) return true;
    if (valueFault(identifier, text, start, stop, search.context) !== null) continue;
    elements.push({ ai: identifier.ai, value: text.slice(start, stop) });
    reached = readOn(search, stop, elements) || reached;
    elements.pop();
  }
  if (!reached) search.dead.add(at);
  return reached;
}
