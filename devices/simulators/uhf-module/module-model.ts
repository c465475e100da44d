import type { Framing } from '../../../protocols/uhf/framing.ts';
import { freshFramer, pushBytes } from '../../../protocols/uhf/framing.ts';

/** A tag in front of a simulated reader. */
export interface SimulatedTag {
  /** Whole words of hex, upper case. */
  readonly epc: string;
  /** From 1. */
  readonly antenna: number;
  /** Whole dBm. */
  readonly rssiDbm: number;
}

/** Command codes that are answered by a status other than success. */
export type Refusals = ReadonlyMap<number, number>;

/** What a module does with what it hears: a state of its own, and no clock. */
export interface ModuleModel {
  /** Whether tags are asked for at the moment. */
  readonly reading: boolean;
  /** How often it says that it sees nothing. */
  readonly idleEveryMs: number;
  /** The frames that answer what the host sent. */
  hear(bytes: Uint8Array): Uint8Array[];
  /** The frames for tags that it sees now; none while it is not reading. */
  see(tags: readonly SimulatedTag[]): Uint8Array[];
  /** What it says when there is nothing to see. */
  idle(): Uint8Array[];
  /** Forgets everything. */
  powerOff(): void;
}

/** Hands whole commands to `answer`, however their bytes arrive. */
export function commandEar<Frame>(framing: Framing<Frame>, answer: (frame: Frame) => Uint8Array[]) {
  let framer = freshFramer;
  return {
    hear: (bytes: Uint8Array): Uint8Array[] => {
      const { state, framed } = pushBytes(framing, framer, bytes);
      framer = state;
      return framed.flatMap((item) => (item.kind === 'frame' ? answer(item.frame) : []));
    },
    powerOff: () => {
      framer = freshFramer;
    },
  };
}
