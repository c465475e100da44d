import { parseGtin } from './gtin.ts';
import { type Gs1Refusal, refusal } from './refusal.ts';
import { expandUpcE } from './upc-e.ts';

/** What an EAN or UPC symbol says. */
interface EanUpc {
  /** 14 digits. */
  readonly gtin: string;
  /** Two or five digits beside it: an issue or a price. */
  readonly addOn: string | null;
}

/** How many digits the main symbol has by the modifier of the symbology identifier (ISO/IEC 15424). */
const mainLengths: Readonly<Record<string, number>> = { ']E0': 13, ']E3': 13, ']E4': 8 };

/**
 * Reads what a scanner sends of an EAN-13, EAN-8, UPC-A or UPC-E symbol behind `]E0`, `]E3` (with add-on) or `]E4`. By
 * the standard UPC-A and UPC-E come as 13 digits.
 *
 * @param asPrinted also takes UPC-A as 12 digits and UPC-E as 8, as scanners send them that are not set to expand.
 * @param offset where the data begin in the text that was given.
 */
export function readEanUpc(
  identifier: string,
  data: string,
  offset: number,
  { asPrinted }: { readonly asPrinted: boolean },
): EanUpc | Gs1Refusal {
  const length = mainLengths[identifier];
  if (length === undefined) {
    const message = 'This is only the add-on of a barcode: scan the barcode beside it.';
    return refusal('symbology', null, offset, data.length, message);
  }
  const addOnLength = identifier === ']E3' ? Math.max(0, data.length - length) : 0;
  const main = data.slice(0, data.length - addOnLength);
  const addOn = data.slice(main.length);
  const letter = /\D/.exec(data);
  if (letter !== null) {
    return refusal('characters', null, offset + letter.index, 1, 'An EAN or UPC code has only digits.');
  }
  if (identifier === ']E3' && addOn.length !== 2 && addOn.length !== 5) {
    const message = `An add-on has 2 or 5 digits, this one has ${addOn.length}.`;
    return refusal('truncated', null, offset + main.length, addOn.length, message);
  }
  const digits = asPrinted && identifier === ']E0' ? expanded(main) : main;
  if (digits.length !== length) return wrongLength(main, length, offset);
  const gtin = parseGtin(digits);
  if (gtin !== null) return { gtin, addOn: addOn === '' ? null : addOn };
  const message = 'The check digit is wrong: the code is damaged or was read badly. Scan it again.';
  return refusal('check_digit', '01', offset + main.length - 1, 1, message);
}

function expanded(main: string): string {
  const upcA = main.length === 8 ? (expandUpcE(main) ?? main) : main;
  return upcA.length === 12 ? `0${upcA}` : upcA;
}

function wrongLength(main: string, length: number, offset: number): Gs1Refusal {
  const message = `This code has ${main.length} digits instead of ${length}: it was not read whole.`;
  return main.length < length
    ? refusal('truncated', null, offset + main.length, 0, message)
    : refusal('too_long', null, offset + length, main.length - length, message);
}
