const digits = /^\d+$/;

/**
 * The check digit of all GS1 keys of a fixed length: modulo 10 with the weights 3, 1, 3 ... from the right
 * (GS1 General Specifications 7.9.1). `body` is the digits without the check digit.
 */
export function checkDigit(body: string): string {
  let sum = 0;
  let weight = 3;
  for (let index = body.length - 1; index >= 0; index--) {
    sum += (body.charCodeAt(index) - 48) * weight;
    weight = 4 - weight;
  }
  return String((10 - (sum % 10)) % 10);
}

/** True if the text is digits only and its last digit is the check digit of the others. */
export function hasValidCheckDigit(text: string): boolean {
  return text.length > 1 && digits.test(text) && checkDigit(text.slice(0, -1)) === text.slice(-1);
}
