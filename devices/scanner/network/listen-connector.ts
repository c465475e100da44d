import { createServer, type Server, type Socket } from 'node:net';
import type { Connection, ConnectionEvents, Connector } from '../../line/connector.ts';
import { hostPort } from '../../line/host-port.ts';

export interface ListenSettings {
  /** The address of this machine to listen on. */
  readonly host: string;
  readonly port: number;
}

/** Who dials in is asked so often, once it is silent, whether it is still there. */
const keepAliveMs = 15_000;

/** Listens for devices that dial in, and hands over each; what they send comes over their own sockets. */
export function listenConnector(settings: ListenSettings, accept: (socket: Socket) => void): Connector {
  return {
    address: `tcp-server://${hostPort(settings.host, settings.port)}`,
    connect: (events) => new Listening(settings, accept, events),
  };
}

class Listening implements Connection {
  private readonly server: Server;

  constructor({ host, port }: ListenSettings, accept: (socket: Socket) => void, events: ConnectionEvents) {
    let bound = false;
    let detail: string | undefined;
    this.server = createServer(
      { noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs },
      accept,
    );
    this.server.on('listening', () => {
      bound = true;
      events.opened();
    });
    this.server.on('error', (error) => {
      detail = error.message;
      if (bound) this.close();
      else events.failed(false, error.message);
    });
    this.server.on('close', () => {
      if (bound) events.closed(detail);
      else events.failed(false, detail ?? 'it was given up');
    });
    this.server.listen({ host, port });
  }

  write(_bytes: Uint8Array, done: (error: Error | null) => void): void {
    done(new Error('it only listens'));
  }

  /** Ends the listening; the sockets that were handed over belong to whom they were handed. */
  close(): void {
    this.server.close();
  }
}
