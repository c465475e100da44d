import { concat } from '../../bytes/concat.ts';
import type { Framing, Verdict } from '../framing.ts';

/**
 * Frames of Chafon's UHFReader18, UHFReader288 and their kin (UHFReader288MP User Manual v1.14, chapter 3): length of all that
 * follows, address, command, in replies a status, data, CRC with the low byte first. There is no start byte: only the CRC tells
 * a frame from noise.
 */
export interface ChafonCommand {
  readonly address: number;
  readonly command: number;
  readonly data: Uint8Array;
}

export interface ChafonReply extends ChafonCommand {
  readonly status: number;
}

/** Every reader answers to it. */
export const broadcastAddress = 0xff;
const maxLength = 255;

/** CRC-16 with the polynomial 8408 (reflected), preset FFFF (same manual, chapter 3.3). */
function crc(bytes: Uint8Array): number {
  let value = 0xffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value & 1) === 0 ? value >> 1 : (value >> 1) ^ 0x8408;
  }
  return value;
}

function seal(head: readonly number[], data: Uint8Array): Uint8Array {
  const length = head.length + data.length + 2;
  if (length > maxLength) throw new RangeError(`a frame is ${maxLength} bytes long at most, not ${length}`);
  const body = concat([length], head, data);
  const sum = crc(body);
  return concat(body, [sum & 0xff, sum >> 8]);
}

/** @throws RangeError if there is more data than one byte can count: a mistake of the caller. */
export function encodeCommand({ address, command, data }: ChafonCommand): Uint8Array {
  return seal([address, command], data);
}

/** @throws RangeError as encodeCommand does. */
export function encodeReply({ address, command, status, data }: ChafonReply): Uint8Array {
  return seal([address, command, status], data);
}

/** What a reader sends. */
export const replyFraming: Framing<ChafonReply> = {
  maxBytes: maxLength + 1,
  lookAt: (bytes, at) => {
    const body = bodyAt(bytes, at, 5);
    if ('kind' in body) return body;
    const [address = 0, command = 0, status = 0] = body;
    return {
      kind: 'frame',
      frame: { address, command, status, data: body.slice(3) },
      bytes: body.length + 3,
    };
  },
};

/** What a host sends. */
export const commandFraming: Framing<ChafonCommand> = {
  maxBytes: maxLength + 1,
  lookAt: (bytes, at) => {
    const body = bodyAt(bytes, at, 4);
    if ('kind' in body) return body;
    const [address = 0, command = 0] = body;
    return { kind: 'frame', frame: { address, command, data: body.slice(2) }, bytes: body.length + 3 };
  },
};

/** What stands between length and CRC, if a whole frame begins here. */
function bodyAt(bytes: Uint8Array, at: number, shortest: number): Uint8Array | Verdict<never> {
  const length = bytes[at] ?? 0;
  if (length < shortest) return { kind: 'none', field: 'length', expected: `${shortest} to ${maxLength}` };
  if (at + length + 1 > bytes.length) return { kind: 'more' };
  const end = at + length - 1;
  const expected = crc(bytes.subarray(at, end));
  const found = (bytes[end] ?? 0) | ((bytes[end + 1] ?? 0) << 8);
  if (found !== expected) {
    return { kind: 'none', field: 'crc', expected: expected.toString(16).toUpperCase().padStart(4, '0') };
  }
  return bytes.subarray(at + 1, end);
}
