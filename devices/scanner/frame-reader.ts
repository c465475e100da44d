import type { Clock } from '../../kernel/clock.ts';
import { Deframer, type RawFrame } from './deframer.ts';
import { type FramingSetting, frameRule } from './frame-rule.ts';
import { type Reading, readFrame, type TextSettings } from './reading.ts';

/** A scanner sends a reading in one go: a pause of this length inside it means that the rest was lost. */
export const fragmentIdleMs = 300;
/** Without a terminator a reading ends with a pause of this length, where nothing else is set. */
export const defaultIdleMs = 60;
/** A timer that runs so late tells that this program stood still, not that the scanner paused. */
const lateMs = 100;

/** How a scanner's bytes become readings. */
export interface FrameSettings extends TextSettings {
  readonly framing: FramingSetting;
  /** A pause of this length ends a reading that has no terminator; without it such a reading is garbled. */
  readonly idleMs?: number | undefined;
}

export interface FrameReader {
  push(chunk: Uint8Array): void;
  /** The connection is gone: what has begun will not be completed. */
  cut(): void;
  /** The scanner has sent all that it wanted to send. */
  finish(): void;
  /** Tells nothing any more. */
  close(): void;
}

/** Bytes to readings: the frames, the pauses between them, and the verdict on each. */
export function createFrameReader(
  settings: FrameSettings,
  clock: Clock,
  tell: (reading: Reading) => void,
): FrameReader {
  const rule = frameRule(settings.framing);
  const deframer = new Deframer(rule);
  const idleMs = settings.idleMs ?? (rule.suffix.length === 0 ? defaultIdleMs : undefined);
  const pauseMs = idleMs ?? fragmentIdleMs;
  let closed = false;
  let cancelPause = () => {};
  const take = (frame: RawFrame) => {
    if (!closed) tell(readFrame(frame, rule, settings));
  };
  const awaitRest = () => {
    const dueMs = clock.monotonicMs() + pauseMs;
    cancelPause = clock.after(pauseMs, () => {
      if (clock.monotonicMs() - dueMs > lateMs) awaitRest();
      else if (idleMs === undefined) deframer.cut(take);
      else deframer.finish(take);
    });
  };
  const stop = () => cancelPause();
  return {
    push: (chunk) => {
      stop();
      if (closed) return;
      deframer.push(chunk, take);
      if (deframer.pending && !closed) awaitRest();
    },
    cut: () => {
      stop();
      deframer.cut(take);
    },
    finish: () => {
      stop();
      if (idleMs === undefined) deframer.cut(take);
      else deframer.finish(take);
    },
    close: () => {
      closed = true;
      stop();
    },
  };
}
