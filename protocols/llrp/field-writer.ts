import { bytesOfHex } from '../bytes/hex.ts';
import { utf8Bytes } from '../bytes/utf8.ts';
import type { BitString, Field } from './fields.ts';

/** Says what a field would have held; the encoder adds where. */
export class FieldRefused extends Error {
  readonly expected: string;

  constructor(expected: string) {
    super(expected);
    this.expected = expected;
  }
}

/** Collects bytes, most significant bit first. */
export class FieldWriter {
  #bytes = new Uint8Array(256);
  #length = 0;
  /** Bits that do not yet fill a byte, and how many. */
  #pending = 0;
  #pendingBits = 0;

  get length(): number {
    return this.#length;
  }

  /** A copy of all that was written. */
  result(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  /** Writes the value of a field as a tree has it. Throws FieldRefused. */
  write(field: Field, value: unknown): void {
    switch (field.kind) {
      case 'flag':
        this.uint(typeof value === 'boolean' ? Number(value) : refuse('true or false'), 1);
        break;
      case 'uint':
      case 'reserved':
        this.uint(value, field.bits);
        break;
      case 'sint':
        this.#sint(value, field.bits);
        break;
      case 'u64':
        this.#u64(value);
        break;
      case 'named':
        this.uint(numberNamed(field.valueOf, value), field.bits);
        break;
      case 'named-list':
        this.#list(value, 8, (item) => numberNamed(field.valueOf, item));
        break;
      case 'uint-list':
        this.#list(value, field.bits, (item) => item);
        break;
      case 'text':
        this.#counted(typeof value === 'string' ? utf8Bytes(value) : refuse('text'));
        break;
      case 'bit-string':
        this.#bitString(value);
        break;
      case 'counted-hex':
        this.#counted(hexBytes(value));
        break;
      case 'fixed-hex':
        this.#fixed(hexBytes(value), field.bits / 8);
        break;
      case 'rest-hex':
        this.append(hexBytes(value));
        break;
    }
  }

  uint(value: unknown, bits: number): void {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value >= 2 ** bits) {
      refuse(`a whole number from 0 to ${2 ** bits - 1}`);
    }
    if (this.#pendingBits === 0 && bits % 8 === 0) {
      this.#grow(bits / 8);
      this.#put(this.#length, Number(value), bits / 8);
      this.#length += bits / 8;
      return;
    }
    this.#bits(Number(value), bits);
  }

  append(bytes: Uint8Array): void {
    this.#grow(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** Puts a number over bytes that were written before, as lengths need it. */
  overwrite(at: number, value: number, width: number): void {
    this.#put(at, value, width);
  }

  #put(at: number, value: number, width: number): void {
    let rest = value;
    for (let byte = at + width - 1; byte >= at; byte -= 1) {
      this.#bytes[byte] = rest % 256;
      rest = Math.floor(rest / 256);
    }
  }

  #bits(value: number, count: number): void {
    let left = count;
    while (left > 0) {
      const taken = Math.min(left, 8 - this.#pendingBits);
      const part = Math.floor(value / 2 ** (left - taken)) % 2 ** taken;
      this.#pending = this.#pending * 2 ** taken + part;
      this.#pendingBits += taken;
      left -= taken;
      if (this.#pendingBits === 8) {
        this.append(Uint8Array.of(this.#pending));
        this.#pending = 0;
        this.#pendingBits = 0;
      }
    }
  }

  #sint(value: unknown, bits: number): void {
    const limit = 2 ** (bits - 1);
    if (typeof value !== 'number' || !Number.isInteger(value) || value < -limit || value >= limit) {
      refuse(`a whole number from ${-limit} to ${limit - 1}`);
    }
    const number = Number(value);
    this.uint(number < 0 ? number + 2 ** bits : number, bits);
  }

  #u64(value: unknown): void {
    const number = typeof value === 'bigint' ? value : refuse('a bigint');
    if (number < 0n || number >= 1n << 64n) {
      refuse('a bigint from 0 to 2^64 - 1');
    }
    this.uint(Number(number >> 32n), 32);
    this.uint(Number(number & 0xffff_ffffn), 32);
  }

  #list(value: unknown, bits: number, toNumber: (item: unknown) => unknown): void {
    const items: readonly unknown[] = Array.isArray(value) ? value : refuse('a list');
    this.#count(items.length, 'items');
    for (const item of items) {
      this.uint(toNumber(item), bits);
    }
  }

  #bitString(value: unknown): void {
    const { bits, hex } = isBitString(value) ? value : refuse('{ bits, hex }');
    const bytes = hexBytes(hex);
    if (bytes.length !== Math.ceil(bits / 8)) {
      refuse(`${Math.ceil(bits / 8)} bytes of hex for ${bits} bits, not ${bytes.length}`);
    }
    this.#count(bits, 'bits');
    this.append(bytes);
  }

  #counted(bytes: Uint8Array): void {
    this.#count(bytes.length, 'bytes');
    this.append(bytes);
  }

  #fixed(bytes: Uint8Array, length: number): void {
    if (bytes.length !== length) {
      refuse(`${length} bytes of hex, not ${bytes.length}`);
    }
    this.append(bytes);
  }

  #count(count: number, of: string): void {
    if (!(count <= 0xffff)) {
      refuse(`at most 65535 ${of}, not ${count}`);
    }
    this.uint(count, 16);
  }

  #grow(by: number): void {
    if (this.#length + by > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(this.#length + by, this.#bytes.length * 2));
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
  }
}

function refuse(expected: string): never {
  throw new FieldRefused(expected);
}

function numberNamed(values: ReadonlyMap<string, number>, value: unknown): number {
  if (typeof value === 'number') {
    return value;
  }
  return values.get(String(value)) ?? refuse(`a number or one of ${[...values.keys()].join(', ')}`);
}

function hexBytes(value: unknown): Uint8Array {
  return (typeof value === 'string' ? bytesOfHex(value) : null) ?? refuse('an even number of hex digits');
}

function isBitString(value: unknown): value is BitString {
  return typeof value === 'object' && value !== null && 'bits' in value && 'hex' in value;
}
