import { hexOf } from '../bytes/hex.ts';

/** 2^14 places hold the tags in view of a large site. */
const placeBits = 14;

/**
 * Hex of 96-bit EPCs, remembered: a tag in view is reported many times a second, and making its text anew costs more than
 * all the rest of its report. Bounded: a tag takes the place of another with the same hash.
 */
export class EpcText {
  readonly #words = new Int32Array(3 << placeBits);
  readonly #texts: (string | undefined)[] = new Array(1 << placeBits);

  /** Upper-case hex of the twelve bytes at `at`, which must be there. */
  of(bytes: Uint8Array, at: number): string {
    const high = int32(bytes, at);
    const middle = int32(bytes, at + 4);
    const low = int32(bytes, at + 8);
    const place = hash(high, middle, low);
    const words = this.#words;
    const known = this.#texts[place];
    const first = place * 3;
    if (
      known !== undefined &&
      words[first] === high &&
      words[first + 1] === middle &&
      words[first + 2] === low
    ) {
      return known;
    }
    words[first] = high;
    words[first + 1] = middle;
    words[first + 2] = low;
    const text = hexOf(bytes, at, at + 12);
    this.#texts[place] = text;
    return text;
  }
}

function int32(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] ?? 0) << 24) |
    ((bytes[at + 1] ?? 0) << 16) |
    ((bytes[at + 2] ?? 0) << 8) |
    (bytes[at + 3] ?? 0)
  );
}

/** Multiplicative: the low word, where serial numbers run, decides most. */
function hash(high: number, middle: number, low: number): number {
  const mixed = Math.imul(low, 0x9e37_79b1) ^ Math.imul(middle, 0x85eb_ca6b) ^ Math.imul(high, 0xc2b2_ae35);
  return (mixed ^ (mixed >>> 15)) & ((1 << placeBits) - 1);
}
