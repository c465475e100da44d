import { SerialPort } from 'serialport';
import type { Clock } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { Connection, ConnectionEvents, Connector } from './connector.ts';
import { deviceNodeAt, watchDeviceNode } from './device-node.ts';
import { writePieces } from './write-pieces.ts';

/** How a serial port is set; the device has to be set alike. */
export interface SerialSettings {
  /** The device node, or a link to it; neither has to exist yet. */
  readonly path: string;
  /** Bits per second. */
  readonly baudRate: number;
  readonly dataBits?: 7 | 8;
  readonly parity?: 'none' | 'even' | 'odd';
  readonly stopBits?: 1 | 2;
  /** Hardware flow control by RTS and CTS. */
  readonly rtscts?: boolean;
}

const pieceBytes = 1024;
/** What Linux holds of a port's output; it has to leave before a drain ends. */
const kernelBufferBytes = 4096;
const patienceMs = 5_000;

/** Reaches a device on a serial port. */
export function serialConnector(settings: SerialSettings, clock: Clock): Connector {
  let current: SerialConnection | undefined;
  return {
    address: settings.path,
    connect: (events) => {
      current = new SerialConnection(settings, clock, events);
      return current;
    },
    watch: ({ appeared, vanished }) =>
      watchDeviceNode(settings.path, clock, () => {
        const node = deviceNodeAt(settings.path);
        if (current?.isOpen && current.node !== node) vanished();
        else if (node !== null) appeared();
      }),
  };
}

class SerialConnection implements Connection {
  /** What stood at the path when it was opened. */
  readonly node: string | null;
  private readonly port: SerialPort;
  private readonly clock: Clock;
  private readonly events: ConnectionEvents;
  private givenUp = false;
  private writing = false;
  private detail: string | undefined;

  constructor(settings: SerialSettings, clock: Clock, events: ConnectionEvents) {
    const { path, baudRate, dataBits = 8, parity = 'none', stopBits = 1, rtscts = false } = settings;
    this.clock = clock;
    this.events = events;
    this.port = new SerialPort({ path, baudRate, dataBits, parity, stopBits, rtscts, autoOpen: false });
    this.node = deviceNodeAt(path);
    if (this.node === null) {
      events.failed(true, 'its device node is not there');
      return;
    }
    this.port.on('data', (chunk: Buffer) => events.bytes(chunk));
    this.port.on('end', () => this.close());
    this.port.on('error', (error) => this.broken(error));
    this.port.on('close', (error: Error | null | undefined) => events.closed(this.detail ?? error?.message));
    this.port.open((error) => this.opened(path, error));
  }

  get isOpen(): boolean {
    return this.port.isOpen;
  }

  write(bytes: Uint8Array, done: (error: Error | null) => void): void {
    this.writing = true;
    const byteMs = 12_000 / this.port.baudRate;
    const stallMs = Math.round(patienceMs + (kernelBufferBytes + pieceBytes) * byteMs);
    const drain = (drained: (error: Error | null) => void) => {
      this.port.drain((error) => drained(error ?? null));
    };
    writePieces(this.port, bytes, { clock: this.clock, pieceBytes, stallMs, drain }, (error) => {
      this.writing = error !== null;
      done(error);
    });
  }

  close(): void {
    this.givenUp = true;
    if (!this.port.isOpen) return;
    // Bytes that flow control holds back would keep a drain, and with it a thread of this program, waiting for ever.
    if (this.writing) this.port.flush(() => this.closePort());
    else this.closePort();
  }

  private closePort(): void {
    if (!this.port.isOpen) return;
    this.port.close((error) => {
      // Without an error `close` has told it before.
      if (error != null) this.events.closed(this.detail ?? error.message);
    });
  }

  private broken(error: Error): void {
    this.detail ??= error.message;
    // The failure of a close that serialport began by itself arrives here, and no `close` follows it.
    if (this.port.isOpen) this.close();
    else if (!this.port.closing) this.events.closed(this.detail);
  }

  private opened(path: string, error: Error | null): void {
    if (error !== null) this.events.failed(deviceNodeAt(path) === null, messageOf(error));
    // The node may have changed while it was being opened: then this port leads to nowhere.
    else if (this.givenUp || deviceNodeAt(path) !== this.node) this.close();
    else this.events.opened();
  }
}
