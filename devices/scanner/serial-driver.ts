import { SerialPort } from 'serialport';
import { backoffMs } from '../../kernel/backoff.ts';
import type { Clock } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import { deviceNodeAt, watchDeviceNode } from './device-node.ts';
import type { Frame } from './frame.ts';
import { createFrameReader, type FrameReader } from './frame-reader.ts';
import type { Framing, Scanner, ScannerEvent, ScannerState } from './scanner.ts';
import { freshSession, type Session, type SessionEffect, type SessionInput, stepSession } from './session.ts';

const retryPlan = { firstMs: 250, maxMs: 5_000 };

export interface SerialScannerOptions {
  readonly id: string;
  /** The device node, or a link to it; neither has to exist yet. */
  readonly path: string;
  readonly baudRate: number;
  readonly framing: Framing;
  /** Names this start of the program in each scan's identity. */
  readonly boot: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** A scanner on a serial port. It connects, and connects again, whenever its device node is there. */
export function createSerialScanner(options: SerialScannerOptions): Scanner {
  return new SerialScanner(options);
}

/** Wires the port, the clock and the session together; the session decides. */
class SerialScanner implements Scanner {
  readonly id: string;
  readonly address: string;
  private readonly options: SerialScannerOptions;
  private readonly frames: FrameReader;
  private session: Session = freshSession;
  private listener: ((event: ScannerEvent) => void) | undefined;
  private port: SerialPort | undefined;
  private openedNode: string | null = null;
  private scans = 0;
  private announced = '';
  private cancelRetry = () => {};
  private stopWatching = () => {};

  constructor(options: SerialScannerOptions) {
    this.id = options.id;
    this.address = options.path;
    this.options = options;
    this.frames = createFrameReader(options.framing, options.clock, (frame) => this.tellFrame(frame));
  }

  start(listener: (event: ScannerEvent) => void): void {
    this.listener = listener;
    this.stopWatching = watchDeviceNode(this.address, this.options.clock, () => this.nodeChanged());
    this.input({ kind: 'start' });
  }

  async close(): Promise<void> {
    this.listener = undefined;
    this.stopWatching();
    this.cancelRetry();
    this.frames.close();
    const port = this.port;
    this.input({ kind: 'stop' });
    if (port?.isOpen || port?.closing)
      await new Promise<void>((resolve) => port.once('close', () => resolve()));
  }

  private input(input: SessionInput): void {
    const step = stepSession(this.session, input);
    this.session = step.session;
    for (const effect of step.effects) this.perform(effect);
  }

  private perform(effect: SessionEffect): void {
    switch (effect.kind) {
      case 'open':
        this.openPort();
        break;
      case 'close':
        this.closePort();
        break;
      case 'retry':
        this.retryLater(effect.attempt);
        break;
      case 'announce':
        this.announce(effect.state, effect.detail);
        break;
    }
  }

  private retryLater(attempt: number): void {
    this.cancelRetry();
    const delayMs = backoffMs(attempt, retryPlan);
    this.cancelRetry = this.options.clock.after(delayMs, () => this.input({ kind: 'retry-due' }));
  }

  private openPort(): void {
    const { path, baudRate, log } = this.options;
    const node = deviceNodeAt(path);
    if (node === null) {
      this.openFailed(true, 'its device node is not there');
      return;
    }
    const port = new SerialPort({ path, baudRate, autoOpen: false });
    this.port = port;
    this.openedNode = node;
    port.on('data', (chunk: Buffer) => {
      log.trace({ event: 'scanner.bytes', device: this.id, hex: chunk.toString('hex') });
      if (this.port === port) this.frames.push(chunk);
    });
    port.on('error', (error) => this.portFailed(port, error));
    // An unplugged port can emit `close` more than once.
    port.once('close', () => this.portClosed(port));
    port.open((error) => this.portOpened(port, error));
  }

  private portOpened(port: SerialPort, error: Error | null): void {
    if (this.port !== port) {
      if (port.isOpen) port.close(() => {});
      return;
    }
    if (error !== null) {
      this.port = undefined;
      this.openFailed(deviceNodeAt(this.address) === null, error.message);
      return;
    }
    this.input({ kind: 'opened' });
    if (deviceNodeAt(this.address) !== this.openedNode) this.nodeChanged();
  }

  private openFailed(missing: boolean, message: string): void {
    this.input({ kind: 'open-failed', missing, message });
  }

  private portFailed(port: SerialPort, error: Error): void {
    this.options.log.warn({ event: 'scanner.port_failed', device: this.id, err: error }, messageOf(error));
    if (this.port === port && port.isOpen && !port.closing) port.close(() => {});
  }

  private portClosed(port: SerialPort): void {
    if (this.port !== port) return;
    this.port = undefined;
    this.frames.cut();
    this.input({ kind: 'port-closed' });
  }

  /**
   * serialport 13 reads a hung-up terminal for ever and reports nothing, so the driver itself closes a port whose
   * device node is gone; that frees the read at once.
   */
  private nodeChanged(): void {
    const node = deviceNodeAt(this.address);
    if (this.session.phase === 'connected' && node !== this.openedNode) this.input({ kind: 'node-vanished' });
    else if (node !== null) this.input({ kind: 'node-appeared' });
  }

  private closePort(): void {
    const port = this.port;
    if (this.session.phase === 'stopped') this.port = undefined;
    if (port?.isOpen && !port.closing) port.close(() => {});
  }

  private announce(state: ScannerState, detail?: string): void {
    const news = `${state} ${detail ?? ''}`;
    if (news === this.announced) return;
    this.announced = news;
    this.options.log.info(
      { event: 'scanner.state', device: this.id, state, detail },
      `scanner ${this.id} ${news}`,
    );
    this.listener?.({ kind: 'state', state, ...(detail === undefined ? {} : { detail }) });
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
