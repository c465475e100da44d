import type { TagRead } from '../../protocols/rfid/tag-read.ts';
import type { DeviceStateEvent, GarbledEvent } from '../device-state.ts';

/** What an RFID reader tells, in the order in which it happened. */
export type RfidEvent =
  | { readonly kind: 'reads'; readonly reads: readonly TagRead[] }
  /** An antenna was connected or lost. */
  | { readonly kind: 'antenna'; readonly antenna: number; readonly connected: boolean }
  /** A general purpose input changed: a light barrier, a button. Ports count from 1. */
  | { readonly kind: 'input'; readonly port: number; readonly high: boolean }
  /** How far the reader's clock is ahead of ours; add nothing, subtract it from the times of its reads. */
  | { readonly kind: 'clock'; readonly offsetMs: number }
  /** Something that a person should know and that does not end the connection. */
  | { readonly kind: 'trouble'; readonly message: string }
  | GarbledEvent
  | DeviceStateEvent;

/** An RFID reader as a port: it keeps trying to connect from `start` to `close`, and never throws in between. */
export interface RfidReader {
  readonly id: string;
  /** Where it is attached: a path, `llrp://host:port`, a topic. */
  readonly address: string;
  start(listener: (event: RfidEvent) => void): void;
  /** Switches the radio on or off, now or as soon as it is connected; on after `start`, unless the settings say otherwise. */
  setReading(on: boolean): void;
  /** Idempotent; no event arrives after it. */
  close(): Promise<void>;
}
