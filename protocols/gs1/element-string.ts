import {
  type ApplicationIdentifier,
  aiLengthAt,
  applicationIdentifierAt,
} from './application-identifiers.ts';
import { contradictionIn } from './associations.ts';
import { characterSet, firstOutside } from './character-sets.ts';
import { contentOf, type Gs1Element } from './content.ts';
import { valueFault, valueRefusal } from './element-value.ts';
import type { CompanyPrefixLookup, LintContext } from './lint/lint.ts';
import { lostSeparatorReadings } from './lost-separators.ts';
import { type Gs1Reading, type Gs1Refusal, printable, refusal } from './refusal.ts';
import { promisesElementStrings, type Symbology, symbologyOf } from './symbology.ts';

export type { Gs1Content } from './content.ts';
export type { Gs1Refusal } from './refusal.ts';

/** FNC1 as scanners transmit it (GS1 General Specifications 7.8.6). */
export const groupSeparator = '\x1d';
const separatorCode = 29;

const remedy =
  'Set the scanner to transmit FNC1 as GS (ASCII 29), or to send the symbology identifier (AIM ID) before the data.';

/** No carrier holds more: the largest QR Code has 7,089 digits. */
const longestText = 8192;

export interface ElementStringOptions {
  /**
   * True: the scanner is known to transmit FNC1 as GS, so that nothing that was read can have lost one. False: it is known
   * not to (a keyboard wedge that drops control characters), whatever symbology identifier it sends. Left out: a
   * symbology identifier or a GS in the text is taken as the sign that it does.
   */
  readonly fnc1Transmitted?: boolean | undefined;
  /** Tells which company prefixes exist; without it, whatever may be one is taken for one. */
  readonly companyPrefix?: CompanyPrefixLookup | undefined;
}

/** True if the text says by itself that it holds element strings: by its symbology identifier or by an FNC1. */
export function isMarkedAsGs1(text: string): boolean {
  return promisesElementStrings(text) || text.includes(groupSeparator);
}

/**
 * Reads the GS1 element strings of one symbol, such as a GS1-128 or GS1 DataMatrix, into AIs with their data
 * (GS1 General Specifications 7.8). `readBarcode` finds out first what a reading is; `parseScanData` reads any symbology,
 * `parseDigitalLink` web addresses, `parseBracketed` what is printed below a symbol. Never throws and never guesses: what
 * is not clear is refused by name. Which AIs must or must not go together is a matter of all carriers on an item: see carriers.ts.
 *
 * @param text as the scanner sent it, with or without symbology identifier and leading FNC1; FNC1 between elements is GS.
 * @param today ISO date or instant; its year decides the century of dates.
 */
export function parseElementString(
  text: string,
  today: string,
  { fnc1Transmitted, companyPrefix }: ElementStringOptions = {},
): Gs1Reading {
  if (text.length > longestText) {
    return refuse(refusal('too_long', null, longestText, 0, 'This is longer than any barcode.'));
  }
  const year = Number(today.slice(0, 4));
  const headed = promisesElementStrings(text);
  const mayHaveLost = !((fnc1Transmitted ?? headed) || text.includes(groupSeparator));
  const scanned: Scanned = { text, context: { year, companyPrefix }, mayHaveLost };
  const other = headed ? undefined : symbologyOf(text);
  if (other !== undefined) return refuse(notMarked(other));
  let at = headed ? 3 : 0;
  if (text.charCodeAt(at) === separatorCode) at += 1;
  if (at === text.length) return refuse(refusal('empty', null, at, 0, 'The code is empty.'));
  const elements: Gs1Element[] = [];
  const fault = readElements(scanned, at, elements);
  if (fault !== null) return refuse(fault);
  const contradiction = contradictionIn(elements);
  if (contradiction !== null) return refuse(contradiction);
  const ambiguous = mayHaveLost ? otherReadings(scanned, elements) : null;
  return ambiguous === null ? { ok: true, content: contentOf(elements, year) } : refuse(ambiguous);
}

function refuse(why: Gs1Refusal): Gs1Reading {
  return { ok: false, refusal: why };
}

/** Its symbology identifier says that FNC1 was not the first character. */
function notMarked({ identifier, name }: Symbology): Gs1Refusal {
  const message = `This ${name} symbol is not marked as GS1 (its symbology identifier is ${identifier}): it holds no element strings.`;
  return refusal('symbology', null, 0, identifier.length, message);
}

interface Scanned {
  readonly text: string;
  readonly context: LintContext;
  /** Nothing says that separators were transmitted. */
  readonly mayHaveLost: boolean;
}

/** Reads on from `at` to the end of the text; returns why it cannot. */
function readElements(scanned: Scanned, start: number, elements: Gs1Element[]): Gs1Refusal | null {
  const { text, context } = scanned;
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
      return elementRefusal(scanned, at, elements);
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
function elementRefusal(scanned: Scanned, at: number, before: readonly Gs1Element[]): Gs1Refusal {
  const { text, context, mayHaveLost } = scanned;
  const identifier = applicationIdentifierAt(text, at);
  if (identifier === undefined) return unknownAi(text, at);
  const { ai, predefinedLength, maxLength } = identifier;
  const start = at + ai.length;
  const variableEnd = endOfVariable(text, start);
  // A separator within data of a predefined length cuts them off.
  const end = predefinedLength ? Math.min(variableEnd, start + maxLength) : variableEnd;
  const fault = valueFault(identifier, text, start, end, context);
  if (fault === null) return unknownAi(text, at);
  const why = valueRefusal(identifier, text, start, end, fault, 'separator_missing');
  const isTooLong = why.code === 'separator_missing';
  if (predefinedLength || !(isTooLong || mayHaveLost)) return why;
  const { readings } = lostSeparatorReadings(text, at, end, before, context);
  const candidates = readings.map((elements) => contentOf(elements, context.year));
  if (isTooLong) return { ...why, candidates };
  return candidates.length === 0 ? why : { ...ranOn(identifier, start, end), candidates };
}

/** "37" "48" "10LOT" without separators becomes a count with letters. */
function ranOn({ ai, title }: ApplicationIdentifier, start: number, end: number): Gs1Refusal {
  const message = `(${ai}) ${title} runs on into what follows it: the separator (FNC1) is missing. ${remedy}`;
  return refusal('separator_missing', ai, start, end - start, message);
}

/**
 * A scanner that drops FNC1 lets the next element run into data of variable length: "10AB" "17261231" becomes the lot
 * "AB17261231". Where nothing says that the scanner transmits FNC1, such an end may be either.
 */
function otherReadings(scanned: Scanned, elements: readonly Gs1Element[]): Gs1Refusal | null {
  const { text, context } = scanned;
  const last = elements.at(-1);
  if (last === undefined || applicationIdentifierAt(last.ai, 0)?.predefinedLength !== false) return null;
  const at = text.length - last.value.length - last.ai.length;
  const before = elements.slice(0, -1);
  const { readings, complete } = lostSeparatorReadings(text, at, text.length, before, context);
  // Every other reading has more elements.
  if (complete && readings.every((reading) => reading.length === elements.length)) return null;
  const message = `The end of the code, from (${last.ai}) on, can be read in more than one way. ${remedy}`;
  return {
    ...refusal('separator_ambiguous', last.ai, at + last.ai.length, last.value.length, message),
    candidates: readings.map((reading) => contentOf(reading, context.year)),
  };
}
