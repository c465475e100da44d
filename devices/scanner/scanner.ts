import type { ScanIdentity, TagEvidence } from '../../protocols/wire/facts/scan-facts.ts';
import type { DeviceStateEvent, GarbledEvent } from '../device-state.ts';

/** The common ways to end a scan on the wire. */
export const framings = ['cr', 'lf', 'crlf', 'stx-etx'] as const;
export type Framing = (typeof framings)[number];

/** What a scanner tells, in the order in which it happened. */
export type ScannerEvent =
  /** One whole reading as text, without its framing; `tag` if it was an RFID tag. */
  | {
      readonly kind: 'scan';
      readonly identity: ScanIdentity;
      readonly text: string;
      readonly tag?: TagEvidence;
    }
  | GarbledEvent
  | DeviceStateEvent;

/**
 * Takes an event at once. Answering `false` says that a scan was not taken: a scanner that waits for an answer is then
 * told so, and its person scans again.
 */
export type ScannerListener = (event: ScannerEvent) => unknown;

/** What a person is told at the scanner itself, where it can: by beeper, light or vibration. */
export type ScannerSignal = 'accepted' | 'refused';

/** A barcode scanner as a port: it keeps trying to connect from `start` to `close`, and never throws in between. */
export interface Scanner {
  readonly id: string;
  /** Where it is attached: a path, a host. */
  readonly address: string;
  start(listener: ScannerListener): void;
  /** Tells the person; a scanner that cannot does nothing. */
  signal(signal: ScannerSignal): void;
  /** Idempotent; no event arrives after it. */
  close(): Promise<void>;
}
