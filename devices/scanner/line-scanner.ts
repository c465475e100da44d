import type { Clock } from '../../kernel/clock.ts';
import type { Line, LineEvent } from '../line/line.ts';
import type { Frame } from './frame.ts';
import { createFrameReader, type FrameReader } from './frame-reader.ts';
import type { Framing, Scanner, ScannerEvent } from './scanner.ts';

export interface LineScannerOptions {
  readonly id: string;
  /** What the scanner's bytes come over; the scanner starts and closes it. */
  readonly line: Line;
  readonly framing: Framing;
  /** Names this start of the program in each scan's identity. */
  readonly boot: string;
  readonly clock: Clock;
}

/** A scanner that sends each reading as text with a terminator: over a serial port, or over TCP. */
export function createLineScanner(options: LineScannerOptions): Scanner {
  return new LineScanner(options);
}

class LineScanner implements Scanner {
  readonly id: string;
  readonly address: string;
  private readonly options: LineScannerOptions;
  private readonly frames: FrameReader;
  private listener: ((event: ScannerEvent) => void) | undefined;
  private scans = 0;

  constructor(options: LineScannerOptions) {
    this.id = options.id;
    this.address = options.line.address;
    this.options = options;
    this.frames = createFrameReader(options.framing, options.clock, (frame) => this.tellFrame(frame));
  }

  start(listener: (event: ScannerEvent) => void): void {
    this.listener = listener;
    this.options.line.start((event) => this.heard(event));
  }

  /** Such a scanner beeps for itself when it has read, and knows nothing of what comes of it. */
  signal(): void {}

  async close(): Promise<void> {
    this.listener = undefined;
    this.frames.close();
    await this.options.line.close();
  }

  private heard(event: LineEvent): void {
    if (event.kind === 'bytes') {
      this.frames.push(event.bytes);
      return;
    }
    if (event.state !== 'connected') this.frames.cut();
    this.listener?.(event);
  }

  private tellFrame(frame: Frame): void {
    if (frame.kind === 'garbled') {
      this.listener?.(frame);
      return;
    }
    this.scans += 1;
    const identity = { device: this.id, boot: this.options.boot, seq: this.scans };
    this.listener?.({ kind: 'scan', identity, text: frame.text });
  }
}
