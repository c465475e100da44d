import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { isLoopback, isOwnOrigin } from '../../kernel/http/http-access.ts';
import { refuseUpgrade, takeUpgrades } from '../http/upgrades.ts';
import { type Peer, peerOf } from './peer.ts';

const path = '/mqtt';

export interface WebSocketDeps {
  readonly maxPacketBytes: number;
  /** The service answers its own machine only, so that a page of another name must be a rebound one. */
  readonly open: boolean;
  readonly receive: (stream: Duplex, peer: Peer) => void;
}

/**
 * MQTT over WebSocket for browsers, on the HTTP port (MQTT 3.1.1, 6): the bytes go through the same door as those of any other connection.
 * A page of another origin is refused, for the browser would send its certificate along.
 */
export function serveMqttOverWebSocket(server: Server, deps: WebSocketDeps): { readonly close: () => void } {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: deps.maxPacketBytes,
    perMessageDeflate: false,
    // Not to agree on the subprotocol ends the connection at the client (RFC 6455, 4.2.2).
    handleProtocols: (protocols) => (protocols.has('mqtt') ? 'mqtt' : false),
  });
  const upgrade = (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const status = refusalOf(request, deps.open);
    if (status !== null) return refuseUpgrade(socket, status);
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      socket.setNoDelay(true);
      deps.receive(createWebSocketStream(webSocket), peerOf(socket));
    });
  };
  const leave = takeUpgrades(server, (asked) => asked === path, upgrade);
  return {
    close: () => {
      leave();
      for (const webSocket of sockets.clients) webSocket.terminate();
      sockets.close();
    },
  };
}

/** Null: the upgrade may go on. */
function refusalOf({ headers }: IncomingMessage, open: boolean): string | null {
  const host = headers.host ?? '';
  if (open && !isLoopback(host.replace(/:\d+$/, ''))) return '403 Forbidden';
  if (!isOwnOrigin(headers.origin, host)) return '403 Forbidden';
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return offered.includes('mqtt') ? null : '400 Bad Request';
}
