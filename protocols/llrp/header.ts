import type { LlrpError, LlrpErrorCode } from './errors.ts';
import type { LlrpVersion } from './message.ts';

/** Reserved bits, version and type; length; id (LLRP 1.0.1, 16.1). */
export const headerBytes = 10;

export interface MessageHeader {
  readonly version: LlrpVersion;
  /** 0 to 1023. */
  readonly type: number;
  /** Of the whole message, with this header. */
  readonly length: number;
  readonly id: number;
}

export type ReadHeader =
  | { readonly ok: true; readonly header: MessageHeader }
  | { readonly ok: false; readonly error: LlrpError };

/** Reads the header of a whole message of `length` bytes. */
export function messageHeader(bytes: Uint8Array, length: number): ReadHeader {
  if (bytes.length < headerBytes) {
    return refused('truncated', 0, `a header of ${headerBytes} bytes, not ${bytes.length}`);
  }
  const read = headerAt(bytes, 0);
  if (read.ok && read.header.length !== length) {
    return refused('message-length', 2, `${length}, the length of the message, not ${read.header.length}`);
  }
  return read;
}

/** Reads the ten bytes of a header at `at`; offsets of errors count from there. */
export function headerAt(bytes: Uint8Array, at: number): ReadHeader {
  const first = bytes[at] ?? 0;
  const version = (first >> 2) & 7;
  const length = uint32(bytes, at + 2);
  if (first >= 0x20) {
    return refused('reserved-bits', 0, 'three 0 bits before the version');
  }
  if (version !== 1 && version !== 2) {
    return refused('unknown-version', 0, `version 1 (LLRP 1.0.1) or 2 (LLRP 1.1), not ${version}`);
  }
  if (length < headerBytes) {
    return refused('message-length', 2, `at least ${headerBytes}, not ${length}`);
  }
  const type = (first & 3) * 256 + (bytes[at + 1] ?? 0);
  return { ok: true, header: { version, type, length, id: uint32(bytes, at + 6) } };
}

function uint32(bytes: Uint8Array, at: number): number {
  const high = (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
  return high * 65_536 + (bytes[at + 2] ?? 0) * 256 + (bytes[at + 3] ?? 0);
}

function refused(code: LlrpErrorCode, offset: number, expected: string) {
  return { ok: false as const, error: { code, offset, path: '', field: null, expected } };
}
