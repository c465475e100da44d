import { checkDigit, hasValidCheckDigit } from './check-digit.ts';

const gtinDigits = /^(\d{8}|\d{12,14})$/;

/** True if the text has the form of a GTIN-8, GTIN-12, GTIN-13 or GTIN-14, whatever its check digit. */
export function looksLikeGtin(text: string): boolean {
  return gtinDigits.test(text);
}

/**
 * Reads a GTIN-8, GTIN-12 (UPC-A), GTIN-13 (EAN-13) or GTIN-14 into its 14-digit form, padded with zeros on the left
 * (GS1 General Specifications 3.3.2). Null if it has another form or its check digit is wrong.
 */
export function parseGtin(text: string): string | null {
  return looksLikeGtin(text) && hasValidCheckDigit(text) ? text.padStart(14, '0') : null;
}

/**
 * Builds a GTIN in its 14-digit form. `indicator` is 0 for the single unit and 1 to 8 for a packaging level of it
 * (GS1 General Specifications 2.1.6); prefix and reference together have 12 digits.
 *
 * @throws RangeError if the company prefix or the indicator has another form, or the item reference does not fit beside the prefix.
 */
export function buildGtin(companyPrefix: string, itemReference: number, indicator = 0): string {
  const room = 12 - companyPrefix.length;
  if (!/^\d{4,12}$/.test(companyPrefix)) throw new RangeError(`"${companyPrefix}" is no GS1 company prefix`);
  if (!Number.isInteger(indicator) || indicator < 0 || indicator > 9) {
    throw new RangeError(`the indicator is one digit, not ${indicator}`);
  }
  if (!Number.isInteger(itemReference) || itemReference < 0 || itemReference >= 10 ** room) {
    throw new RangeError(`item reference ${itemReference} does not fit beside the prefix ${companyPrefix}`);
  }
  const reference = room === 0 ? '' : String(itemReference).padStart(room, '0');
  const body = `${indicator}${companyPrefix}${reference}`;
  return body + checkDigit(body);
}
