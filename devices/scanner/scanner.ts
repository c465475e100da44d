import type { ScanIdentity } from '../../protocols/wire/fact.ts';

/** How a scanner ends a scan on the wire. */
export const framings = ['cr', 'lf', 'crlf', 'stx-etx'] as const;
export type Framing = (typeof framings)[number];

/** What a scanner tells, in the order in which it happened. */
export type ScannerEvent =
  /** One whole reading as text, without its framing. */
  | { readonly kind: 'scan'; readonly identity: ScanIdentity; readonly text: string }
  /** Bytes that are not a whole reading. `hex` shows at most the first 512 of `bytes` bytes. */
  | { readonly kind: 'garbled'; readonly reason: string; readonly hex: string; readonly bytes: number }
  | { readonly kind: 'state'; readonly state: ScannerState; readonly detail?: string };

/** disconnected: its device node is not there. failed: it is there and cannot be used; `detail` says why. */
export type ScannerState = 'connected' | 'disconnected' | 'failed';

/** A barcode scanner as a port: it keeps trying to connect from `start` to `close`, and never throws in between. */
export interface Scanner {
  readonly id: string;
  /** Where it is attached: a path, a host. */
  readonly address: string;
  start(listener: (event: ScannerEvent) => void): void;
  /** Idempotent; no event arrives after it. */
  close(): Promise<void>;
}
