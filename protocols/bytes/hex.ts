const digits = '0123456789ABCDEF';

/** The two upper-case hex digits of each byte value. */
const pairs: readonly string[] = Array.from({ length: 256 }, (_, byte) => digitsOf(byte));

function digitsOf(byte: number): string {
  return `${digits[byte >> 4]}${digits[byte & 15]}`;
}

/** Upper-case hex of whole bytes, without separators. */
export function hexOf(bytes: Uint8Array, from = 0, to = bytes.length): string {
  let hex = '';
  for (let at = from; at < to; at += 1) {
    hex += pairs[bytes[at] ?? 0];
  }
  return hex;
}

/** The bytes of an even number of hex digits in either case, or null where the text is anything else. */
export function bytesOfHex(hex: string): Uint8Array | null {
  if (hex.length % 2 !== 0 || !/^[0-9A-Fa-f]*$/.test(hex)) {
    return null;
  }
  const bytes = new Uint8Array(hex.length / 2);
  for (let at = 0; at < bytes.length; at += 1) {
    bytes[at] = Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16);
  }
  return bytes;
}
