import { aiLengthAt, applicationIdentifierAt } from './application-identifiers.ts';
import { contradictionIn } from './associations.ts';
import { characterSet, firstOutside } from './character-sets.ts';
import { contentOf, type Gs1Element } from './content.ts';
import { valueFault, valueRefusal } from './element-value.ts';
import type { CompanyPrefixLookup, LintContext } from './lint/lint.ts';
import { lostSeparatorReadings } from './lost-separators.ts';
import { type Gs1Reading, type Gs1Refusal, printable, refusal } from './refusal.ts';
import { promisesElementStrings } from './symbology.ts';

export type { Gs1Content } from './content.ts';
export type { Gs1Refusal } from './refusal.ts';

/** FNC1 as scanners transmit it (GS1 General Specifications 7.8.6). */
export const groupSeparator = '\x1d';
const separatorCode = 29;

/** No carrier holds more: the largest QR Code has 7,089 digits. */
const longestText = 8192;

export interface ElementStringOptions {
  /** True if it is known that the scanner transmits FNC1 as GS: then nothing that was read can have lost one. */
  readonly fnc1Transmitted?: boolean | undefined;
  /** Tells which company prefixes exist; without it, whatever may be one is taken for one. */
  readonly companyPrefix?: CompanyPrefixLookup | undefined;
}

/** True if the text says by itself that it holds element strings: by its symbology identifier or by an FNC1. */
export function isMarkedAsGs1(text: string): boolean {
  return promisesElementStrings(text) || text.includes(groupSeparator);
}

/**
 * Reads GS1 element strings (GS1 General Specifications 7.8). Never throws and never guesses: what is not clear is refused by name.
 * Which AIs must or must not go together is a matter of all carriers on an item: see carriers.ts.
 *
 * @param text as the scanner sent it, with or without symbology identifier and leading FNC1; FNC1 between elements is GS.
 * @param today ISO date or instant; its year decides the century of dates.
 */
export function parseElementString(
  text: string,
  today: string,
  { fnc1Transmitted = false, companyPrefix }: ElementStringOptions = {},
): Gs1Reading {
  if (text.length > longestText) {
    return refuse(refusal('too_long', null, longestText, 0, 'This is longer than any barcode.'));
  }
  const year = Number(today.slice(0, 4));
  const context: LintContext = { year, companyPrefix };
  const headed = promisesElementStrings(text);
  let at = headed ? 3 : 0;
  if (text.charCodeAt(at) === separatorCode) at += 1;
  if (at === text.length) return refuse(refusal('empty', null, at, 0, 'The code is empty.'));
  const elements: Gs1Element[] = [];
  const fault = readElements(text, at, elements, context);
  if (fault !== null) return refuse(fault);
  const contradiction = contradictionIn(elements);
  if (contradiction !== null) return refuse(contradiction);
  const marked = fnc1Transmitted || headed || text.includes(groupSeparator);
  const ambiguous = marked ? null : otherReadings(text, elements, context);
  return ambiguous === null ? { ok: true, content: contentOf(elements, year) } : refuse(ambiguous);
}

function refuse(why: Gs1Refusal): Gs1Reading {
  return { ok: false, refusal: why };
}

/** Reads on from `at` to the end of the text; returns why it cannot. */
function readElements(
  text: string,
  start: number,
  elements: Gs1Element[],
  context: LintContext,
): Gs1Refusal | null {
  let at = start;
  while (at < text.length) {
    const identifier = applicationIdentifierAt(text, at);
    if (identifier === undefined) return unknownAi(text, at);
    const { ai } = identifier;
    const valueAt = at + ai.length;
    const end = identifier.predefinedLength
      ? Math.min(valueAt + identifier.maxLength, text.length)
      : endOfVariable(text, valueAt);
    if (valueFault(identifier, text, valueAt, end, context) !== null) {
      return elementRefusal(text, at, elements, context);
    }
    elements.push({ ai, value: text.slice(valueAt, end) });
    at = end;
    // A separator behind data of a predefined length is superfluous and does no harm (7.8.6.3).
    while (text.charCodeAt(at) === separatorCode) at += 1;
  }
  return null;
}

function endOfVariable(text: string, start: number): number {
  const separator = text.indexOf(groupSeparator, start);
  return separator === -1 ? text.length : separator;
}

function unknownAi(text: string, at: number): Gs1Refusal {
  const known = aiLengthAt(text, at);
  const rest = text.length - at;
  const digits = firstOutside(text, at, Math.min(at + 4, text.length), characterSet.numeric) === -1;
  if (digits && (rest < 2 || rest < known)) {
    return refusal('truncated', null, text.length, 0, 'The code ends within an Application Identifier.');
  }
  const start = text.slice(at, at + 4);
  const message = `"${printable(start)}" begins no Application Identifier known here.`;
  return refusal('unknown_ai', start, at, start.length, message);
}

/** Says what is wrong with the element at `at`, which is not valid. */
function elementRefusal(
  text: string,
  at: number,
  before: readonly Gs1Element[],
  context: LintContext,
): Gs1Refusal {
  const identifier = applicationIdentifierAt(text, at);
  if (identifier === undefined) return unknownAi(text, at);
  const start = at + identifier.ai.length;
  const variableEnd = endOfVariable(text, start);
  // A separator within data of a predefined length cuts them off.
  const end = identifier.predefinedLength ? Math.min(variableEnd, start + identifier.maxLength) : variableEnd;
  const fault = valueFault(identifier, text, start, end, context);
  if (fault === null) return unknownAi(text, at);
  const why = valueRefusal(identifier, text, start, end, fault, 'separator_missing');
  if (why.code !== 'separator_missing') return why;
  const { readings } = lostSeparatorReadings(text, at, end, before, context);
  return { ...why, candidates: readings.map((elements) => contentOf(elements, context.year)) };
}

/**
 * A scanner that drops FNC1 lets the next element run into data of variable length: "10AB" "17261231" becomes the lot
 * "AB17261231". Where nothing says that the scanner transmits FNC1, such an end may be either.
 */
function otherReadings(
  text: string,
  elements: readonly Gs1Element[],
  context: LintContext,
): Gs1Refusal | null {
  const last = elements.at(-1);
  if (last === undefined || applicationIdentifierAt(last.ai, 0)?.predefinedLength !== false) return null;
  const at = text.length - last.value.length - last.ai.length;
  const before = elements.slice(0, -1);
  const { readings, complete } = lostSeparatorReadings(text, at, text.length, before, context);
  // Every other reading has more elements.
  if (complete && readings.every((reading) => reading.length === elements.length)) return null;
  const message = `The end of the code, from (${last.ai}) on, can be read in more than one way: set the scanner to transmit FNC1 as GS (ASCII 29), or to send the symbology identifier (AIM ID) before the data.`;
  return {
    ...refusal('separator_ambiguous', last.ai, at + last.ai.length, last.value.length, message),
    candidates: readings.map((reading) => contentOf(reading, context.year)),
  };
}
