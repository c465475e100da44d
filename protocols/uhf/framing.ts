import { concat } from '../bytes/concat.ts';
import type { DecodeFault } from './decoding.ts';

/** What stands at one place of a byte stream. */
export type Verdict<Frame> =
  | { readonly kind: 'frame'; readonly frame: Frame; readonly bytes: number }
  /** It may become a frame: more bytes are needed to tell. */
  | { readonly kind: 'more' }
  | { readonly kind: 'none'; readonly field: string; readonly expected: string };

/** How the frames of one protocol are found in a stream of bytes. */
export interface Framing<Frame> {
  /** The longest frame; no more than this is ever held back. */
  readonly maxBytes: number;
  readonly lookAt: (bytes: Uint8Array, at: number) => Verdict<Frame>;
}

/** Bytes in a row that belong to no frame. */
export interface SkippedBytes extends DecodeFault {
  readonly skipped: number;
}

/** Offsets count from the first byte of the connection. */
export type Framed<Frame> =
  | { readonly kind: 'frame'; readonly frame: Frame; readonly offset: number }
  | { readonly kind: 'fault'; readonly fault: SkippedBytes };

export interface FramerState {
  readonly pending: Uint8Array;
  /** Where in the stream the pending bytes begin. */
  readonly offset: number;
  readonly skipping: SkippedBytes | null;
}

export const freshFramer: FramerState = { pending: new Uint8Array(0), offset: 0, skipping: null };

/** A run of foreign bytes is told at the latest after this many. */
const longestRun = 512;

interface Step<Frame> {
  readonly state: FramerState;
  readonly framed: readonly Framed<Frame>[];
}

/** Takes the next bytes of a stream; the result does not depend on how the stream was cut into chunks. */
export function pushBytes<Frame>(
  framing: Framing<Frame>,
  state: FramerState,
  chunk: Uint8Array,
): Step<Frame> {
  return scan(framing, state, concat(state.pending, chunk), false);
}

/**
 * The line has been quiet for longer than a frame may take: what has begun will not be completed. Whole frames behind a
 * false beginning still come out, and the next bytes start clean.
 */
export function endOfBurst<Frame>(framing: Framing<Frame>, state: FramerState): Step<Frame> {
  const { state: left, framed } = scan(framing, state, state.pending, true);
  if (left.skipping === null) return { state: left, framed };
  return {
    state: { ...left, skipping: null },
    framed: [...framed, { kind: 'fault', fault: left.skipping }],
  };
}

function scan<Frame>(
  framing: Framing<Frame>,
  state: FramerState,
  bytes: Uint8Array,
  quiet: boolean,
): Step<Frame> {
  const framed: Framed<Frame>[] = [];
  let { skipping } = state;
  let at = 0;
  while (at < bytes.length) {
    const verdict = framing.lookAt(bytes, at);
    if (verdict.kind === 'more' && !quiet && bytes.length - at < framing.maxBytes) break;
    if (verdict.kind === 'frame') {
      if (skipping !== null) framed.push({ kind: 'fault', fault: skipping });
      skipping = null;
      framed.push({ kind: 'frame', frame: verdict.frame, offset: state.offset + at });
      at += verdict.bytes;
    } else {
      const reason =
        verdict.kind === 'none' ? verdict : { field: 'frame', expected: 'the rest of the frame' };
      skipping = skipByte(skipping, state.offset + at, reason);
      at += 1;
      if (skipping.skipped >= longestRun) {
        framed.push({ kind: 'fault', fault: skipping });
        skipping = null;
      }
    }
  }
  return { state: { pending: bytes.slice(at), offset: state.offset + at, skipping }, framed };
}

/** The run keeps the reason of its first byte: what follows within it is only its consequence. */
function skipByte(
  run: SkippedBytes | null,
  offset: number,
  reason: { field: string; expected: string },
): SkippedBytes {
  if (run !== null) return { ...run, skipped: run.skipped + 1 };
  return { offset, field: reason.field, expected: reason.expected, skipped: 1 };
}
