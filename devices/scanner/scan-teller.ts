import type { DeviceStateEvent } from '../device-state.ts';
import type { Reading } from './reading.ts';
import type { ScannerListener } from './scanner.ts';

/** Gives each scan of a device its identity, and tells the one who listens; after `close` nobody. */
export class ScanTeller {
  private readonly device: string;
  private readonly boot: string;
  private listener: ScannerListener | undefined;
  private scans = 0;

  /** @param boot names this start of the program */
  constructor(device: string, boot: string) {
    this.device = device;
    this.boot = boot;
  }

  start(listener: ScannerListener): void {
    this.listener = listener;
  }

  close(): void {
    this.listener = undefined;
  }

  /** @returns false if nobody took it. */
  tell(event: Reading | DeviceStateEvent): boolean {
    if (this.listener === undefined) return false;
    if (event.kind !== 'scan') return this.listener(event) !== false;
    this.scans += 1;
    const identity = { device: this.device, boot: this.boot, seq: this.scans };
    return this.listener({ kind: 'scan', identity, text: event.text }) !== false;
  }
}
