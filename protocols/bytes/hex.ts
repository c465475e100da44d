/** The character codes of the two upper-case hex digits of each byte value, one after the other. */
const codes = Uint8Array.from({ length: 512 }, (_, at) => digitCode(at % 2 === 0 ? at >> 5 : (at >> 1) & 15));
const ascii = new TextDecoder();

function digitCode(digit: number): number {
  return '0123456789ABCDEF'.charCodeAt(digit);
}

/** Upper-case hex of whole bytes, without separators. */
export function hexOf(bytes: Uint8Array, from = 0, to = bytes.length): string {
  if (to - from === 12) {
    return hexOfTwelve(bytes, from);
  }
  const digits = new Uint8Array((to - from) * 2);
  for (let at = 0; at < digits.length; at += 2) {
    const byte = bytes[from + at / 2] ?? 0;
    digits[at] = codes[byte * 2] ?? 0;
    digits[at + 1] = codes[byte * 2 + 1] ?? 0;
  }
  return ascii.decode(digits);
}

/** For 96-bit EPCs, of which a portal reads thousands a second: one flat string, many times as fast as any loop. */
function hexOfTwelve(bytes: Uint8Array, from: number): string {
  // biome-ignore format: two bytes a line
  return String.fromCharCode(
    high(bytes, from), low(bytes, from), high(bytes, from + 1), low(bytes, from + 1),
    high(bytes, from + 2), low(bytes, from + 2), high(bytes, from + 3), low(bytes, from + 3),
    high(bytes, from + 4), low(bytes, from + 4), high(bytes, from + 5), low(bytes, from + 5),
    high(bytes, from + 6), low(bytes, from + 6), high(bytes, from + 7), low(bytes, from + 7),
    high(bytes, from + 8), low(bytes, from + 8), high(bytes, from + 9), low(bytes, from + 9),
    high(bytes, from + 10), low(bytes, from + 10), high(bytes, from + 11), low(bytes, from + 11),
  );
}

function high(bytes: Uint8Array, at: number): number {
  return codes[(bytes[at] ?? 0) * 2] ?? 0;
}

function low(bytes: Uint8Array, at: number): number {
  return codes[(bytes[at] ?? 0) * 2 + 1] ?? 0;
}

/** The bytes of an even number of hex digits in either case, or null where the text is anything else. */
export function bytesOfHex(hex: string): Uint8Array | null {
  if (hex.length % 2 !== 0 || !/^[0-9A-Fa-f]*$/.test(hex)) {
    return null;
  }
  const bytes = new Uint8Array(hex.length / 2);
  for (let at = 0; at < bytes.length; at += 1) {
    bytes[at] = digitValue(hex.charCodeAt(at * 2)) * 16 + digitValue(hex.charCodeAt(at * 2 + 1));
  }
  return bytes;
}

/** Of a character that is known to be a hex digit. */
function digitValue(code: number): number {
  return code <= 57 ? code - 48 : (code & 0xdf) - 55;
}
