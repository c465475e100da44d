import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer } from 'node:tls';
import type { Clock } from '../../kernel/clock.ts';
import { messageOf, type PackproofError } from '../../kernel/errors.ts';
import type { Caller } from '../../kernel/http/caller.ts';
import { RateMeter } from '../../kernel/operate/rate-meter.ts';
import { contextOptions, serverTlsOptions, type TlsSource } from '../../kernel/tls/tls-server.ts';
import { gatewayErrors } from '../gateway-errors.ts';
import { identityErrors } from '../identity/identity-errors.ts';
import type { Refusals } from '../ingest/refusals.ts';
import type { Admission } from './admission.ts';
import { type ReadConnect, readConnect } from './connect-packet.ts';
import { PacketMeter } from './packet-meter.ts';
import { type Peer, peerOf } from './peer.ts';
import { createPlaces } from './places.ts';
import { createSessions } from './sessions.ts';

const connectTimeoutMs = 5_000;
/** Of unknown ones as many as of stations: after a restart all stations come back at once. */
const maxConnections = { station: 400, subscriber: 100, unknown: 400 };

export interface DoorDeps {
  readonly maxPacketBytes: number;
  /** Of one address. */
  readonly connectionsPerMinute: number;
  readonly clock: Clock;
  readonly refusals: Refusals;
  /** Null: the port speaks plain MQTT. */
  readonly tls: TlsSource | null;
  readonly admit: (connect: ReadConnect['packet'], peer: Peer) => Admission;
  /** The broker of each kind of client takes the connection over. */
  readonly handOver: Readonly<Record<'station' | 'subscriber', (stream: Duplex, caller: Caller) => void>>;
}

export interface Door {
  readonly server: Server;
  /** Takes a connection in that came another way, such as over a WebSocket. */
  receive(stream: Duplex, peer: Peer): void;
  /** Ends every connection of an identity at once. */
  endConnections(owner: Pick<Caller, 'kind' | 'name'>): void;
  /** Takes no more connections and ends those that there are. */
  close(): Promise<void>;
}

/**
 * The one way in for MQTT. It reads the CONNECT packet of each connection, bounded in size and time, decides who it is, and
 * hands the connection to the broker of the stations or to that of the subscribers, so that neither can slow the other.
 */
export function createDoor(deps: DoorDeps): Door {
  const streams = new Set<Duplex>();
  const places = createPlaces(maxConnections);
  const sessions = createSessions();
  const arrivals = new RateMeter(deps.connectionsPerMinute, deps.clock);
  const startTls =
    deps.tls === null ? null : tlsStarter(deps.tls, (socket) => greet(socket, peerOf(socket)), deps.refusals);

  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.setKeepAlive(true, 30_000);
    if (startTls === null) receive(socket, peerOf(socket));
    else secure(socket, startTls);
  });
  server.maxConnections = maxConnections.station + maxConnections.subscriber + maxConnections.unknown;
  // Beyond that many, Node closes a connection before anyone here has seen it.
  server.on('drop', () => deps.refusals.count(tooMany('unknown')));

  /** Keeps hold of a connection, and gives it one of the places of those who are not known yet. */
  function enter(stream: Duplex, peer: Peer): (() => void) | null {
    streams.add(stream);
    stream.once('close', () => streams.delete(stream));
    // aedes puts its own listener in place; until then a reset must not end the process.
    stream.on('error', () => {});
    const release = places.occupy(stream, 'unknown');
    if (release === null) refuse(stream, peer, 3, tooMany('unknown'));
    return release;
  }

  function isWithinRate(stream: Duplex, peer: Peer): boolean {
    if (arrivals.take(peer.address)) return true;
    const message = `${peer.address} connected more than ${deps.connectionsPerMinute} times in a minute`;
    refuse(stream, peer, undefined, identityErrors.fault('MQTT_CONNECTION_RATE', message));
    return false;
  }

  function secure(socket: Socket, handshake: ReturnType<typeof tlsStarter>): void {
    const peer = peerOf(socket);
    const release = enter(socket, peer);
    if (release !== null && isWithinRate(socket, peer)) handshake(socket, release);
  }

  function receive(stream: Duplex, peer: Peer): void {
    if (isWithinRate(stream, peer)) greet(stream, peer);
  }

  function greet(stream: Duplex, peer: Peer): void {
    const release = enter(stream, peer);
    if (release === null) return;
    let bytes: Buffer = Buffer.alloc(0);
    const cancelTimeout = deps.clock.after(connectTimeoutMs, () => finish(null));
    const onReadable = () => {
      const chunk = stream.read() as Buffer | null;
      if (chunk === null) return;
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
      const connect = readConnect(bytes);
      if (connect !== undefined) finish(connect);
    };
    const finish = (connect: ReadConnect | null): void => {
      cancelTimeout();
      release();
      stream.removeListener('readable', onReadable);
      if (stream.destroyed) return;
      if (connect !== null) welcome(stream, peer, connect);
      else refuse(stream, peer, undefined, gatewayErrors.fault('MQTT_CONNECT_INVALID', nameOf(peer)));
    };
    stream.once('close', cancelTimeout);
    stream.on('readable', onReadable);
  }

  function welcome(stream: Duplex, peer: Peer, connect: ReadConnect): void {
    const admission = deps.admit(connect.packet, peer);
    if (admission.kind === 'refused') refuse(stream, peer, admission.returnCode, admission.fault);
    else if (places.occupy(stream, admission.kind) === null) refuse(stream, peer, 3, tooMany(admission.kind));
    else if (isOneTooMany(stream, admission.caller, connect))
      refuse(stream, peer, 3, tooManyOf(admission.caller));
    else handOver(stream, peer, connect, admission);
  }

  function isOneTooMany(stream: Duplex, caller: Caller, { packet: { clientId } }: ReadConnect): boolean {
    const session = sessions.add(stream, caller, clientId);
    if (session === 'taken-over') deps.refusals.count(takenOver(caller, clientId));
    return session === 'full';
  }

  function handOver(
    stream: Duplex,
    peer: Peer,
    connect: ReadConnect,
    { kind, caller }: Exclude<Admission, { kind: 'refused' }>,
  ): void {
    // In the next turn the stream has settled after the removal of the listener, and aedes starts on a stream like new.
    setImmediate(() => {
      if (stream.destroyed) return;
      limitPackets(stream, peer);
      // The session of a subscriber is its cursor in the log; a station has none.
      stream.unshift(kind === 'station' ? connect.cleanBytes : connect.bytes);
      deps.handOver[kind](stream, caller);
    });
  }

  /** aedes takes all its input by `read()`: measured there, no packet beyond the limit is ever buffered, and nothing is copied. */
  function limitPackets(stream: Duplex, peer: Peer): void {
    const meter = new PacketMeter(deps.maxPacketBytes);
    const read = stream.read.bind(stream);
    stream.read = (size?: number) => {
      const chunk = read(size) as Buffer | null;
      if (chunk === null || meter.accept(chunk)) return chunk;
      const message = `more than ${deps.maxPacketBytes} bytes`;
      refuse(stream, peer, undefined, gatewayErrors.fault('MQTT_PACKET_TOO_LARGE', message));
      return null;
    };
  }

  function refuse(stream: Duplex, peer: Peer, returnCode: number | undefined, fault: PackproofError): void {
    deps.refusals.count(fault, { peer: nameOf(peer) });
    if (returnCode === undefined) stream.destroy();
    else stream.end(Buffer.from([0x20, 0x02, 0x00, returnCode]), () => stream.destroy());
  }

  return {
    server,
    receive,
    endConnections: sessions.end,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const stream of streams) stream.destroy();
      }),
  };
}

/** Turns accepted sockets into TLS connections; `release` is called when the handshake is over, however it ends. */
function tlsStarter(tls: TlsSource, onSecure: (socket: Socket) => void, refusals: Refusals) {
  const inHandshake = new Map<string, () => void>();
  const server = createTlsServer(serverTlsOptions(tls.current()), (socket) => {
    inHandshake.get(nameOf(peerOf(socket)))?.();
    onSecure(socket);
  });
  tls.onChange(() => server.setSecureContext(contextOptions(tls.current())));
  server.on('tlsClientError', (thrown, socket) => {
    socket.destroy();
    refusals.count(identityErrors.fault('MQTT_TLS_FAILED', messageOf(thrown).slice(0, 200)));
  });
  return (socket: Socket, release: () => void): void => {
    const key = nameOf(peerOf(socket));
    inHandshake.set(key, release);
    socket.once('close', () => inHandshake.delete(key));
    server.emit('connection', socket);
  };
}

function tooMany(kind: keyof typeof maxConnections): PackproofError {
  return gatewayErrors.fault(
    'MQTT_TOO_MANY_CONNECTIONS',
    `${maxConnections[kind]} connections of kind ${kind} are open`,
  );
}

function tooManyOf({ kind, name }: Caller): PackproofError {
  return gatewayErrors.fault(
    'MQTT_TOO_MANY_CONNECTIONS',
    `${kind} ${name} holds as many connections as one may`,
  );
}

function takenOver({ kind, name }: Caller, clientId: string): PackproofError {
  const who = `${kind} ${name}`.trim();
  return identityErrors.fault(
    'MQTT_SESSION_TAKEN_OVER',
    `${who} connected again as ${clientId.slice(0, 200)}`,
  );
}

function nameOf({ address, port }: Peer): string {
  return `${address}:${port}`;
}
