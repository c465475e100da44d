import { concat } from '../bytes/concat.ts';
import { refuse, type ScaleFault, type ScaleResult } from './fault.ts';
import {
  notWeighed,
  type ShownWeight,
  toMilligrams,
  type WeightReading,
  type WeightUnit,
  weighed,
} from './weight.ts';

const stx = 0x02;
const cr = 0x0d;
const fieldDigits = 6;
/** STX, status words A to C and the weight; then CR, or the tare and CR. */
const shortBytes = 4 + fieldDigits + 1;
const longBytes = shortBytes + fieldDigits;
/** With its checksum. */
export const maxFrameBytes = longBytes + 1;

export interface ToledoSettings {
  /** A checksum follows each CR. */
  readonly checksum: boolean;
}

/** Status word C, bits 0 to 2; 0 is lb or kg by status word B, 7 a unit of the user's own. */
const unitsOfWordC: readonly (WeightUnit | null)[] = [null, 'g', 't', 'oz', 'ozt', 'dwt', 'ton', null];

const wordA = { always: 0x20, incrementOne: 0x08 } as const;
const wordB = {
  net: 0x01,
  negative: 0x02,
  outOfRange: 0x04,
  motion: 0x08,
  kilograms: 0x10,
  always: 0x20,
  notZeroed: 0x40,
};
const wordC = { unit: 0x07, expanded: 0x10, always: 0x20 } as const;

/**
 * Reads one frame of the continuous output of Toledo (standard continuous output of METTLER TOLEDO terminals): STX, three
 * status words, six digits of weight, six digits of tare, CR, and a checksum where it is set. The short form without tare
 * is read too. Bit 7 is a parity bit and does not count.
 */
export function decodeToledoFrame(
  { checksum }: ToledoSettings,
  frame: Uint8Array,
): ScaleResult<WeightReading> {
  const bytes = frame.map((byte) => byte & 0x7f);
  if (bytes[0] !== stx) return refuse('framing', 0, 'STX', '0x02');
  const hasTare = bytes[shortBytes - 1] !== cr;
  const end = hasTare ? longBytes : shortBytes;
  if (bytes[end - 1] !== cr) return refuse('framing', end - 1, 'CR', '0x0D');
  const length = end + (checksum ? 1 : 0);
  if (bytes.length !== length) return refuse('framing', length, 'frame', `${length} bytes`);
  const sum = checksumOf(bytes.subarray(0, end));
  if (checksum && bytes[end] !== sum)
    return refuse('checksum', end, 'checksum', `0x${sum.toString(16).padStart(2, '0')}`);
  return readFrame(bytes, hasTare);
}

/** The two's complement of the sum of all bytes before it, in seven bits. */
function checksumOf(bytes: Uint8Array): number {
  return -bytes.reduce((sum, byte) => sum + byte, 0) & 0x7f;
}

function readFrame(bytes: Uint8Array, hasTare: boolean): ScaleResult<WeightReading> {
  const [, a = 0, b = 0, c = 0] = bytes;
  const kind = (b & wordB.net) !== 0 ? 'net' : 'gross';
  if ((b & wordB.notZeroed) !== 0) return { ok: true, value: notWeighed('zero-fault', kind) };
  if ((b & wordB.outOfRange) !== 0) {
    return { ok: true, value: notWeighed((b & wordB.negative) !== 0 ? 'underload' : 'overload', kind) };
  }
  if ((c & wordC.expanded) !== 0)
    return refuse('unsupported', 3, 'status word C', 'a weight that is not expanded');
  const unit = (b & wordB.kilograms) !== 0 ? 'kg' : 'lb';
  const named = (c & wordC.unit) === 0 ? unit : unitsOfWordC[c & wordC.unit];
  if (!named) return refuse('unsupported', 3, 'status word C', 'a unit of weight');
  const weight = readDigits(bytes, 4, a, named);
  const tare = hasTare ? readDigits(bytes, 4 + fieldDigits, a, named) : null;
  if (!weight.ok) return weight;
  if (tare !== null && !tare.ok) return tare;
  const tareMilligrams = tare === null ? null : toMilligrams(tare.value);
  if (tareMilligrams !== null && !tareMilligrams.ok) return tareMilligrams;
  const digits =
    (b & wordB.negative) !== 0 && weight.value.digits !== 0 ? -weight.value.digits : weight.value.digits;
  const stable = (b & wordB.motion) === 0;
  return weighed(
    { ...weight.value, digits },
    { stable, kind, tareMilligrams: tareMilligrams?.value ?? null },
  );
}

/** Six digits, blanks in place of leading zeros. Status word A, bits 0 to 2: two or one zero more, or that many decimals. */
function readDigits(
  bytes: Uint8Array,
  offset: number,
  a: number,
  unit: WeightUnit,
): ScaleResult<ShownWeight> {
  const text = String.fromCharCode(...bytes.subarray(offset, offset + fieldDigits));
  const field = offset === 4 ? 'weight' : 'tare';
  if (!/^ *\d+$/.test(text)) return refuse('syntax', offset, field, 'six digits, or blanks before them');
  const place = (a & 0x07) - 2;
  const digits = Number(text) * (place < 0 ? 10 ** -place : 1);
  return { ok: true, value: { digits, decimals: Math.max(place, 0), unit } };
}

/** What of a stream is not yet a frame: less than one frame. */
export interface ToledoState {
  readonly rest: Uint8Array;
  /** Out of step, and told already: what stands before the next STX is passed over. */
  readonly lost: boolean;
}

export type ToledoEvent =
  | { readonly kind: 'weight'; readonly reading: WeightReading }
  | { readonly kind: 'fault'; readonly fault: ScaleFault };

/** A listener may come in the middle of a frame: that is no fault. */
export const toledoStart: ToledoState = { rest: new Uint8Array(0), lost: true };

/** Splits a stream into frames. A damaged frame, or what stands between two frames, is one fault. */
export function toledoStep(
  settings: ToledoSettings,
  state: ToledoState,
  chunk: Uint8Array,
): { readonly state: ToledoState; readonly events: readonly ToledoEvent[] } {
  const bytes = concat(state.rest, chunk);
  const events: ToledoEvent[] = [];
  let { lost } = state;
  let offset = 0;
  while (offset < bytes.length) {
    const candidate = bytes.subarray(offset, offset + maxFrameBytes);
    const length = frameLength(settings, candidate);
    if (length === null) break;
    const frame = decodeToledoFrame(settings, candidate.subarray(0, length));
    if (frame.ok) events.push({ kind: 'weight', reading: frame.value });
    else if (!lost || isStx(candidate)) events.push({ kind: 'fault', fault: frame.fault });
    lost = !frame.ok;
    offset += frame.ok ? length : 1;
  }
  return { state: { rest: bytes.slice(offset), lost }, events };
}

function isStx(bytes: Uint8Array): boolean {
  return ((bytes[0] ?? 0) & 0x7f) === stx;
}

/** How many bytes the frame that begins here has, or 1 where none begins. Null: more must come to tell. */
function frameLength({ checksum }: ToledoSettings, bytes: Uint8Array): number | null {
  if (!isStx(bytes)) return 1;
  const end = ((bytes[shortBytes - 1] ?? 0) & 0x7f) === cr ? shortBytes : longBytes;
  const length = end + (checksum ? 1 : 0);
  return bytes.length < length ? null : length;
}

/** @returns null where the frame has no place for it: more than six digits or five decimals, a unit that Toledo lacks. */
export function encodeToledoFrame(
  { checksum }: ToledoSettings,
  reading: WeightReading,
  tareDigits = 0,
): Uint8Array | null {
  const { shown, condition, kind, stable } = reading;
  const { digits, decimals, unit } = shown ?? { digits: 0, decimals: 0, unit: 'kg' };
  const unitBits = unit === 'kg' || unit === 'lb' ? 0 : unitsOfWordC.indexOf(unit);
  const fields = [Math.abs(digits), tareDigits].map((value) => String(value).padStart(fieldDigits, '0'));
  if (unitBits < 0 || decimals > 5 || fields.some((field) => field.length > fieldDigits)) return null;
  const b =
    (kind === 'net' ? wordB.net : 0) |
    (digits < 0 || condition === 'underload' ? wordB.negative : 0) |
    (condition === 'overload' || condition === 'underload' ? wordB.outOfRange : 0) |
    (stable ? 0 : wordB.motion) |
    (unit === 'lb' ? 0 : wordB.kilograms) |
    (condition === 'zero-fault' ? wordB.notZeroed : 0);
  const status = [
    wordA.always | wordA.incrementOne | (decimals + 2),
    b | wordB.always,
    unitBits | wordC.always,
  ];
  const bytes = [stx, ...status, ...new TextEncoder().encode(fields.join('')), cr];
  return Uint8Array.from(checksum ? [...bytes, checksumOf(Uint8Array.from(bytes))] : bytes);
}
