import type { DeviceStateEvent } from '../device-state.ts';

/** One print job: whole labels (^XA ... ^XZ). `id` names it in logs and results. */
export interface PrintJob {
  readonly id: string;
  readonly zpl: Uint8Array;
  /** How many labels come out of it. */
  readonly labels: number;
}

/**
 * What became of a job. `printed`: the printer confirmed it. `handed_over`: it went to a printer that is set not to be
 * asked (`confirm: 'none'`), and nothing is known of it. `not_printed`: nothing of it reached a label, so it may be given
 * again. `unknown`: it may be printed in part or whole, and a person has to look before it is given again.
 */
export type PrintOutcome =
  | { readonly kind: 'printed' }
  | { readonly kind: 'handed_over' }
  | { readonly kind: 'not_printed'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly reason: string };

/** `connected` is told when the printer has answered. `blocked`: it cannot print until a person has mended what the detail names (paper, head, ribbon, pause). */
export type PrinterEvent =
  | DeviceStateEvent
  | { readonly kind: 'blocked'; readonly reasons: readonly string[] }
  | { readonly kind: 'ready' };

/** A label printer as a port: it keeps trying to connect from `start` to `close`. Jobs are printed one after the other. */
export interface Printer {
  readonly id: string;
  readonly address: string;
  start(listener: (event: PrinterEvent) => void): void;
  /** Always resolves, within a bounded time; a job is never repeated by itself. */
  print(job: PrintJob): Promise<PrintOutcome>;
  /** Idempotent; jobs that wait are answered `not_printed`. */
  close(): Promise<void>;
}
