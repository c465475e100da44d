import { concat } from '../../bytes/concat.ts';
import { hexOf } from '../../bytes/hex.ts';
import type { TagRead } from '../../rfid/tag-read.ts';
import { bytesOf, octets, signedByte, unsigned } from '../bytes.ts';
import { type Decoded, decoded, undecodable } from '../decoding.ts';
import { code } from './commands.ts';
import { frameType, type Yrm100Frame } from './frame.ts';

export interface Yrm100Tag {
  readonly rssiDbm: number;
  readonly pc: number;
  readonly epc: string;
  readonly tagCrc: number;
}

export type Yrm100Message =
  | { readonly kind: 'tag'; readonly tag: Yrm100Tag }
  | { readonly kind: 'no-tag' }
  | { readonly kind: 'information'; readonly text: string }
  | { readonly kind: 'done'; readonly command: number }
  /** The module does not say which command it refuses. */
  | { readonly kind: 'refused'; readonly error: number; readonly text: string };

/** Error codes (MagicRF M100 firmware command manual, chapter 4). */
const errorNoTag = 0x15;
const errors: Readonly<Record<number, string>> = {
  9: 'no tag to read, or a wrong address',
  16: 'no tag to write',
  18: 'no tag to kill',
  19: 'no tag to lock',
  [errorNoTag]: 'no tag, or a reply with a wrong CRC',
  22: 'wrong access password',
  23: 'unknown command or wrong parameters',
  32: 'all channels are occupied',
};
/** Errors that a tag returned: the upper half says at what, the lower half is the tag's code (EPC Gen2, annex I). */
const tagErrors: Readonly<Record<number, string>> = { 10: 'read', 11: 'write', 12: 'lock', 13: 'kill' };

function errorText(error: number): string {
  const known = errors[error];
  if (known !== undefined) return known;
  const operation = tagErrors[error >> 4];
  const hex = error.toString(16).toUpperCase().padStart(2, '0');
  return operation === undefined ? `error ${hex}` : `the tag refuses to ${operation}: ${error & 0x0f}`;
}

/** What a frame of the module says. Offsets of faults count from its parameters. */
export function decodeReply({ type, command, parameters }: Yrm100Frame): Decoded<Yrm100Message> {
  if (command === code.error) {
    const error = parameters[0];
    if (error === undefined) return undecodable(0, 'error', '1 byte');
    return decoded(
      error === errorNoTag ? { kind: 'no-tag' } : { kind: 'refused', error, text: errorText(error) },
    );
  }
  if (command === code.singlePoll && type === frameType.notice) return decodeTag(parameters);
  if (command === code.moduleInformation)
    return decoded({ kind: 'information', text: asciiOf(parameters.subarray(1)) });
  return decoded({ kind: 'done', command });
}

/** RSSI as two's complement, PC, EPC and the CRC of the tag. */
function decodeTag(parameters: Uint8Array): Decoded<Yrm100Message> {
  const end = parameters.length - 2;
  if (end < 3) return undecodable(parameters.length, 'tag', 'RSSI, PC and CRC in 5 bytes');
  const pc = unsigned(parameters, 1, 2);
  const tag: Yrm100Tag = {
    rssiDbm: signedByte(parameters[0] ?? 0),
    pc,
    epc: hexOf(parameters.subarray(3, end)),
    tagCrc: unsigned(parameters, end, 2),
  };
  return decoded({ kind: 'tag', tag });
}

function asciiOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes).replace(/[^\x20-\x7e]/g, '?');
}

/** The module has one antenna and no clock. */
export function tagReadOf({ epc, pc, rssiDbm }: Yrm100Tag): TagRead {
  return { epc, pc, antenna: 1, rssiDbm, count: 1, firstSeenUs: null, lastSeenUs: null };
}

/** Replies as a module sends them, for a simulated one. */
export const replies = {
  done: (command: number): Yrm100Frame => respond(command, [0]),
  error: (error: number): Yrm100Frame => respond(code.error, [error]),
  noTag: (): Yrm100Frame => replies.error(errorNoTag),
  information: (what: number, text: string): Yrm100Frame =>
    respond(code.moduleInformation, [what, ...new TextEncoder().encode(text)]),
  tag: ({ rssiDbm, pc, epc, tagCrc }: Yrm100Tag): Yrm100Frame => ({
    type: frameType.notice,
    command: code.singlePoll,
    parameters: concat([rssiDbm & 0xff], bytesOf(pc, 2), octets(epc), bytesOf(tagCrc, 2)),
  }),
};

function respond(command: number, parameters: readonly number[]): Yrm100Frame {
  return { type: frameType.response, command, parameters: Uint8Array.from(parameters) };
}
