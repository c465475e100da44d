import { digitalLinkPath } from './digital-link.ts';
import { decodeEpc, decodeEpcHex } from './epc-decode.ts';
import { hexDigitValues } from './hex.ts';
import { isEpcToggle } from './pc-word.ts';
import { type EpcResult, refuseAtBit } from './refusal.ts';
import { companyPrefixBits } from './scheme.ts';

const sgtin96 = 0x30;
const sscc96 = 0x31;
const powersOfTen: readonly number[] = Array.from({ length: 15 }, (_, exponent) => 10 ** exponent);
const powersOfTwo: readonly number[] = Array.from({ length: 25 }, (_, exponent) => 2 ** exponent);

function tenTo(exponent: number): number {
  return powersOfTen[exponent] ?? 0;
}

function twoTo(exponent: number): number {
  return powersOfTwo[exponent] ?? 0;
}

/**
 * The key of a tag's item, `/01/.../21/...`, from the hexadecimal EPC of a reader: the same as decoding it and asking for
 * `digitalLinkPath`, without building what is between. This is what runs for every tag read.
 */
export function tagKeyFromHex(hex: string, pc: number | null = null): EpcResult<string> {
  if (hex.length === 24 && (pc === null || isEpcToggle(pc))) {
    const key = key96(word24(hex, 0), word24(hex, 6), word24(hex, 12), word24(hex, 18));
    if (key !== null) return { ok: true, value: key };
  }
  return keyOf(decodeEpcHex(hex, pc));
}

/** As `tagKeyFromHex`, of bytes. */
export function tagKeyFromBytes(bytes: Uint8Array, pc: number | null = null): EpcResult<string> {
  if (bytes.length === 12 && (pc === null || isEpcToggle(pc))) {
    const key = key96(bytes24(bytes, 0), bytes24(bytes, 3), bytes24(bytes, 6), bytes24(bytes, 9));
    if (key !== null) return { ok: true, value: key };
  }
  return keyOf(decodeEpc(bytes, bytes.length * 8, pc));
}

function keyOf(decoded: ReturnType<typeof decodeEpc>): EpcResult<string> {
  if (!decoded.ok) return decoded;
  const path = digitalLinkPath(decoded.value);
  if (path !== null) return { ok: true, value: path };
  return refuseAtBit('no_digital_link', 'header', 0, `a scheme with a GS1 key, not ${decoded.value.scheme}`);
}

/** Six digits; negative where one is no hexadecimal digit, for then the sign of some part stays. */
function word24(hex: string, at: number): number {
  let word = 0;
  for (let index = at; index < at + 6; index++) {
    word = (word << 4) | (hexDigitValues[hex.charCodeAt(index)] ?? -1);
  }
  return word;
}

function bytes24(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
}

/**
 * The two schemes that nearly all tags carry, from the four 24-bit words of 96 bits, in numbers below 2 to the power of 53. Null:
 * another scheme, or a fault, which the full decoder then names.
 */
function key96(first: number, second: number, third: number, fourth: number): string | null {
  if ((first | second | third | fourth) < 0) return null;
  const partition = (first >> 10) & 7;
  const prefixBits = companyPrefixBits[partition];
  if (prefixBits === undefined) return null;
  const top34 = (first & 0x3ff) * 0x1000000 + second;
  const header = first >> 16;
  if (header === sgtin96) return sgtinKey(top34, third, fourth, partition, prefixBits);
  return header === sscc96 && fourth === 0 ? ssccKey(top34, third, partition, prefixBits) : null;
}

/** Company prefix and item reference are 44 bits, the serial is 38 (TDS 2.3, 14.6.1.1). */
function sgtinKey(
  top34: number,
  third: number,
  fourth: number,
  partition: number,
  prefixBits: number,
): string | null {
  const top44 = top34 * 1024 + (third >> 14);
  const scale = twoTo(44 - prefixBits);
  const prefix = Math.floor(top44 / scale);
  const reference = top44 - prefix * scale;
  // The first digit of the reference is the indicator; the others follow the company prefix.
  const limit = tenTo(partition);
  if (prefix >= tenTo(12 - partition) || reference >= limit * 10) return null;
  const indicator = Math.floor(reference / limit);
  const body = indicator * 1e12 + prefix * limit + (reference - indicator * limit);
  const high = Math.floor(body / 1e6);
  const low = body - high * 1e6;
  const serial = (third & 0x3fff) * 0x1000000 + fourth;
  return `/01/${String(1e7 + high).slice(1)}${String(1e7 + withCheckDigit(high, low)).slice(1)}/21/${serial}`;
}

/** Company prefix and serial reference are 58 bits (TDS 2.3, 14.6.2.1). */
function ssccKey(top34: number, third: number, partition: number, prefixBits: number): string | null {
  const isSplit = prefixBits > 34;
  const scale = twoTo(isSplit ? prefixBits - 34 : 34 - prefixBits);
  const shared = 58 - prefixBits;
  const prefix = isSplit ? top34 * scale + (third >> shared) : Math.floor(top34 / scale);
  const reference = isSplit ? third & (twoTo(shared) - 1) : (top34 % scale) * 0x1000000 + third;
  // The first digit of the reference is the extension digit; the others follow the company prefix.
  const digits = 4 + partition;
  const limit = tenTo(digits);
  if (prefix >= tenTo(12 - partition) || reference >= limit * 10) return null;
  const extension = Math.floor(reference / limit);
  const serial = reference - extension * limit;
  // 17 digits are too many for one number: nine, of which the extension digit is the first, and eight.
  const moved = tenTo(Math.abs(digits - 8));
  const middle = Math.floor(digits > 8 ? prefix * moved + serial / 1e8 : prefix / moved);
  const low = digits > 8 ? serial % 1e8 : (prefix % moved) * limit + serial;
  const high = extension * 1e8 + middle;
  return `/00/${String(1e9 + high).slice(1)}${String(1e9 + withCheckDigit(high, low)).slice(1)}`;
}

const weights313 = Uint8Array.from({ length: 1000 }, (_, group) => weigh(group, 3));
const weights131 = Uint8Array.from({ length: 1000 }, (_, group) => weigh(group, 1));

function weigh(group: number, outer: 1 | 3): number {
  const middle = Math.floor(group / 10) % 10;
  return outer * (Math.floor(group / 100) + (group % 10)) + (4 - outer) * middle;
}

/** `low` and, behind it, the check digit of `high` and `low` together; by groups of three digits, in integers. */
function withCheckDigit(high: number, low: number): number {
  return low * 10 + ((10 - ((weighNine(high) + weighNine(low)) % 10)) % 10);
}

/** The weights of up to nine digits of which the last has weight 3: `low` is behind an even number of digits. */
function weighNine(nine: number): number {
  const thousands = Math.floor(nine / 1000);
  const last = weights313[nine % 1000] ?? 0;
  return last + (weights131[thousands % 1000] ?? 0) + (weights313[Math.floor(thousands / 1000)] ?? 0);
}
