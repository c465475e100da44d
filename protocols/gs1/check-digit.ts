import { characterSet, firstOutside } from './character-sets.ts';

/**
 * The check digit of all GS1 keys of a fixed length: modulo 10 with the weights 3, 1, 3 ... from the right
 * (GS1 General Specifications 7.9.1), over the digits from `start` to before `end`.
 */
export function checkDigitOf(text: string, start: number, end: number): number {
  let sum = 0;
  let weight = 3;
  for (let index = end - 1; index >= start; index--) {
    sum += (text.charCodeAt(index) - 48) * weight;
    weight = 4 - weight;
  }
  return (10 - (sum % 10)) % 10;
}

/** The check digit to append to these digits. */
export function checkDigit(body: string): string {
  return String(checkDigitOf(body, 0, body.length));
}

/** True if the text is digits only and its last digit is the check digit of the others. */
export function hasValidCheckDigit(text: string): boolean {
  const last = text.length - 1;
  return (
    last > 0 &&
    firstOutside(text, 0, text.length, characterSet.numeric) === -1 &&
    text.charCodeAt(last) - 48 === checkDigitOf(text, 0, last)
  );
}
