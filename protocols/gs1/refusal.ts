import type { Gs1Content } from './content.ts';

export type Gs1RefusalCode =
  /** A check digit or a pair of check characters is wrong. */
  | 'check_digit'
  | 'unknown_ai'
  | 'truncated'
  | 'too_long'
  | 'characters'
  | 'date'
  /** A rule of the AI's data is broken: no such country, a zero where none may be ... */
  | 'value'
  | 'separator_missing'
  | 'separator_ambiguous'
  /** An AI twice with different data. */
  | 'contradiction'
  /** Two AIs that must not be on one item. */
  | 'excluded'
  /** An AI without those that it needs. */
  | 'required'
  | 'empty'
  /** The symbology identifier is unknown, or the data are none of that symbology. */
  | 'symbology'
  /** EAN-8 or UPC-E: the digits are right as either. */
  | 'symbology_ambiguous'
  | 'brackets'
  | 'uri'
  /** A URI without a key of GS1: most addresses of the Web are none. */
  | 'no_key'
  | 'qualifiers'
  | 'attribute'
  | 'convenience_alpha'
  | 'zero_suppressed';

/** Why a code is refused. */
export interface Gs1Refusal {
  readonly code: Gs1RefusalCode;
  /** The AI where it was found; null if it concerns the whole. */
  readonly ai: string | null;
  /** Index in the text as it was given, from 0, and how many characters are at fault. */
  readonly offset: number;
  readonly length: number;
  /** One sentence for the person who scans. */
  readonly message: string;
  /** The fault by the name that the GS1 Barcode Syntax Dictionary gives it. */
  readonly linter?: string;
  /** "(8001)1|X|34": the fault between bars, within its component. */
  readonly markup?: string;
  /** What the code may say, at most 24 readings, the most literal first. It is for a person to choose, never for a program. */
  readonly candidates?: readonly Gs1Content[];
}

export type Gs1Reading =
  | { readonly ok: true; readonly content: Gs1Content }
  | { readonly ok: false; readonly refusal: Gs1Refusal };

export function refusal(
  code: Gs1RefusalCode,
  ai: string | null,
  offset: number,
  length: number,
  message: string,
): Gs1Refusal {
  return { code, ai, offset, length, message };
}

/** Text of unknown origin, fit to be shown: at most 40 characters, those that cannot be seen as "?". */
export function printable(text: string): string {
  const shown = text.slice(0, 40).replace(/[^\x20-\x7e]/g, '?');
  return text.length > 40 ? `${shown}...` : shown;
}
