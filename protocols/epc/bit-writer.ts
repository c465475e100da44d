import { type EpcRefusal, type EpcRefusalCode, refuseAtCharacter } from './refusal.ts';

/** What the length of a PC word can announce: 31 words of 16 bits (TDS 2.3, table 9-3). */
const maxBits = 496;

/** Writes fields of any width, most significant bit first. The first fault sticks, as in `BitReader`. */
export class BitWriter {
  position = 0;
  fault: EpcRefusal | null = null;
  private readonly bytes = new Uint8Array(maxBits / 8);

  /** `offset` counts the characters of the value that is written. */
  fail(code: EpcRefusalCode, field: string, offset: number, expected: string): void {
    this.fault ??= refuseAtCharacter(code, field, offset, expected);
  }

  /** An unsigned integer of up to 53 bits, known to fit. */
  uint(value: number, bits: number): void {
    if (this.position + bits > maxBits) this.fail('too_long', 'EPC', 0, `at most ${maxBits} bits`);
    if (this.fault !== null) return;
    for (let left = bits; left > 0; ) {
      const free = 8 - (this.position & 7);
      const take = Math.min(left, free);
      const chunk = Math.floor(value / 2 ** (left - take)) % 2 ** take;
      const index = this.position >> 3;
      this.bytes[index] = (this.bytes[index] ?? 0) | (chunk << (free - take));
      this.position += take;
      left -= take;
    }
  }

  /** Decimal digits as a binary integer; refused as overflow where it needs more bits. */
  integer(digits: string, bits: number, field: string): void {
    const value = BigInt(digits === '' ? '0' : digits);
    if (value >> BigInt(bits) !== 0n) {
      this.fail('overflow', field, 0, `a number less than 2 to the power of ${bits}`);
    }
    for (let left = bits; left > 0 && this.fault === null; ) {
      const take = Math.min(left, 32);
      left -= take;
      this.uint(Number((value >> BigInt(left)) & ((1n << BigInt(take)) - 1n)), take);
    }
  }

  /** The bits so far, filled with zero bits to the word boundary of the memory bank (TDS 2.3, 15.1.1). */
  words(): Uint8Array {
    return this.bytes.slice(0, Math.ceil(this.position / 16) * 2);
  }
}
