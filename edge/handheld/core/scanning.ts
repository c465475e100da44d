import { type Clock, isoInstant } from '../../../kernel/clock.ts';
import type { Reading } from '../../fulfilment/bounce.ts';

/** A scanner that fires twice at one barcode does so faster than a person can scan two units. */
const wedgeBounceMs = 150;

/** Gives each scan and each touch its identity: device, start of the program, and a number without gaps. */
export class Scanning {
  private readonly boot: string;
  private readonly clock: Clock;
  private readonly take: (reading: Reading) => boolean;
  private readonly counted = new Map<string, number>();

  /** @param take false for a reading that was not taken. */
  constructor(boot: string, clock: Clock, take: (reading: Reading) => boolean) {
    this.boot = boot;
    this.clock = clock;
    this.take = take;
  }

  /** What a scanner or the camera read. @returns false if too many wait: it was not taken. */
  scan(raw: string): boolean {
    return this.read('wedge', raw, wedgeBounceMs);
  }

  /** A touch, as its barcode. */
  command(code: string): boolean {
    return this.read('screen', code, 0);
  }

  private read(device: string, raw: string, bounceMs: number): boolean {
    const seq = (this.counted.get(device) ?? 0) + 1;
    this.counted.set(device, seq);
    const at = isoInstant(this.clock.now());
    return this.take({ scan: { device, boot: this.boot, seq }, raw, at, bounceMs });
  }
}

/** Tells the scans of this start from those of any other. */
export function newBoot(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
