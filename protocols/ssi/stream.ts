import { concat } from '../bytes/concat.ts';
import type { SsiFault } from './fault.ts';
import { opcodeName } from './opcodes.ts';
import { checksumBytes, decodePacket, headerBytes, type SsiPacket, ssiSource } from './packet.ts';

/** What of a byte stream is not yet a packet: less than one packet. */
export interface SsiStreamState {
  readonly rest: Uint8Array;
  /** False after a fault: until a packet is whole again, only what looks like one is waited for. */
  readonly aligned: boolean;
}

export type SsiStreamEvent =
  | { readonly kind: 'packet'; readonly packet: SsiPacket }
  /** `header`: of a packet with a wrong checksum, as it was read. */
  | { readonly kind: 'fault'; readonly fault: SsiFault; readonly header: Uint8Array };

export interface SsiStreamStep {
  readonly state: SsiStreamState;
  readonly events: readonly SsiStreamEvent[];
}

export const ssiStreamStart: SsiStreamState = { rest: new Uint8Array(0), aligned: true };

/**
 * Splits a byte stream into packets. NULs between packets (WAKEUP) are passed over. After a wrong length or checksum the
 * stream is searched byte by byte for the next packet that is right, and the fault is told once.
 */
export function ssiStreamStep(state: SsiStreamState, chunk: Uint8Array): SsiStreamStep {
  return scan(state, concat(state.rest, chunk), false);
}

/** The line was silent for too long: what is begun will not be completed. Whole packets behind a false begin are found. */
export function ssiStreamCut(state: SsiStreamState): SsiStreamStep {
  return scan(state, state.rest, true);
}

function scan(state: SsiStreamState, bytes: Uint8Array, ended: boolean): SsiStreamStep {
  const events: SsiStreamEvent[] = [];
  let { aligned } = state;
  let offset = 0;
  while (offset < bytes.length) {
    const length = bytes[offset] ?? 0;
    const candidate = bytes.subarray(offset, offset + length + checksumBytes);
    const begins = mayBegin(candidate, aligned);
    if (begins && candidate.length < length + checksumBytes && !ended) break;
    const decoded = begins || aligned ? decodePacket(candidate) : null;
    if (decoded?.ok) {
      events.push({ kind: 'packet', packet: decoded.value });
      offset += candidate.length;
      aligned = true;
      continue;
    }
    const wakeUp = aligned && length === 0;
    if (aligned && !wakeUp && decoded !== null) {
      // Of an impossible length nothing more is waited for, so nothing more may be told.
      const headerLength = length < headerBytes ? 1 : headerBytes;
      events.push({ kind: 'fault', fault: decoded.fault, header: candidate.slice(0, headerLength) });
    }
    aligned = wakeUp;
    offset += 1;
  }
  return { state: { rest: bytes.slice(offset), aligned: aligned || ended }, events };
}

/** Out of step, only a known opcode from a known source is worth waiting for; as much of it as is there is looked at. */
function mayBegin(candidate: Uint8Array, aligned: boolean): boolean {
  const [length = 0, opcode, source] = candidate;
  if (length < headerBytes || aligned) return length >= headerBytes;
  const knownOpcode = opcode === undefined || opcodeName(opcode) !== null;
  return knownOpcode && (source === undefined || source === ssiSource.decoder || source === ssiSource.host);
}
