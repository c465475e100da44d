import { type EpcRefusal, refuseAtCharacter } from './refusal.ts';

/** The value of each ASCII character as a hexadecimal digit of either case; -1 where it is none. */
export const hexDigitValues: Int8Array = Int8Array.from({ length: 128 }, (_, code) => {
  const value = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(value) ? -1 : value;
});

/** As many bits as the text has digits, times four; the last byte is filled with zero bits. */
export interface Bits {
  readonly bytes: Uint8Array;
  readonly length: number;
}

/** Any number of hexadecimal digits of either case: readers and the standard's examples end on half bytes too. */
export function bitsFromHex(hex: string): { readonly ok: true; readonly value: Bits } | EpcRefusal {
  const bytes = new Uint8Array((hex.length + 1) >> 1);
  for (let index = 0; index < hex.length; index++) {
    const digit = hexDigitValues[hex.charCodeAt(index)] ?? -1;
    if (digit < 0) return refuseAtCharacter('not_hexadecimal', 'hex', index, 'a digit 0-9 or A-F');
    bytes[index >> 1] = (bytes[index >> 1] ?? 0) | (index % 2 === 0 ? digit << 4 : digit);
  }
  return { ok: true, value: { bytes, length: hex.length * 4 } };
}
