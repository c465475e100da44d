import { concat } from '../../bytes/concat.ts';
import { hexOf } from '../../bytes/hex.ts';
import { bytesOf, signedByte, unsigned } from '../bytes.ts';
import { type Decoded, decoded, undecodable } from '../decoding.ts';
import { opcode, optionMetadata } from './commands.ts';
import type { ThingMagicReply } from './frame.ts';
import { statusNoTags, statusText } from './status.ts';
import { decodeTag, encodeTag, type ThingMagicTag, usualMetadata } from './tag-record.ts';

export type ThingMagicMessage =
  | { readonly kind: 'tag'; readonly tag: ThingMagicTag }
  | { readonly kind: 'tags'; readonly tags: readonly ThingMagicTag[] }
  /** The module still searches, and has seen nothing to report. */
  | { readonly kind: 'keep-alive' }
  | { readonly kind: 'temperature'; readonly celsius: number }
  /** Statistics other than the temperature, unread. */
  | { readonly kind: 'statistics'; readonly hex: string }
  | { readonly kind: 'stream-ended' }
  | { readonly kind: 'version'; readonly version: ThingMagicVersion }
  | { readonly kind: 'done'; readonly opcode: number }
  | { readonly kind: 'refused'; readonly opcode: number; readonly status: number; readonly text: string };

/** Each as hex, as the module groups them: 00.00.00.01. */
export interface ThingMagicVersion {
  readonly bootloader: string;
  readonly hardware: string;
  readonly firmwareDate: string;
  readonly firmware: string;
  /** One bit for each protocol, counted from 1. */
  readonly protocols: number;
}

/** The kinds of streamed reply. */
const streamKind = { end: 0x00, tag: 0x01, status: 0x02 } as const;
const searchFlags = 0x001b;
/** Reader statistics: the flag of the temperature, as an extensible bit vector. */
const temperatureFlag = 0x8200;
/** GET_TAG_BUFFER has a count before its records; no more than this fits. */
const maxBuffered = 32;

/** What a reply says. Offsets of faults count from the reply's data. */
export function decodeReply(reply: ThingMagicReply): Decoded<ThingMagicMessage> {
  const { opcode: code, status, data } = reply;
  if (code === opcode.readTagIdMultiple && status === statusNoTags) return decoded({ kind: 'keep-alive' });
  if (status !== 0) return decoded({ kind: 'refused', opcode: code, status, text: statusText(status) });
  if (code === opcode.readTagIdMultiple && data.length >= 4) return decodeStreamed(data);
  if (code === opcode.getTagBuffer) return decodeBuffer(data);
  if (code === opcode.version) return decodeVersion(data);
  return decoded({ kind: 'done', opcode: code });
}

/** Option, search flags, metadata flags if the option says so, kind, and what belongs to it. */
function decodeStreamed(data: Uint8Array): Decoded<ThingMagicMessage> {
  const hasMetadata = ((data[0] ?? 0) & optionMetadata) !== 0;
  const flags = hasMetadata ? unsigned(data, 3, 2) : 0;
  const kindAt = hasMetadata ? 5 : 3;
  if (data.length <= kindAt) return undecodable(data.length, 'streamKind', `${kindAt + 1} bytes`);
  switch (data[kindAt]) {
    case streamKind.end:
      return decoded({ kind: 'stream-ended' });
    case streamKind.tag: {
      const record = decodeTag(data, kindAt + 1, flags);
      return record.ok ? decoded({ kind: 'tag', tag: record.value.tag }) : record;
    }
    case streamKind.status:
      return decoded(statisticsIn(data.subarray(kindAt + 1)));
    default:
      return undecodable(kindAt, 'streamKind', '00, 01 or 02');
  }
}

/** Flags of all that follows, then flag, length and value of each; only the temperature is of use. */
function statisticsIn(data: Uint8Array): ThingMagicMessage {
  if (unsigned(data, 2, 2) === temperatureFlag && data[4] === 1 && data.length > 5) {
    return { kind: 'temperature', celsius: signedByte(data[5] ?? 0) };
  }
  return { kind: 'statistics', hex: hexOf(data) };
}

function decodeBuffer(data: Uint8Array): Decoded<ThingMagicMessage> {
  const flags = unsigned(data, 0, 2);
  const count = data[3] ?? 0;
  if (data.length < 4) return undecodable(data.length, 'count', '4 bytes before the records');
  if (count > maxBuffered) return undecodable(3, 'count', `at most ${maxBuffered}`);
  const tags: ThingMagicTag[] = [];
  let at = 4;
  for (let index = 0; index < count; index++) {
    const record = decodeTag(data, at, flags);
    if (!record.ok) return record;
    tags.push(record.value.tag);
    at = record.value.end;
  }
  return decoded({ kind: 'tags', tags });
}

function decodeVersion(data: Uint8Array): Decoded<ThingMagicMessage> {
  if (data.length < 20) return undecodable(data.length, 'version', '20 bytes');
  const group = (at: number) =>
    [...data.subarray(at, at + 4)].map((byte) => hexOf(Uint8Array.of(byte))).join('.');
  return decoded({
    kind: 'version',
    version: {
      bootloader: group(0),
      hardware: group(4),
      firmwareDate: group(8),
      firmware: group(12),
      protocols: unsigned(data, 16, 4),
    },
  });
}

/** Replies as a module sends them, for a simulated one. */
export const replies = {
  done: (code: number, status = 0): ThingMagicReply => ({ opcode: code, status, data: new Uint8Array(0) }),
  keepAlive: (): ThingMagicReply => replies.done(opcode.readTagIdMultiple, statusNoTags),
  tag: (tag: ThingMagicTag, flags = usualMetadata): ThingMagicReply =>
    streamed(streamKind.tag, flags, encodeTag(tag, flags)),
  temperature: (celsius: number): ThingMagicReply =>
    streamed(streamKind.status, usualMetadata, [
      ...bytesOf(temperatureFlag, 2),
      ...bytesOf(temperatureFlag, 2),
      1,
      celsius & 0xff,
    ]),
  streamEnded: (): ThingMagicReply => streamed(streamKind.end, usualMetadata, []),
  tags: (tags: readonly ThingMagicTag[], flags = usualMetadata): ThingMagicReply => ({
    opcode: opcode.getTagBuffer,
    status: 0,
    data: concat(bytesOf(flags, 2), [0, tags.length], ...tags.map((tag) => encodeTag(tag, flags))),
  }),
  version: ({
    bootloader,
    hardware,
    firmwareDate,
    firmware,
    protocols,
  }: ThingMagicVersion): ThingMagicReply => ({
    opcode: opcode.version,
    status: 0,
    data: concat(
      ...[bootloader, hardware, firmwareDate, firmware].map((group) =>
        group.split('.').map((byte) => Number.parseInt(byte, 16)),
      ),
      bytesOf(protocols, 4),
    ),
  }),
};

function streamed(kind: number, flags: number, data: Uint8Array | readonly number[]): ThingMagicReply {
  return {
    opcode: opcode.readTagIdMultiple,
    status: 0,
    data: concat([optionMetadata], bytesOf(searchFlags, 2), bytesOf(flags, 2), [kind], data),
  };
}
