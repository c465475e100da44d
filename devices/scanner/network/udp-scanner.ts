import type { Clock } from '../../../kernel/clock.ts';
import type { Line, LineEvent } from '../../line/line.ts';
import { createFrameReader, type FrameReader, type FrameSettings } from '../frame-reader.ts';
import { ScanTeller } from '../scan-teller.ts';
import type { Scanner, ScannerListener } from '../scanner.ts';

export interface UdpScannerOptions {
  readonly id: string;
  /** Gives each datagram as bytes of its own. */
  readonly line: Line;
  readonly frames: FrameSettings;
  readonly boot: string;
  readonly clock: Clock;
}

/** Scanners that send datagrams, as Zebra DataWedge does by UDP: each is one scan, or several with their terminators. */
export function createUdpScanner(options: UdpScannerOptions): Scanner {
  return new UdpScanner(options);
}

class UdpScanner implements Scanner {
  readonly id: string;
  readonly address: string;
  private readonly line: Line;
  private readonly frames: FrameReader;
  private readonly teller: ScanTeller;

  constructor({ id, line, frames, boot, clock }: UdpScannerOptions) {
    this.id = id;
    this.address = line.address;
    this.line = line;
    this.teller = new ScanTeller(id, boot);
    this.frames = createFrameReader(frames, clock, (reading) => this.teller.tell(reading));
  }

  start(listener: ScannerListener): void {
    this.teller.start(listener);
    this.line.start((event) => this.heard(event));
  }

  /** A datagram has no way back. */
  signal(): void {}

  async close(): Promise<void> {
    this.teller.close();
    this.frames.close();
    await this.line.close();
  }

  private heard(event: LineEvent): void {
    if (event.kind === 'state') {
      this.teller.tell(event);
      return;
    }
    // No reading goes on in the next datagram, which may be anybody's.
    this.frames.push(event.bytes);
    this.frames.finish();
  }
}
