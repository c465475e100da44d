import { createServer, type Server, type Socket } from 'node:net';
import type { Clock } from '../../kernel/clock.ts';
import type { PackproofError } from '../../kernel/errors.ts';
import { gatewayErrors } from '../gateway-errors.ts';
import type { Refusals } from '../ingest/refusals.ts';
import type { Admission } from './admission.ts';
import { type ReadConnect, readConnect } from './connect-packet.ts';
import { PacketMeter } from './packet-meter.ts';

const connectTimeoutMs = 5_000;
const maxConnections = { station: 400, subscriber: 100, unknown: 100 };

export interface DoorDeps {
  readonly maxPacketBytes: number;
  readonly clock: Clock;
  readonly refusals: Refusals;
  readonly admit: (connect: ReadConnect['packet']) => Admission;
  /** The broker of each kind of client takes the connection over. */
  readonly handOver: Readonly<Record<'station' | 'subscriber', (socket: Socket) => void>>;
}

export interface Door {
  readonly server: Server;
  /** Takes no more connections and ends those that there are. */
  close(): Promise<void>;
}

/**
 * The one MQTT port. It reads the CONNECT packet of each connection, bounded in size and time, decides who it is, and
 * hands the connection to the broker of the stations or to that of the subscribers, so that neither can slow the other.
 */
export function createDoor(deps: DoorDeps): Door {
  const sockets = new Set<Socket>();
  const open = { station: 0, subscriber: 0, unknown: 0 };
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // aedes puts its own listener in place; until then a reset must not end the process.
    socket.on('error', () => {});
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 30_000);
    receive(socket);
  });
  server.maxConnections = maxConnections.station + maxConnections.subscriber + maxConnections.unknown;
  // Beyond that many, Node closes a connection before anyone here has seen it.
  server.on('drop', () => deps.refusals.count(tooMany('unknown')));

  function receive(socket: Socket): void {
    const release = occupy(socket, 'unknown');
    if (release === null) {
      refuse(socket, 3, tooMany('unknown'));
      return;
    }
    let bytes: Buffer = Buffer.alloc(0);
    const cancelTimeout = deps.clock.after(connectTimeoutMs, () => finish(null));
    const onReadable = () => {
      const chunk = socket.read() as Buffer | null;
      if (chunk === null) return;
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
      const connect = readConnect(bytes);
      if (connect !== undefined) finish(connect);
    };
    function finish(connect: ReadConnect | null): void {
      cancelTimeout();
      release?.();
      socket.removeListener('readable', onReadable);
      if (socket.destroyed) return;
      if (connect === null)
        refuse(socket, undefined, gatewayErrors.fault('MQTT_CONNECT_INVALID', peerOf(socket)));
      else welcome(socket, connect);
    }
    socket.once('close', cancelTimeout);
    socket.on('readable', onReadable);
  }

  function welcome(socket: Socket, connect: ReadConnect): void {
    const admission = deps.admit(connect.packet);
    if (admission.kind === 'refused') refuse(socket, admission.returnCode, admission.fault);
    else if (occupy(socket, admission.kind) === null) refuse(socket, 3, tooMany(admission.kind));
    else handOver(socket, connect, admission.kind);
  }

  function handOver(socket: Socket, connect: ReadConnect, kind: 'station' | 'subscriber'): void {
    // In the next turn the stream has settled after the removal of the listener, and aedes starts on a stream like new.
    setImmediate(() => {
      if (socket.destroyed) return;
      limitPackets(socket);
      // The session of a subscriber is its cursor in the log; a station has none.
      socket.unshift(kind === 'station' ? connect.cleanBytes : connect.bytes);
      deps.handOver[kind](socket);
    });
  }

  /** aedes takes all its input by `read()`: measured there, no packet beyond the limit is ever buffered, and nothing is copied. */
  function limitPackets(socket: Socket): void {
    const meter = new PacketMeter(deps.maxPacketBytes);
    const read = socket.read.bind(socket);
    socket.read = (size?: number) => {
      const chunk = read(size) as Buffer | null;
      if (chunk === null || meter.accept(chunk)) return chunk;
      refuse(
        socket,
        undefined,
        gatewayErrors.fault('MQTT_PACKET_TOO_LARGE', `more than ${deps.maxPacketBytes} bytes`),
      );
      return null;
    };
  }

  /** Takes a place among the connections of a kind until the socket closes; null if there is none. */
  function occupy(socket: Socket, kind: keyof typeof open): (() => void) | null {
    if (open[kind] >= maxConnections[kind]) return null;
    open[kind] += 1;
    let held = true;
    const release = () => {
      if (held) open[kind] -= 1;
      held = false;
    };
    socket.once('close', release);
    return release;
  }

  function refuse(socket: Socket, returnCode: number | undefined, fault: PackproofError): void {
    deps.refusals.count(fault, { peer: peerOf(socket) });
    if (returnCode === undefined) socket.destroy();
    else socket.end(Buffer.from([0x20, 0x02, 0x00, returnCode]), () => socket.destroy());
  }

  return {
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function tooMany(kind: keyof typeof maxConnections): PackproofError {
  return gatewayErrors.fault(
    'MQTT_TOO_MANY_CONNECTIONS',
    `${maxConnections[kind]} connections of kind ${kind} are open`,
  );
}

function peerOf(socket: Socket): string {
  return `${socket.remoteAddress ?? '?'}:${socket.remotePort ?? '?'}`;
}
