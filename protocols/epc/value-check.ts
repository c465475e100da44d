import { hasValidCheckDigit } from '../gs1/check-digit.ts';
import { firstOutside, set39, set82 } from './characters.ts';
import type { EpcRefusalCode } from './refusal.ts';

interface ValueFault {
  readonly code: EpcRefusalCode;
  /** Character of the value, from 0. */
  readonly offset: number;
  readonly expected: string;
}

/** How many leading digits end in a check digit (GS1 General Specifications, section 3). */
const checkedDigits: ReadonlyMap<string, number> = new Map([
  ['00', 18],
  ['01', 14],
  ['02', 14],
  ['253', 13],
  ['255', 13],
  ['402', 17],
  ...Array.from({ length: 8 }, (_, index): [string, number] => [`41${index}`, 13]),
  ['8003', 14],
  ['8006', 14],
  ['8017', 18],
  ['8018', 18],
  ['8026', 14],
]);

/** The characters of the value: the rules between elements are those of all barcodes, not of tags. */
export function characterFault(ai: string, value: string): ValueFault | null {
  const outside = firstOutside(ai === '8010' ? set39 : set82, value);
  if (outside < 0) return null;
  const expected = `a character of GS1 set ${ai === '8010' ? 39 : 82}`;
  return { code: 'invalid_character', offset: outside, expected };
}

/** The check digit of a key, once its digits are known to be digits; and the zero before a GRAI. */
export function checkDigitFault(ai: string, value: string): ValueFault | null {
  if (ai === '8003' && !value.startsWith('0')) {
    return { code: 'leading_zero', offset: 0, expected: 'a zero before the GRAI' };
  }
  const checked = checkedDigits.get(ai);
  if (checked === undefined || hasValidCheckDigit(value.slice(0, checked))) return null;
  return { code: 'bad_check_digit', offset: checked - 1, expected: 'the check digit of the digits before' };
}
