import type { Namespaces } from '../hash/namespaces.ts';
import { canonicalName, instantMs, plainDecimal } from './canonical.ts';
import type { FieldTest } from './conditions.ts';

/** What a query stands in: the prefixes that it declares, and the namespaces that captured events gave to a prefix. */
export interface QueryScope {
  readonly namespaces: Namespaces;
  readonly seenNamespaces: (prefix: string) => readonly string[];
}

/** A parameter that is refused; the reader turns it into a fault with its place. */
export class ParameterRefusal extends Error {}

const maxValues = 100;
const maxLength = 2_000;

/** The values of a list parameter, as texts. */
export function textsOf(value: unknown): string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = values.map(scalarText);
  if (texts.length === 0 || texts.some((text) => text === '')) throw new ParameterRefusal('it has no value');
  if (texts.length > maxValues)
    throw new ParameterRefusal(`it has ${texts.length} values, at most ${maxValues} are taken`);
  return texts;
}

function scalarText(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    throw new ParameterRefusal('a value is a string, a number or a boolean');
  }
  const text = String(value);
  if (text.length > maxLength) throw new ParameterRefusal(`a value has at most ${maxLength} characters`);
  return text;
}

function single(value: unknown): string {
  const texts = textsOf(value);
  const [text = ''] = texts;
  if (texts.length > 1) throw new ParameterRefusal('it takes one value, not several');
  return text;
}

export function numberOf(value: unknown): number {
  const number = plainDecimal(single(value));
  if (number === null) throw new ParameterRefusal('its value is not a number such as 15.5');
  return number;
}

export function numbersOf(value: unknown): number[] {
  return textsOf(value).map(numberOf);
}

/** A count of events, at least one. */
export function countOf(value: unknown): number {
  const number = numberOf(value);
  if (!Number.isSafeInteger(number) || number < 1)
    throw new ParameterRefusal('its value is not a whole number from 1 on');
  return number;
}

/** An instant in milliseconds since 1970. In an address an unescaped `+` of a time zone arrives as a blank. */
export function timeOf(value: unknown): number {
  const ms = instantMs(withSign(single(value)));
  if (ms === null)
    throw new ParameterRefusal(
      'its value is not a date and time with its zone, such as 2026-03-01T09:30:00.000Z',
    );
  return ms;
}

function withSign(text: string): string {
  return text.replace(/ (\d\d:\d\d)$/, '+$1');
}

/** Whether an EXISTS parameter asks for anything: `false` is as good as leaving it out. */
export function flagOf(value: unknown): boolean {
  const text = value === null || value === undefined ? '' : String(Array.isArray(value) ? value[0] : value);
  if (['', 'true', '1'].includes(text)) return true;
  if (['false', '0'].includes(text)) return false;
  throw new ParameterRefusal('its value is true, or left empty');
}

export function oneOfTexts<Text extends string>(value: unknown, allowed: readonly Text[]): Text {
  const text = single(value);
  const found = allowed.find((candidate) => candidate === text);
  if (found === undefined) throw new ParameterRefusal(`its value is one of ${allowed.join(', ')}`);
  return found;
}

/** What a value of an extension field may be compared as. */
export function equalTo(value: unknown): FieldTest {
  const texts = textsOf(value);
  return {
    op: 'EQ',
    texts,
    numbers: texts.map(plainDecimal).filter((number) => number !== null),
    times: texts.map((text) => instantMs(withSign(text))).filter((time) => time !== null),
  };
}

export function comparedTo(op: 'GT' | 'GE' | 'LT' | 'LE', value: unknown): FieldTest {
  const text = single(value);
  const number = plainDecimal(text);
  const time = instantMs(withSign(text));
  if (number === null && time === null)
    throw new ParameterRefusal('its value is neither a number nor a date and time');
  return { op, number, time };
}

/**
 * The whole names that a field name may mean: a CURIE with a prefix that is declared or was captured, a whole URI, or
 * namespace and name joined by `#` as in EPCIS 1.x.
 */
export function fieldNames(name: string, scope: QueryScope): string[] {
  const prefix = name.slice(0, Math.max(0, name.indexOf(':')));
  if (/^(?:https?|urn)$/i.test(prefix)) {
    const hash = name.lastIndexOf('#');
    const joined = hash === -1 ? name : name.slice(0, hash) + name.slice(hash + 1);
    return [...new Set([name, joined].map((each) => canonicalName(plainUri(each), scope.namespaces)))];
  }
  if (scope.namespaces.has(prefix)) return [canonicalName(name, scope.namespaces)];
  const seen = scope.seenNamespaces(prefix);
  if (seen.length === 0) {
    throw new ParameterRefusal(
      `the prefix "${prefix}" is not declared and no event was captured with it: declare it in the header GS1-Extensions or in "@context", or write the whole URI`,
    );
  }
  return seen.map((namespace) => canonicalName(name, new Map([[prefix, namespace]])));
}

function plainUri(name: string): string {
  return name.trim();
}
