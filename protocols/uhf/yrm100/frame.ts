import { concat } from '../../bytes/concat.ts';
import { unsigned } from '../bytes.ts';
import type { Framing, Verdict } from '../framing.ts';

/**
 * Frames of the M100, YRM100 and their kin (MagicRF M100 firmware command manual, chapter 2): BB, type, command, length of
 * the parameters in two bytes, parameters, checksum, 7E.
 */
export interface Yrm100Frame {
  readonly type: number;
  readonly command: number;
  readonly parameters: Uint8Array;
}

export const frameType = { command: 0x00, response: 0x01, notice: 0x02 } as const;

const header = 0xbb;
const trailer = 0x7e;
/** No parameters of this protocol are longer; a greater length is noise. */
export const maxParameters = 512;

/** The lowest byte of the sum from the type to the last parameter. */
function checksum(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) sum += byte;
  return sum & 0xff;
}

/** @throws RangeError if there are more parameters than a frame may hold: a mistake of the caller. */
export function encodeFrame({ type, command, parameters }: Yrm100Frame): Uint8Array {
  if (parameters.length > maxParameters) throw new RangeError(`at most ${maxParameters} bytes of parameters`);
  const body = concat([type, command, parameters.length >> 8, parameters.length & 0xff], parameters);
  return concat([header], body, [checksum(body), trailer]);
}

/** What either side sends. */
export const framing: Framing<Yrm100Frame> = {
  maxBytes: maxParameters + 7,
  lookAt: (bytes, at) => {
    const end = endOfFrame(bytes, at);
    if (typeof end !== 'number') return end;
    const frame = {
      type: bytes[at + 1] ?? 0,
      command: bytes[at + 2] ?? 0,
      parameters: bytes.slice(at + 5, end - 2),
    };
    return { kind: 'frame', frame, bytes: end - at };
  },
};

/** Where the bytes behind the frame begin, if a whole frame begins at `at`. */
function endOfFrame(bytes: Uint8Array, at: number): number | Verdict<never> {
  if (bytes[at] !== header) return { kind: 'none', field: 'header', expected: 'BB' };
  const type = bytes[at + 1];
  if (type !== undefined && type > frameType.notice) {
    return { kind: 'none', field: 'type', expected: '00, 01 or 02' };
  }
  if (at + 5 > bytes.length) return { kind: 'more' };
  const length = unsigned(bytes, at + 3, 2);
  if (length > maxParameters) return { kind: 'none', field: 'length', expected: `at most ${maxParameters}` };
  const end = at + length + 7;
  if (end > bytes.length) return { kind: 'more' };
  const expected = checksum(bytes.subarray(at + 1, end - 2));
  if (bytes[end - 2] !== expected) {
    return {
      kind: 'none',
      field: 'checksum',
      expected: expected.toString(16).toUpperCase().padStart(2, '0'),
    };
  }
  return bytes[end - 1] === trailer ? end : { kind: 'none', field: 'trailer', expected: '7E' };
}
