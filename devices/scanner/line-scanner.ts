import type { Clock } from '../../kernel/clock.ts';
import type { Line, LineEvent } from '../line/line.ts';
import { createFrameReader, type FrameReader, type FrameSettings } from './frame-reader.ts';
import { ScanTeller } from './scan-teller.ts';
import type { Scanner, ScannerListener, ScannerSignal } from './scanner.ts';

export interface LineScannerOptions {
  readonly id: string;
  /** What the scanner's bytes come over; the scanner starts and closes it. */
  readonly line: Line;
  readonly frames: FrameSettings;
  /** What to send so that the scanner beeps or shows a light, if it has such commands. */
  readonly signals?: SignalBytes | undefined;
  /** Names this start of the program in each scan's identity. */
  readonly boot: string;
  readonly clock: Clock;
}

/** A command of the scanner's own for each signal; a character stands for a byte. */
export type SignalBytes = { readonly [Signal in ScannerSignal]?: string | undefined };

/** A scanner that sends each reading as text with a terminator: over a serial port, or over TCP. */
export function createLineScanner(options: LineScannerOptions): Scanner {
  return new LineScanner(options);
}

class LineScanner implements Scanner {
  readonly id: string;
  readonly address: string;
  private readonly options: LineScannerOptions;
  private readonly frames: FrameReader;
  private readonly teller: ScanTeller;

  constructor(options: LineScannerOptions) {
    const { id, line, frames, boot, clock } = options;
    this.id = id;
    this.address = line.address;
    this.options = options;
    this.teller = new ScanTeller(id, boot);
    this.frames = createFrameReader(frames, clock, (reading) => this.teller.tell(reading));
  }

  start(listener: ScannerListener): void {
    this.teller.start(listener);
    this.options.line.start((event) => this.heard(event));
  }

  /** Most such scanners beep for themselves when they have read, and know nothing of what comes of it. */
  signal(signal: ScannerSignal): void {
    const bytes = this.options.signals?.[signal];
    // A scanner that is gone, or takes no bytes, says so by its state.
    if (bytes !== undefined) this.options.line.write(Buffer.from(bytes, 'latin1')).catch(() => {});
  }

  async close(): Promise<void> {
    this.teller.close();
    this.frames.close();
    await this.options.line.close();
  }

  private heard(event: LineEvent): void {
    if (event.kind === 'bytes') {
      this.frames.push(event.bytes);
      return;
    }
    if (event.state !== 'connected') this.frames.cut();
    this.teller.tell(event);
  }
}
