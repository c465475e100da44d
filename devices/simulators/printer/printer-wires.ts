import { createServer, type Server, type Socket } from 'node:net';
import { hostPort } from '../../line/host-port.ts';
import type { Place } from '../scanner-peers.ts';
import { serialPeer } from '../scanner-program.ts';
import type { SimulatedPrinter } from './simulated-printer.ts';

/** How hosts reach a simulated printer. */
export interface PrinterWire {
  readonly address: string;
  plug(): Promise<void>;
  unplug(): Promise<void>;
  /** Drops each connection that has then brought so many bytes; what comes behind them is lost. */
  resetAfter(bytes: number): void;
}

/** A network printer: it listens, as on port 9100. */
export function tcpWire(place: Place, device: SimulatedPrinter): PrinterWire {
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let left = Number.POSITIVE_INFINITY;
  const accept = (socket: Socket) => {
    sockets.add(socket);
    const connection = device.connect((bytes) => {
      if (socket.writable) socket.write(bytes);
    });
    socket.on('data', (bytes: Buffer) => {
      connection.push(bytes.subarray(0, left));
      left -= bytes.length;
      if (left > 0) return;
      left = Number.POSITIVE_INFINITY;
      socket.resetAndDestroy();
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      connection.end();
    });
  };
  return {
    address: `tcp at ${hostPort(place.host, place.port)}`,
    plug: () =>
      new Promise((resolve, reject) => {
        server = createServer({ noDelay: true }, accept);
        server.on('error', reject);
        server.listen(place, () => resolve());
      }),
    unplug: async () => {
      for (const socket of sockets) socket.resetAndDestroy();
      const closing = server;
      server = undefined;
      if (closing !== undefined) await new Promise((resolve) => closing.close(resolve));
    },
    resetAfter: (bytes) => {
      left = bytes;
    },
  };
}

/** A printer on a serial port: a pseudo-terminal behind a link. */
export function terminalWire(link: string, device: SimulatedPrinter): PrinterWire {
  const peer = serialPeer(link);
  let connection = device.connect(() => {});
  let left = Number.POSITIVE_INFINITY;
  const unplug = async () => {
    await peer.unplug();
    connection.end();
  };
  peer.listen((bytes) => {
    connection.push(bytes.subarray(0, left));
    left -= bytes.length;
    if (left > 0) return;
    left = Number.POSITIVE_INFINITY;
    void unplug();
  });
  return {
    address: link,
    plug: async () => {
      connection = device.connect((bytes) => void peer.send(bytes));
      await peer.plug();
    },
    unplug,
    resetAfter: (bytes) => {
      left = bytes;
    },
  };
}
