import { connect, type Socket } from 'node:net';
import type { Clock } from '../../kernel/clock.ts';
import type { Connection, ConnectionEvents, Connector } from './connector.ts';
import { hostPort } from './host-port.ts';
import { writePieces } from './write-pieces.ts';

export interface TcpSettings {
  readonly host: string;
  readonly port: number;
}

const connectTimeoutMs = 5_000;
/** The operating system asks a silent peer from then on whether it is still there. */
const keepAliveMs = 15_000;
const pieceBytes = 16_384;
const stallMs = 5_000;

/** Reaches a device that listens on a TCP port. */
export function tcpConnector(settings: TcpSettings, clock: Clock): Connector {
  return {
    address: `tcp://${hostPort(settings.host, settings.port)}`,
    connect: (events) => new TcpConnection(settings, clock, events),
  };
}

class TcpConnection implements Connection {
  private readonly socket: Socket;
  private readonly clock: Clock;

  constructor(settings: TcpSettings, clock: Clock, events: ConnectionEvents) {
    this.clock = clock;
    let opened = false;
    let detail: string | undefined;
    const { host, port } = settings;
    const socket = connect({
      host,
      port,
      noDelay: true,
      keepAlive: true,
      keepAliveInitialDelay: keepAliveMs,
    });
    const cancelTimeout = clock.after(connectTimeoutMs, () => {
      if (!opened) socket.destroy(new Error(`no answer within ${connectTimeoutMs} ms`));
    });
    socket.on('connect', () => {
      opened = true;
      events.opened();
    });
    socket.on('data', (chunk: Buffer) => events.bytes(chunk));
    socket.on('error', (error) => {
      detail = error.message;
    });
    socket.on('end', () => socket.destroy());
    socket.on('close', () => {
      cancelTimeout();
      if (opened) events.closed(detail);
      else events.failed(true, detail ?? 'the connection was given up');
    });
    this.socket = socket;
  }

  write(bytes: Uint8Array, done: (error: Error | null) => void): void {
    writePieces(this.socket, bytes, { clock: this.clock, pieceBytes, stallMs }, done);
  }

  close(): void {
    // What a device has not taken yet must not reach it after somebody was told that it failed.
    if (this.socket.writableLength > 0) this.socket.resetAndDestroy();
    else this.socket.destroy();
  }
}
