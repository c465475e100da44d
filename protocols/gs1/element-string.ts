import {
  type ApplicationIdentifier,
  applicationIdentifierAt,
  predefinedDataLength,
} from './application-identifiers.ts';
import { hasValidCheckDigit } from './check-digit.ts';
import { parseGs1Date } from './date.ts';

/** One element string: an AI and its data as they were read. */
interface Gs1Element {
  readonly ai: string;
  readonly value: string;
}

/** What a GS1 code says. Dates are ISO 8601, a GTIN has 14 digits. */
export interface Gs1Content {
  readonly elements: readonly Gs1Element[];
  readonly gtin?: string;
  readonly sscc?: string;
  readonly lot?: string;
  /** AI 17: after this day the goods may not be used. Best-before dates (15) stay among the elements. */
  readonly expiry?: string;
  readonly serial?: string;
  /** AI 30 or 37. */
  readonly count?: number;
}

/** Why a code is refused. */
export interface Gs1Refusal {
  readonly code:
    | 'check_digit'
    | 'unknown_ai'
    | 'truncated'
    | 'characters'
    | 'date'
    | 'separator_missing'
    | 'separator_ambiguous'
    | 'contradiction'
    | 'empty';
  /** The AI where it was found; null if it concerns the whole. */
  readonly ai: string | null;
  /** One sentence for the person who scans. */
  readonly message: string;
}

export type ElementStringReading =
  | { readonly ok: true; readonly content: Gs1Content }
  | { readonly ok: false; readonly refusal: Gs1Refusal };

/** FNC1 as scanners transmit it (GS1 General Specifications 7.8.6). */
const groupSeparator = '\x1d';

/** Symbology identifiers of ISO/IEC 15424 that promise GS1 element strings (GS1 General Specifications 5.1.3, figure 5.1.3-1). */
const gs1SymbologyIdentifier = /^\](C1|e0|d2|Q3|J1)/;
const cset82 = /^[!"%-?A-Z_a-z]*$/;
const onlyDigits = /^\d*$/;

/** True if the text says by itself that it holds element strings: by its symbology identifier or by an FNC1. */
export function isMarkedAsGs1(text: string): boolean {
  return gs1SymbologyIdentifier.test(text) || text.includes(groupSeparator);
}

/**
 * Reads GS1 element strings (GS1 General Specifications 7.8). Never throws and never guesses: what is not clear is refused by name.
 *
 * @param text as the scanner sent it, with or without symbology identifier and leading FNC1; FNC1 between elements is GS.
 * @param today ISO date or instant; its year decides the century of dates.
 */
export function parseElementString(text: string, today: string): ElementStringReading {
  const unprefixed = text.replace(gs1SymbologyIdentifier, '');
  const body = unprefixed.startsWith(groupSeparator) ? unprefixed.slice(1) : unprefixed;
  if (body === '') return refuse('empty', null, 'The code is empty.');
  const year = Number(today.slice(0, 4));
  const elements: Gs1Element[] = [];
  let at = 0;
  while (at < body.length) {
    const element = elementAt(body, at, year);
    if ('code' in element) return { ok: false, refusal: element };
    elements.push(element);
    at += element.ai.length + element.value.length;
    // A separator behind data of a predefined length is superfluous and does no harm (7.8.6.3).
    while (body[at] === groupSeparator) at += 1;
  }
  if (!isMarkedAsGs1(text) && hidesDate(elements, year)) {
    return refuse(
      'separator_ambiguous',
      elements.at(-1)?.ai ?? null,
      'The end of the code can be read in two ways: let the scanner transmit FNC1 as GS, or the symbology identifier.',
    );
  }
  return contentOf(elements, year);
}

function elementAt(body: string, at: number, year: number): Gs1Element | Gs1Refusal {
  const identifier = applicationIdentifierAt(body, at);
  if (identifier === undefined) return unknownAi(body.slice(at, at + 4));
  const { ai } = identifier;
  const start = at + ai.length;
  const separator = body.indexOf(groupSeparator, start);
  const end = separator === -1 ? body.length : separator;
  const predefined = predefinedDataLength(ai);
  const value = body.slice(start, predefined === undefined ? end : Math.min(end, start + predefined));
  return faultOf(identifier, value, year) ?? { ai, value };
}

function unknownAi(start: string): Gs1Refusal {
  if (/^\d?$/.test(start)) return fault('truncated', null, 'The code ends within an Application Identifier.');
  return fault('unknown_ai', start, `"${printable(start)}" begins no Application Identifier known here.`);
}

function faultOf(identifier: ApplicationIdentifier, value: string, year: number): Gs1Refusal | undefined {
  const { ai, title, minLength, maxLength, check } = identifier;
  if (value.length < minLength) {
    return fault('truncated', ai, `(${ai}) ${title} is cut off: ${value.length} of ${minLength} characters.`);
  }
  const allowed = identifier.characters === 'digits' ? onlyDigits : cset82;
  if (!allowed.test(value)) {
    return fault('characters', ai, `(${ai}) ${title} has characters that are not allowed there.`);
  }
  if (value.length > maxLength) {
    return fault(
      'separator_missing',
      ai,
      `(${ai}) ${title} is longer than ${maxLength}: the separator (FNC1) is missing.`,
    );
  }
  if (check === 'mod10' && !hasValidCheckDigit(value)) {
    return fault('check_digit', ai, `(${ai}) ${title} has a wrong check digit.`);
  }
  if (check === 'date' && parseGs1Date(value, year) === null) {
    return fault('date', ai, `(${ai}) ${title}: there is no day ${value}.`);
  }
  return undefined;
}

/**
 * A scanner that drops FNC1 lets a date run into the lot or serial before it: "10AB" "17261231" becomes the lot
 * "AB17261231". Where nothing says that the scanner transmits FNC1, such an end may be either.
 */
function hidesDate(elements: readonly Gs1Element[], year: number): boolean {
  const last = elements.at(-1);
  if (last === undefined || predefinedDataLength(last.ai) !== undefined || last.value.length <= 8)
    return false;
  const tail = last.value.slice(-8);
  return /^1[1-7]/.test(tail) && parseGs1Date(tail.slice(2), year) !== null;
}

function contentOf(elements: readonly Gs1Element[], year: number): ElementStringReading {
  const values = new Map<string, string>();
  for (const { ai, value } of elements) {
    const earlier = values.get(ai);
    if (earlier !== undefined && earlier !== value) {
      return refuse('contradiction', ai, `(${ai}) appears twice with different values.`);
    }
    values.set(ai, value);
  }
  const expiry = parseGs1Date(values.get('17') ?? '', year);
  const count = values.get('30') ?? values.get('37');
  return {
    ok: true,
    content: {
      elements,
      ...named('gtin', values.get('01')),
      ...named('sscc', values.get('00')),
      ...named('lot', values.get('10')),
      ...named('expiry', expiry ?? undefined),
      ...named('serial', values.get('21')),
      ...named('count', count === undefined ? undefined : Number(count)),
    },
  };
}

function named<Name extends string, Value>(name: Name, value: Value | undefined): { [Key in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [Key in Name]?: Value });
}

function refuse(code: Gs1Refusal['code'], ai: string | null, message: string): ElementStringReading {
  return { ok: false, refusal: fault(code, ai, message) };
}

function fault(code: Gs1Refusal['code'], ai: string | null, message: string): Gs1Refusal {
  return { code, ai, message };
}

function printable(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}
