import { applicationIdentifier } from '../../../protocols/gs1/application-identifiers.ts';
import type { Gs1Content, Gs1Element } from '../../../protocols/gs1/content.ts';
import { parseGs1Date } from '../../../protocols/gs1/date.ts';
import { measureOf } from '../../../protocols/gs1/measures.ts';

/** One element of a GS1 code for a person. */
export interface ElementWords {
  readonly ai: string;
  readonly title: string;
  readonly value: string;
  /** What the value means, where it is not what it looks like: `2026-01-31`, `1.250 kg`; null elsewhere. */
  readonly meaning: string | null;
}

/** Symbols of the units that trade measures have, by their codes of UN/ECE Recommendation 20; others are shown by the code. */
const symbols: Readonly<Record<string, string>> = {
  KGM: 'kg',
  MTR: 'm',
  MTK: 'm2',
  MTQ: 'm3',
  LTR: 'l',
  LBR: 'lb',
  INH: 'in',
  FOT: 'ft',
  YRD: 'yd',
  APZ: 'troy oz',
  OZA: 'fl oz',
  QT: 'quart',
  GLL: 'gallon',
  P1: '%',
};

const dateLinters: ReadonlySet<string> = new Set(['yymmd0', 'yymmdd']);

/** @param today ISO date or instant; its year decides the century of dates. */
export function elementWords({ elements }: Gs1Content, today: string): ElementWords[] {
  return elements.map((element) => ({
    ai: element.ai,
    title: applicationIdentifier(element.ai)?.title ?? 'unknown',
    value: element.value,
    meaning: meaningOf(element, today),
  }));
}

function meaningOf(element: Gs1Element, today: string): string | null {
  const measure = measureOf(element);
  if (measure === null) return dateOf(element, today);
  const unit = measure.unit === null ? '' : ` ${symbols[measure.unit] ?? measure.unit}`;
  return `${measure.value}${unit}`;
}

/** A date YYMMDD, alone, with a time behind it (AI 7003), or with a second date (AI 7007). */
function dateOf({ ai, value }: Gs1Element, today: string): string | null {
  const [first, second] = applicationIdentifier(ai)?.components ?? [];
  const year = Number(today.slice(0, 4));
  const isDate = first?.linters.some((linter) => dateLinters.has(linter)) === true;
  const date = isDate ? parseGs1Date(value.slice(0, 6), year) : null;
  const rest = value.slice(6);
  if (date === null || rest === '') return date;
  if (second?.linters.some((linter) => dateLinters.has(linter)) === true) {
    return `${date} to ${parseGs1Date(rest, year) ?? rest}`;
  }
  return `${date} ${rest.match(/../g)?.join(':') ?? rest}`;
}

/** (01) GTIN 09521234543213 */
export function elementLine({ ai, title, value, meaning }: ElementWords): string {
  return `(${ai}) ${title} ${value}${meaning === null ? '' : ` = ${meaning}`}`;
}
