import {
  type ApplicationIdentifier,
  applicationIdentifier,
  unknownIdentifier,
} from './application-identifiers.ts';
import { contentOf, type Gs1Element } from './content.ts';
import { valueFault, valueRefusal } from './element-value.ts';
import type { CompanyPrefixLookup } from './lint/lint.ts';
import { type Gs1Reading, type Gs1Refusal, printable, refusal } from './refusal.ts';

export interface BracketedOptions {
  /** Takes AIs that are in no table, such as newer ones, with up to 90 characters of data. */
  readonly allowUnknownAis?: boolean;
  readonly companyPrefix?: CompanyPrefixLookup | undefined;
}

/** An element and where its data begin in the text. */
interface BracketedElement extends Gs1Element {
  readonly identifier: ApplicationIdentifier;
  readonly valueAt: number;
  readonly next: number;
}

/**
 * Reads element strings as they are written for people, "(01)09521234543213(10)ABC" (GS1 General Specifications 4.15).
 * A bracket in the data is written `\(`. An AI that is repeated with other data is not refused here: see associations.ts.
 *
 * @param today ISO date or instant; its year decides the century of dates.
 */
export function parseBracketed(text: string, today: string, options: BracketedOptions = {}): Gs1Reading {
  const year = Number(today.slice(0, 4));
  const elements: Gs1Element[] = [];
  if (text === '') return refuse(refusal('empty', null, 0, 0, 'The text is empty.'));
  let at = 0;
  while (at < text.length) {
    const element = elementAt(text, at, options);
    if ('code' in element) return refuse(element);
    const { identifier, ai, value, valueAt } = element;
    const context = { year, companyPrefix: options.companyPrefix };
    const fault = valueFault(identifier, value, 0, value.length, context);
    if (fault !== null) {
      const why = valueRefusal(identifier, value, 0, value.length, fault, 'too_long');
      return refuse({ ...why, offset: valueAt + escapedLength(value, why.offset) });
    }
    elements.push({ ai, value });
    at = element.next;
  }
  return { ok: true, content: contentOf(elements, year) };
}

function refuse(why: Gs1Refusal): Gs1Reading {
  return { ok: false, refusal: why };
}

function elementAt(text: string, at: number, options: BracketedOptions): BracketedElement | Gs1Refusal {
  const close = text.indexOf(')', at);
  if (text[at] !== '(' || close === -1) {
    return refusal('brackets', null, at, 1, 'An Application Identifier in brackets was expected here.');
  }
  const ai = text.slice(at + 1, close);
  const unknown = options.allowUnknownAis === true ? unknownIdentifier(ai) : undefined;
  const identifier = applicationIdentifier(ai) ?? unknown;
  if (identifier === undefined) {
    const message = `"${printable(ai)}" is no Application Identifier known here.`;
    return refusal('unknown_ai', ai.slice(0, 4), at + 1, ai.length, message);
  }
  const valueAt = close + 1;
  const next = nextBracket(text, valueAt);
  return { identifier, ai, valueAt, next, value: text.slice(valueAt, next).replaceAll('\\(', '(') };
}

function nextBracket(text: string, start: number): number {
  let at = text.indexOf('(', start);
  while (at > start && text[at - 1] === '\\') at = text.indexOf('(', at + 1);
  return at === -1 ? text.length : at;
}

/** How many characters the first `length` of the data take where brackets are escaped. */
function escapedLength(value: string, length: number): number {
  return length + (value.slice(0, length).match(/\(/g)?.length ?? 0);
}

/** Element strings as they are written for people, a bracket in the data escaped: what `parseBracketed` reads. */
export function printBracketed(elements: readonly Gs1Element[]): string {
  return elements.map(({ ai, value }) => `(${ai})${value.replaceAll('(', '\\(')}`).join('');
}
