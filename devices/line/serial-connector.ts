import { SerialPort } from 'serialport';
import type { Clock } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import { answerOnce } from './answer-once.ts';
import type { Connection, ConnectionEvents, Connector } from './connector.ts';
import { deviceNodeAt, watchDeviceNode } from './device-node.ts';

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
  private givenUp = false;

  constructor(settings: SerialSettings, clock: Clock, events: ConnectionEvents) {
    this.clock = clock;
    this.node = deviceNodeAt(settings.path);
    this.port = new SerialPort({ ...settings, autoOpen: false });
    if (this.node === null) {
      events.failed(true, 'its device node is not there');
      return;
    }
    this.port.on('data', (chunk: Buffer) => events.bytes(chunk));
    this.port.on('error', () => this.close());
    this.port.on('close', (error: Error | null | undefined) => events.closed(error?.message));
    this.port.open((error) => this.opened(settings.path, error, events));
  }

  get isOpen(): boolean {
    return this.port.isOpen;
  }

  write(bytes: Uint8Array, done: (error: Error | null) => void): void {
    const answer = answerOnce(this.port, this.clock, done);
    this.port.write(Buffer.from(bytes), (error) => {
      if (error != null) answer(error);
      else this.port.drain((failed) => answer(failed ?? null));
    });
  }

  close(): void {
    this.givenUp = true;
    if (this.port.isOpen && !this.port.closing) this.port.close(() => {});
  }

  private opened(path: string, error: Error | null, events: ConnectionEvents): void {
    if (error !== null) {
      events.failed(deviceNodeAt(path) === null, messageOf(error));
    } else if (this.givenUp) {
      this.close();
    } else {
      events.opened();
      // The node may have changed while it was being opened, before anybody watched for it.
      if (deviceNodeAt(path) !== this.node) this.close();
    }
  }
}
