import { createSocket } from 'node:dgram';
import { connect, createServer, isIPv6, type Server, type Socket } from 'node:net';
import { hostPort } from '../line/host-port.ts';

/** A simulated scanner's way to the station: it can be plugged in and unplugged, and bytes go both ways. */
export interface ScannerPeer {
  /** Where it is, for a person. */
  readonly address: string;
  plug(): void | Promise<void>;
  unplug(): void | Promise<void>;
  /** Bytes that nobody takes are lost, as with a real scanner. */
  send(bytes: Buffer): void | Promise<void>;
  listen(heard: (bytes: Buffer) => void): void;
}

export interface Place {
  readonly host: string;
  readonly port: number;
}

const redialMs = 250;

/** A handheld that dials in at a station, and again when the station hung up. */
export function dialingPeer(place: Place): ScannerPeer {
  let socket: Socket | undefined;
  let heard: (bytes: Buffer) => void = () => {};
  let plugged = false;
  let redial: NodeJS.Timeout | undefined;
  const dial = () => {
    const dialled = connect({ ...place, noDelay: true });
    socket = dialled;
    dialled.on('data', (bytes: Buffer) => heard(bytes));
    dialled.on('error', () => {});
    dialled.on('close', () => {
      if (plugged && socket === dialled) redial = setTimeout(dial, redialMs);
    });
  };
  return {
    address: `tcp to ${hostPort(place.host, place.port)}`,
    plug: () => {
      if (plugged) return;
      plugged = true;
      dial();
    },
    unplug: () => {
      plugged = false;
      clearTimeout(redial);
      // What was scanned before has left it.
      socket?.destroySoon();
    },
    send: (bytes) => {
      if (socket?.writable) socket.write(bytes);
    },
    listen: (listener) => {
      heard = listener;
    },
  };
}

/** A fixed-mount imager that listens for stations. */
export function listeningPeer(place: Place): ScannerPeer {
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  let heard: (bytes: Buffer) => void = () => {};
  const accept = (socket: Socket) => {
    sockets.add(socket);
    socket.on('data', (bytes: Buffer) => heard(bytes));
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
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
      for (const socket of sockets) socket.destroySoon();
      await new Promise<void>((resolve) =>
        server === undefined ? resolve() : server.close(() => resolve()),
      );
      server = undefined;
    },
    send: (bytes) => {
      for (const socket of sockets) socket.write(bytes);
    },
    listen: (listener) => {
      heard = listener;
    },
  };
}

/** A scanner that sends a datagram for each piece. */
export function datagramPeer(place: Place): ScannerPeer {
  let socket = createSocket(isIPv6(place.host) ? 'udp6' : 'udp4');
  let plugged = false;
  return {
    address: `udp to ${hostPort(place.host, place.port)}`,
    plug: () => {
      plugged = true;
    },
    unplug: () => {
      if (!plugged) return;
      plugged = false;
      socket.close();
      socket = createSocket(isIPv6(place.host) ? 'udp6' : 'udp4');
      socket.unref();
    },
    send: (bytes) =>
      new Promise((resolve) => {
        if (plugged) socket.send(bytes, place.port, place.host, () => resolve());
        else resolve();
      }),
    listen: () => {},
  };
}
