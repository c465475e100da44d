import { checkDigit, hasValidCheckDigit } from './check-digit.ts';

/** Reads a serial shipping container code: its 18 digits, or null if the form or the check digit is wrong. */
export function parseSscc(text: string): string | null {
  return /^\d{18}$/.test(text) && hasValidCheckDigit(text) ? text : null;
}

/**
 * Builds an SSCC: extension digit, company prefix, serial reference and check digit, 18 digits in all (GS1 General
 * Specifications 3.3.1). Null if the parts have another form or the serial reference does not fit beside the prefix:
 * a range that was set too wide is met while people pack.
 */
export function buildSscc(
  extensionDigit: number,
  companyPrefix: string,
  serialReference: number,
): string | null {
  const room = 16 - companyPrefix.length;
  if (!/^\d{4,12}$/.test(companyPrefix) || !/^\d$/.test(String(extensionDigit))) return null;
  if (!Number.isSafeInteger(serialReference) || serialReference < 0 || serialReference >= 10 ** room)
    return null;
  const body = `${extensionDigit}${companyPrefix}${String(serialReference).padStart(room, '0')}`;
  return body + checkDigit(body);
}
