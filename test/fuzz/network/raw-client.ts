import { connect, type Socket } from 'node:net';

/** Attackers come from another address than the stations, as they would. */
const attackersAddress = '127.0.0.2';

/** A connection on which a test speaks by itself; whatever happens to it is no fault. */
export function rawClient(port: number): Socket {
  const socket = connect({ port, host: '127.0.0.1', localAddress: attackersAddress });
  socket.on('error', () => {});
  socket.setNoDelay(true);
  return socket;
}

/** Writes and gives up on the connection after a while. */
export async function sayAndLeave(port: number, parts: readonly Uint8Array[], stayMs: number): Promise<void> {
  const socket = rawClient(port);
  for (const part of parts) socket.write(part);
  await Promise.race([closed(socket), after(stayMs)]);
  socket.destroy();
}

export function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) resolve();
    socket.once('close', () => resolve());
  });
}

export function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
