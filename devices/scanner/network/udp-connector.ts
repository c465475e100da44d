import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { Connection, ConnectionEvents, Connector } from '../../line/connector.ts';
import { hostPort } from '../../line/host-port.ts';

export interface UdpSettings {
  /** The address of this machine to hear on. */
  readonly host: string;
  readonly port: number;
  /** Datagrams of anybody else are passed over. */
  readonly mayTalk: (address: string) => boolean;
}

/** Hears datagrams; each comes as bytes of its own. Nobody can say whether a device is there: it counts as connected. */
export function udpConnector(settings: UdpSettings): Connector {
  return {
    address: `udp://${hostPort(settings.host, settings.port)}`,
    connect: (events) => new UdpConnection(settings, events),
  };
}

class UdpConnection implements Connection {
  private readonly socket: Socket;
  private over = false;

  constructor({ host, port, mayTalk }: UdpSettings, events: ConnectionEvents) {
    this.socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    let bound = false;
    let detail: string | undefined;
    this.socket.on('listening', () => {
      bound = true;
      events.opened();
    });
    this.socket.on('message', (bytes, from) => {
      if (mayTalk(from.address)) events.bytes(bytes);
    });
    this.socket.on('error', (error) => {
      detail = error.message;
      this.close();
    });
    this.socket.on('close', () => {
      if (bound) events.closed(detail);
      else events.failed(false, detail ?? 'it was given up');
    });
    this.socket.bind(port, host);
  }

  write(_bytes: Uint8Array, done: (error: Error | null) => void): void {
    done(new Error('nothing can be sent to who sends datagrams'));
  }

  close(): void {
    if (this.over) return;
    this.over = true;
    this.socket.close();
  }
}
