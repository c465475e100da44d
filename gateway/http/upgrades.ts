import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

type TakeUpgrade = (request: IncomingMessage, socket: Socket, head: Buffer) => void;

interface Taker {
  readonly isMine: (path: string) => boolean;
  readonly take: TakeUpgrade;
}

const takersOf = new WeakMap<Server, Set<Taker>>();
const ofTheUpgrade = new Set(['upgrade', 'connection', 'http2-settings']);

/**
 * Takes the WebSockets below some addresses of a server; the others have their own takers, or are answered 404. Once anyone listens for
 * upgrades, Node leaves all of them to its listeners, so there is one for all.
 *
 * @returns ends it.
 */
export function takeUpgrades(server: Server, isMine: Taker['isMine'], take: TakeUpgrade): () => void {
  const takers = takersOf.get(server) ?? listen(server);
  const taker = { isMine, take };
  takers.add(taker);
  return () => void takers.delete(taker);
}

function listen(server: Server): Set<Taker> {
  const takers = new Set<Taker>();
  takersOf.set(server, takers);
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    if (request.headers.upgrade?.toLowerCase() !== 'websocket')
      return answerPlainly(server, request, socket, head);
    socket.on('error', () => {});
    const path = request.url?.split('?')[0] ?? '';
    const taker = [...takers].find(({ isMine }) => isMine(path));
    if (taker === undefined) refuseUpgrade(socket, '404 Not Found');
    else taker.take(request, socket, head);
  });
  return takers;
}

export function refuseUpgrade(socket: Socket, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/**
 * Lets a request that offers another protocol be answered in this one, body and all (RFC 9110, 7.8: a server may ignore the offer). Some
 * clients offer HTTP/2 with every first request.
 */
function answerPlainly(server: Server, request: IncomingMessage, socket: Socket, head: Buffer): void {
  const { method, url, rawHeaders } = request;
  const lines = [`${method} ${url} HTTP/1.1`];
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (!ofTheUpgrade.has(name.toLowerCase())) lines.push(`${name}: ${rawHeaders[index + 1]}`);
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit(socket instanceof TLSSocket ? 'secureConnection' : 'connection', socket);
}
