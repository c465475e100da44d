import type { Socket } from 'node:net';
import type { Clock } from '../../../kernel/clock.ts';
import type { Log } from '../../../kernel/log.ts';
import type { DeviceStateEvent } from '../../device-state.ts';
import type { Line } from '../../line/line.ts';
import { superviseLine } from '../../line/supervised-line.ts';
import { createFrameReader, type FrameReader, type FrameSettings } from '../frame-reader.ts';
import type { SignalBytes } from '../line-scanner.ts';
import type { Reading } from '../reading.ts';
import { ScanTeller } from '../scan-teller.ts';
import type { Scanner, ScannerListener, ScannerSignal } from '../scanner.ts';
import { listenConnector } from './listen-connector.ts';

export interface TcpServerScannerOptions {
  readonly id: string;
  /** The address of this machine to listen on. */
  readonly host: string;
  readonly port: number;
  readonly frames: FrameSettings;
  readonly mayTalk: (address: string | undefined) => boolean;
  readonly maxConnections: number;
  /** Scanners dial for each scan, so that none of them being there says nothing. */
  readonly perScan: boolean;
  readonly signals?: SignalBytes | undefined;
  readonly boot: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** A scanner that dials again at once was not away. */
const lingerMs = 1_000;
/** Refusals are logged no more often. */
const refusalLogMs = 10_000;
/** What a scanner may leave unread before it is sent no more signals. */
const maxUnreadBytes = 4_096;
const waiting: DeviceStateEvent = {
  kind: 'state',
  state: 'disconnected',
  detail: 'no scanner has dialled in',
};
const connected: DeviceStateEvent = { kind: 'state', state: 'connected' };

/** Scanners that dial in, as Zebra DataWedge does by TCP; all of them are one device, each has a framing of its own. */
export function createTcpServerScanner(options: TcpServerScannerOptions): Scanner {
  return new TcpServerScanner(options);
}

class TcpServerScanner implements Scanner {
  readonly id: string;
  readonly address: string;
  private readonly options: TcpServerScannerOptions;
  private readonly line: Line;
  private readonly teller: ScanTeller;
  private readonly sockets = new Map<Socket, FrameReader>();
  private lastToScan: Socket | undefined;
  private listening = false;
  private told: DeviceStateEvent | undefined;
  private refusalLoggedMs = Number.NEGATIVE_INFINITY;
  private cancelLinger = () => {};

  constructor(options: TcpServerScannerOptions) {
    const { id, clock, log, boot } = options;
    this.id = id;
    this.options = options;
    this.teller = new ScanTeller(id, boot);
    const connector = listenConnector(options, (socket) => this.accept(socket));
    this.line = superviseLine(connector, { device: id, clock, log });
    this.address = this.line.address;
  }

  start(listener: ScannerListener): void {
    this.teller.start(listener);
    this.line.start((event) => {
      if (event.kind === 'state') this.listeningChanged(event);
    });
  }

  /** Answers the scanner that has scanned last. */
  signal(signal: ScannerSignal): void {
    const bytes = this.options.signals?.[signal];
    const socket = this.lastToScan;
    if (bytes === undefined || socket === undefined || socket.writableLength > maxUnreadBytes) return;
    socket.write(Buffer.from(bytes, 'latin1'));
  }

  async close(): Promise<void> {
    this.teller.close();
    for (const [socket, frames] of this.sockets) {
      frames.close();
      socket.destroy();
    }
    this.cancelLinger();
    await this.line.close();
  }

  private accept(socket: Socket): void {
    socket.on('error', () => {});
    const refusal = this.refusalOf(socket);
    if (refusal !== null) {
      this.logRefusal(socket, refusal);
      socket.destroy();
      return;
    }
    const { frames: settings, clock } = this.options;
    const frames = createFrameReader(settings, clock, (reading) => this.read(socket, reading));
    this.sockets.set(socket, frames);
    socket.on('data', (bytes: Buffer) => frames.push(bytes));
    socket.on('end', () => frames.finish());
    socket.on('close', () => this.parted(socket, frames));
    this.tellState();
  }

  private refusalOf(socket: Socket): string | null {
    if (!this.options.mayTalk(socket.remoteAddress)) return 'its address is not allowed';
    return this.sockets.size >= this.options.maxConnections ? 'too many have dialled in' : null;
  }

  private logRefusal(socket: Socket, reason: string): void {
    const { clock, log } = this.options;
    if (clock.monotonicMs() - this.refusalLoggedMs < refusalLogMs) return;
    this.refusalLoggedMs = clock.monotonicMs();
    log.warn({ event: 'scanner.refused', device: this.id, address: socket.remoteAddress }, reason);
  }

  private read(socket: Socket, reading: Reading): void {
    this.lastToScan = socket;
    this.teller.tell(reading);
  }

  private parted(socket: Socket, frames: FrameReader): void {
    frames.cut();
    frames.close();
    this.sockets.delete(socket);
    if (this.lastToScan === socket) this.lastToScan = undefined;
    this.cancelLinger();
    if (this.sockets.size === 0)
      this.cancelLinger = this.options.clock.after(lingerMs, () => this.tellState());
  }

  private listeningChanged(event: DeviceStateEvent): void {
    this.listening = event.state === 'connected';
    if (this.listening) this.tellState();
    else this.tell(event);
  }

  private tellState(): void {
    const ready = this.sockets.size > 0 || (this.options.perScan && this.listening);
    if (ready) this.cancelLinger();
    if (ready || this.listening) this.tell(ready ? connected : waiting);
  }

  private tell(event: DeviceStateEvent): void {
    if (event.state === this.told?.state && event.detail === this.told.detail) return;
    this.told = event;
    this.teller.tell(event);
  }
}
