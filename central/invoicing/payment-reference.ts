/**
 * The creditor reference of a document (ISO 11649): RF, two check digits, the letters and digits of its number. Banks
 * carry it as a structured reference and check it at entry, so a mistyped one never arrives.
 */
export function paymentReference(documentNumber: string): string {
  const body = documentNumber.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');
  const check = 98n - (BigInt(digitsOf(`${body}RF00`)) % 97n);
  return `RF${String(check).padStart(2, '0')}${body}`;
}

/** As it is printed: in groups of four. */
export function groupsOfFour(text: string): string {
  return text.replaceAll(/(.{4})(?=.)/g, '$1 ');
}

/** Letters count from A = 10 (ISO 7064, MOD 97-10). */
function digitsOf(text: string): string {
  return [...text].map((character) => String(Number.parseInt(character, 36))).join('');
}
