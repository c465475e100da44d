import { type EpcRefusal, type EpcRefusalCode, refuseAtBit } from './refusal.ts';

/**
 * Reads fields of any width, most significant bit first. The first fault sticks: after it every read yields zero or an empty
 * text, so that a decoder is written straight through and asks for `fault` once, at its end.
 */
export class BitReader {
  position = 0;
  fault: EpcRefusal | null = null;
  private readonly bytes: Uint8Array;
  private readonly length: number;

  constructor(bytes: Uint8Array, length: number) {
    this.bytes = bytes;
    this.length = length;
  }

  get remaining(): number {
    return this.length - this.position;
  }

  /** Keeps the first fault only: later ones follow from it. */
  fail(code: EpcRefusalCode, field: string, offset: number, expected: string): void {
    this.fault ??= refuseAtBit(code, field, offset, expected);
  }

  /** An unsigned integer of up to 53 bits. */
  uint(bits: number, field: string): number {
    if (this.fault !== null || !this.has(bits, field)) return 0;
    let value = 0;
    let left = bits;
    while (left > 0) {
      const free = 8 - (this.position & 7);
      const take = left < free ? left : free;
      const byte = this.bytes[this.position >> 3] ?? 0;
      value = value * (1 << take) + ((byte >> (free - take)) & ((1 << take) - 1));
      this.position += take;
      left -= take;
    }
    return value;
  }

  /** A binary integer as decimal digits: padded to `digits`, and refused as overflow where it has more. */
  decimal(bits: number, digits: number, field: string): string {
    const start = this.position;
    const text = this.integer(bits, field);
    if (text.length <= digits) return text.padStart(digits, '0');
    if (digits === 0 && text === '0') return '';
    this.fail('overflow', field, start, digits === 0 ? 'zero' : `a number of at most ${digits} digits`);
    return '';
  }

  /** A binary integer of any width as decimal digits without leading zeros. */
  integer(bits: number, field: string): string {
    if (bits <= 53) return String(this.uint(bits, field));
    if (this.fault !== null || !this.has(bits, field)) return '0';
    let value = 0n;
    for (let left = bits; left > 0; left -= 32) {
      const take = Math.min(left, 32);
      value = (value << BigInt(take)) | BigInt(this.uint(take, field));
    }
    return value.toString();
  }

  /** True if no one bit follows. */
  restIsZero(): boolean {
    const end = Math.min((this.length + 7) >> 3, this.bytes.length);
    for (let index = this.position >> 3; index < end; index++) {
      let byte = this.bytes[index] ?? 0;
      if (index === this.position >> 3) byte &= 0xff >> (this.position & 7);
      if (index === this.length >> 3) byte &= ~(0xff >> (this.length & 7));
      if (byte !== 0) return false;
    }
    return true;
  }

  zeros(bits: number, field: string): void {
    const end = this.position + bits;
    while (this.position < end && this.fault === null) {
      const start = this.position;
      const chunk = this.uint(Math.min(32, end - start), field);
      if (chunk !== 0) this.fail('nonzero_padding', field, start, `${bits} zero bits`);
    }
  }

  private has(bits: number, field: string): boolean {
    if (bits <= this.remaining) return true;
    this.fail('truncated', field, this.position, `${bits} bits, ${this.remaining} are left`);
    return false;
  }
}
