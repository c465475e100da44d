import type { Framing } from './scanner.ts';

/** The longest reading in bytes; a fact holds no more. */
export const maxScanBytes = 4096;
/** What the guard lets through of one reading: a stray CR or the STX may come on top, and one more byte shows the excess. */
const passedBytes = maxScanBytes + 2;
/** How many bytes of a garbled reading are shown. */
const shownBytes = 512;

const stx = 0x02;
const etx = 0x03;
const lf = 0x0a;
const cr = 0x0d;
/** ASCII CANCEL: what stands before it is in error. Marks a reading that was cut off before its end. */
const can = 0x18;

/** The bytes that end a reading, as the line reader takes them. */
export const terminators: Record<Framing, Buffer> = {
  cr: Buffer.from([cr]),
  lf: Buffer.from([lf]),
  crlf: Buffer.from([cr, lf]),
  'stx-etx': Buffer.from([etx]),
};

/** What the guard remembers between chunks: of the reading that has begun, and of the byte before. */
export interface GuardState {
  /** Bytes let through since the last terminator; bounded, whatever arrives. */
  readonly pending: number;
  readonly previous: number;
}

export const freshGuard: GuardState = { pending: 0, previous: -1 };

/**
 * Stands before the line reader and bounds what it can hold. Of a reading that is too long it lets through just enough
 * for `readFrame` to know it, and swallows the rest up to the terminator. It also drops what
 * scanners send between readings: the LF after a CR, and line ends outside STX ... ETX.
 */
export function guard(
  framing: Framing,
  state: GuardState,
  chunk: Buffer,
): { state: GuardState; passed: Buffer } {
  const passed = Buffer.alloc(chunk.length * 3);
  let length = 0;
  let { pending, previous } = state;
  for (const byte of chunk) {
    if (ends(framing, byte, previous)) {
      // A CR that belongs to the terminator may have been swallowed with the overlong reading before it.
      if (framing === 'crlf' && pending >= passedBytes) passed[length++] = cr;
      passed[length++] = byte;
      pending = 0;
    } else if (pending > 0 || !isFiller(framing, byte, previous)) {
      if (framing === 'stx-etx' && byte === stx && pending > 0) {
        passed[length++] = can;
        passed[length++] = etx;
        pending = 0;
      }
      if (pending < passedBytes) {
        passed[length++] = byte;
        pending += 1;
      }
    }
    previous = byte;
  }
  return { state: { pending, previous }, passed: passed.subarray(0, length) };
}

/** Ends a reading that will not be completed: its bytes come out as garbled, and the next one starts clean. */
export function cutOff(framing: Framing, state: GuardState): { state: GuardState; passed: Buffer } {
  if (state.pending === 0) return { state, passed: Buffer.alloc(0) };
  return { state: freshGuard, passed: Buffer.concat([Buffer.from([can]), terminators[framing]]) };
}

function ends(framing: Framing, byte: number, previous: number): boolean {
  if (framing === 'crlf') return byte === lf && previous === cr;
  return byte === terminators[framing][0];
}

function isFiller(framing: Framing, byte: number, previous: number): boolean {
  if (framing === 'cr') return byte === lf && previous === cr;
  if (framing === 'stx-etx') return byte === cr || byte === lf;
  return false;
}

export type Frame =
  | { readonly kind: 'scan'; readonly text: string }
  | { readonly kind: 'garbled'; readonly reason: string; readonly hex: string; readonly bytes: number };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Decides what stood between two terminators: a reading, something garbled, or nothing (null). */
export function readFrame(framing: Framing, line: Buffer): Frame | null {
  const cancelled = line.at(-1) === can;
  const bytes = cancelled ? line.subarray(0, -1) : line;
  const content = contentOf(framing, bytes);
  if (content.length === 0 && !cancelled) return null;
  if (content.length > maxScanBytes) return garbled(bytes, `longer than ${maxScanBytes} bytes`);
  if (cancelled) return garbled(bytes, 'ended without its terminator');
  if (framing === 'stx-etx' && bytes[0] !== stx) return garbled(bytes, 'ETX without STX before it');
  return readText(content);
}

/** Without what belongs to the framing: the STX, and the CR that a scanner set to CR LF leaves on a station set to LF. */
function contentOf(framing: Framing, bytes: Buffer): Buffer {
  if (framing === 'stx-etx' && bytes[0] === stx) return bytes.subarray(1);
  return framing === 'lf' && bytes.at(-1) === cr ? bytes.subarray(0, -1) : bytes;
}

function readText(content: Buffer): Frame {
  const control = content.find(isForeignControl);
  if (control !== undefined) {
    return garbled(content, `holds the control character 0x${control.toString(16).padStart(2, '0')}`);
  }
  try {
    return { kind: 'scan', text: utf8.decode(content) };
  } catch {
    return garbled(content, 'is not UTF-8 text');
  }
}

/** GS separates element strings (GS1 General Specifications 7.8.6); EOT and RS frame ISO/IEC 15434 messages. */
function isForeignControl(byte: number): boolean {
  return (byte < 0x20 && byte !== 0x1d && byte !== 0x1e && byte !== 0x04) || byte === 0x7f;
}

function garbled(bytes: Buffer, reason: string): Frame {
  return {
    kind: 'garbled',
    reason,
    hex: bytes.subarray(0, shownBytes).toString('hex'),
    bytes: bytes.length,
  };
}
