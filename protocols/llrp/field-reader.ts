import { hexOf } from '../bytes/hex.ts';
import { utf8Text } from '../bytes/utf8.ts';
import type { Field } from './fields.ts';

/** Says how many bytes a field needs; the decoder adds where. Thrown without the cost of an Error, as LlrpRefusal. */
export class FieldTruncated {
  readonly needed: number;

  constructor(needed: number) {
    this.needed = needed;
  }
}

/** Reads the fields of one message or parameter, most significant bit first, and never beyond `end`. */
export class FieldReader {
  readonly bytes: Uint8Array;
  readonly end: number;
  offset: number;
  /** Bits of the byte at `offset` that were already read. */
  #bit = 0;

  constructor(bytes: Uint8Array, offset: number, end: number) {
    this.bytes = bytes;
    this.offset = offset;
    this.end = end;
  }

  /** The value of a field as a tree has it; the number of reserved bits. Throws FieldTruncated. */
  read(field: Field): unknown {
    switch (field.kind) {
      case 'flag':
        return this.#bits(1) === 1;
      case 'uint':
      case 'reserved':
        return this.uint(field.bits);
      case 'sint':
        return signed(this.uint(field.bits), field.bits);
      case 'u64':
        return (BigInt(this.uint(32)) << 32n) | BigInt(this.uint(32));
      case 'named':
        return nameOr(field.nameOf, this.uint(field.bits));
      case 'named-list':
        return this.#list(1).map((value) => nameOr(field.nameOf, value));
      case 'uint-list':
        return this.#list(field.bits / 8);
      case 'text':
        return utf8Text(this.#take(this.uint(16)));
      case 'bit-string':
        return this.#bitString();
      case 'counted-hex':
        return hexOf(this.#take(this.uint(16)));
      case 'fixed-hex':
        return hexOf(this.#take(field.bits / 8));
      case 'rest-hex':
        return hexOf(this.#take(this.end - this.offset));
    }
  }

  uint(bits: number): number {
    if (this.#bit !== 0 || bits % 8 !== 0) {
      return this.#bits(bits);
    }
    const to = this.#advance(bits / 8);
    let value = 0;
    for (let at = to - bits / 8; at < to; at += 1) {
      value = value * 256 + (this.bytes[at] ?? 0);
    }
    return value;
  }

  #bits(count: number): number {
    let value = 0;
    let left = count;
    while (left > 0) {
      const taken = Math.min(left, 8 - this.#bit);
      if (this.offset >= this.end) {
        throw new FieldTruncated(1);
      }
      const byte = this.bytes[this.offset] ?? 0;
      value = value * 2 ** taken + ((byte >> (8 - this.#bit - taken)) & ((1 << taken) - 1));
      this.#bit = (this.#bit + taken) % 8;
      this.offset += this.#bit === 0 ? 1 : 0;
      left -= taken;
    }
    return value;
  }

  #bitString() {
    const bits = this.uint(16);
    return { bits, hex: hexOf(this.#take(Math.ceil(bits / 8))) };
  }

  #list(width: number): number[] {
    const count = this.uint(16);
    if (count * width > this.end - this.offset) {
      throw new FieldTruncated(count * width);
    }
    return Array.from({ length: count }, () => this.uint(width * 8));
  }

  #take(length: number): Uint8Array {
    const to = this.#advance(length);
    return this.bytes.subarray(to - length, to);
  }

  /** Moves on by whole bytes and gives where it then stands. */
  #advance(length: number): number {
    if (length > this.end - this.offset) {
      throw new FieldTruncated(length);
    }
    this.offset += length;
    return this.offset;
  }
}

function signed(value: number, bits: number): number {
  return value >= 2 ** (bits - 1) ? value - 2 ** bits : value;
}

function nameOr(names: ReadonlyMap<number, string>, value: number): string | number {
  return names.get(value) ?? value;
}
