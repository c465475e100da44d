import { ReadlineParser } from '@serialport/parser-readline';
import type { Clock } from '../../kernel/clock.ts';
import { cutOff, type Frame, freshGuard, guard, readFrame, terminators } from './frame.ts';
import type { Framing } from './scanner.ts';

/** A scanner sends a reading in one go: a pause of this length inside it means that the rest was lost. */
export const fragmentIdleMs = 300;
/** A timer that runs so late tells that this program stood still, not that the scanner paused. */
const lateMs = 100;

export interface FrameReader {
  push(chunk: Buffer): void;
  /** The connection is gone: what has begun will not be completed. */
  cut(): void;
  /** Tells nothing any more. */
  close(): void;
}

/** Bytes to frames: the size bound, the line reader behind it, and the verdict on each line. */
export function createFrameReader(framing: Framing, clock: Clock, tell: (frame: Frame) => void): FrameReader {
  let state = freshGuard;
  let cancelIdle = () => {};
  // Latin-1 keeps each byte one character, so that the decoder cannot carry half a character into the next line.
  const lines = new ReadlineParser({ delimiter: terminators[framing], encoding: 'latin1' });
  lines.on('data', (line: string) => {
    const frame = readFrame(framing, Buffer.from(line, 'latin1'));
    if (frame !== null) tell(frame);
  });
  const pass = (step: { state: typeof state; passed: Buffer }) => {
    state = step.state;
    if (step.passed.length > 0) lines.write(step.passed);
  };
  const cut = () => {
    cancelIdle();
    pass(cutOff(framing, state));
  };
  const awaitRest = () => {
    const dueMs = clock.monotonicMs() + fragmentIdleMs;
    cancelIdle = clock.after(fragmentIdleMs, () => {
      if (clock.monotonicMs() - dueMs > lateMs) awaitRest();
      else cut();
    });
  };
  return {
    push: (chunk) => {
      cancelIdle();
      pass(guard(framing, state, chunk));
      if (state.pending > 0) awaitRest();
    },
    cut,
    close: () => {
      cancelIdle();
      lines.removeAllListeners('data');
    },
  };
}
