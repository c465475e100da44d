import type { SimulatedTag } from '../uhf-module/module-model.ts';
import type { EventFault } from './event-faults.ts';

/** A simulated reader that sends JSON. It starts unplugged. */
export interface SimulatedJsonReader {
  /** Where it is, for a person. */
  readonly address: string;
  readonly reading: boolean;
  /** What it was told to do, oldest first. */
  readonly commands: readonly string[];
  plug(): Promise<void>;
  unplug(): Promise<void>;
  /** Puts other tags before its antennas. */
  show(tags: readonly SimulatedTag[]): void;
  /** A reader that is muted hears nothing and says nothing, and keeps its connection. */
  mute(on: boolean): void;
  /** Moves its clock to so far ahead. */
  setClock(aheadMs: number): void;
  /** A change at a general-purpose input. */
  input(pin: number, high: boolean): void;
  /** Puts a fault into the next event. */
  inject(fault: EventFault): void;
  /** Any text as a message or a part of the stream. */
  send(text: string): void;
}
