import { hasValidCheckDigit } from '../gs1/check-digit.ts';

/** Reads a Global Location Number: its 13 digits, or null if the form or the check digit is wrong (GS1 General Specifications 3.4.2). */
export function parseGln(text: string): string | null {
  return /^\d{13}$/.test(text) && hasValidCheckDigit(text) ? text : null;
}
