import { bytesOfHex } from '../bytes/hex.ts';

/** An unsigned number of `size` bytes, most significant first; bytes beyond the end count as 0. */
export function unsigned(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let index = 0; index < size; index++) value = value * 256 + (bytes[at + index] ?? 0);
  return value;
}

/** The bytes of an unsigned number, most significant first. */
export function bytesOf(value: number, size: number): number[] {
  return Array.from({ length: size }, (_, index) => Math.floor(value / 256 ** (size - 1 - index)) % 256);
}

/** A byte as two's complement. */
export function signedByte(byte: number): number {
  return byte > 0x7f ? byte - 0x100 : byte;
}

/** @throws RangeError if the text is not whole bytes of hex: a mistake of who builds a frame. */
export function octets(hex: string): Uint8Array {
  const bytes = bytesOfHex(hex);
  if (bytes === null) throw new RangeError('whole bytes of hex');
  return bytes;
}
