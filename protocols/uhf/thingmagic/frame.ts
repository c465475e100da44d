import { concat } from '../../bytes/concat.ts';
import { bytesOf, unsigned } from '../bytes.ts';
import type { Framing, Verdict } from '../framing.ts';

/**
 * ThingMagic serial frames (Mercury serial protocol of M5e, M6e, M7e): FF, length of the data, opcode, in replies a status word,
 * data, CRC. Numbers are most significant byte first.
 */
export interface ThingMagicCommand {
  readonly opcode: number;
  readonly data: Uint8Array;
}

export interface ThingMagicReply extends ThingMagicCommand {
  /** 0 is success; see status.ts. */
  readonly status: number;
}

const header = 0xff;
const maxData = 255;

/** CRC-16 with the CCITT polynomial, preset FFFF, without the final steps; over everything behind the header. */
function crc(bytes: Uint8Array): number {
  let value = 0xffff;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      const high = value & 0x8000;
      // The module shifts the message through the register, where the usual CRC adds it at the top.
      value = ((value << 1) | ((byte >> bit) & 1)) & 0xffff;
      if (high !== 0) value ^= 0x1021;
    }
  }
  return value;
}

function seal(body: Uint8Array): Uint8Array {
  return concat([header], body, bytesOf(crc(body), 2));
}

/** @throws RangeError if there is more data than one byte can count: a mistake of the caller. */
export function encodeCommand({ opcode, data }: ThingMagicCommand): Uint8Array {
  return seal(concat([dataLength(data), opcode], data));
}

export function encodeReply({ opcode, status, data }: ThingMagicReply): Uint8Array {
  return seal(concat([dataLength(data), opcode], bytesOf(status, 2), data));
}

function dataLength(data: Uint8Array): number {
  if (data.length > maxData)
    throw new RangeError(`a frame holds ${maxData} bytes of data, not ${data.length}`);
  return data.length;
}

/** What a module sends. */
export const replyFraming: Framing<ThingMagicReply> = {
  maxBytes: maxData + 7,
  lookAt: (bytes, at) => {
    const body = bodyAt(bytes, at, 2);
    if ('kind' in body) return body;
    const { opcode, rest } = body;
    const frame = { opcode, status: unsigned(rest, 0, 2), data: rest.slice(2) };
    return { kind: 'frame', frame, bytes: rest.length + 5 };
  },
};

/** What a host sends. */
export const commandFraming: Framing<ThingMagicCommand> = {
  maxBytes: maxData + 5,
  lookAt: (bytes, at) => {
    const body = bodyAt(bytes, at, 0);
    if ('kind' in body) return body;
    return {
      kind: 'frame',
      frame: { opcode: body.opcode, data: body.rest.slice() },
      bytes: body.rest.length + 5,
    };
  },
};

/** What stands between opcode and CRC, if a whole frame begins here. */
function bodyAt(
  bytes: Uint8Array,
  at: number,
  statusBytes: number,
): { opcode: number; rest: Uint8Array } | Verdict<never> {
  if (bytes[at] !== header) return { kind: 'none', field: 'header', expected: 'FF' };
  const length = bytes[at + 1];
  if (length === undefined || at + length + statusBytes + 5 > bytes.length) return { kind: 'more' };
  const end = at + 3 + length + statusBytes;
  const expected = crc(bytes.subarray(at + 1, end));
  if (unsigned(bytes, end, 2) !== expected) {
    return { kind: 'none', field: 'crc', expected: expected.toString(16).toUpperCase().padStart(4, '0') };
  }
  return { opcode: bytes[at + 2] ?? 0, rest: bytes.subarray(at + 3, end) };
}
