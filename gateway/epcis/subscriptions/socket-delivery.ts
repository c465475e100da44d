import type { WebSocket } from 'ws';
import type { Clock } from '../../../kernel/clock.ts';
import type { Delivery } from './subscriptions.ts';

/** One document at a time is on its way; who has not taken it within this is cut off. */
const drainMs = 15_000;
const pingEveryMs = 45_000;
/** Of the WebSocket protocol (RFC 6455, 7.4.1; 1013 of its registry). */
const normal = 1_000;
const tryAgainLater = 1_013;
/** The way back gets so long to say why, before the socket is cut. */
const closeMs = 2_000;

/** Sends reports over a WebSocket, no sooner than the one before has left. */
export function createSocketDelivery(socket: WebSocket, clock: Clock): Delivery {
  let isAlive = true;
  let cancelPing = clock.after(pingEveryMs, ping);
  socket.on('pong', () => {
    isAlive = true;
  });
  socket.on('close', () => cancelPing());
  // The reason stands in the event of its end, which always follows.
  socket.on('error', () => {});

  function ping(): void {
    if (!isAlive) {
      cut('no answer to a ping');
      return;
    }
    isAlive = false;
    socket.ping();
    cancelPing = clock.after(pingEveryMs, ping);
  }

  function cut(reason: string): void {
    socket.close(tryAgainLater, reason);
    clock.after(closeMs, () => socket.terminate());
  }

  return {
    kept: false,
    send: ({ body }) =>
      new Promise((settle) => {
        const cancelDrain = clock.after(drainMs, () => {
          cut('reports were not taken in time; come back with initialRecordTime');
          settle({ kind: 'failed', reason: 'a slow WebSocket' });
        });
        socket.send(body, { binary: false }, (thrown) => {
          cancelDrain();
          settle(thrown ? { kind: 'failed', reason: thrown.message } : { kind: 'taken' });
        });
      }),
    end: () => socket.close(normal, 'the subscription has ended'),
  };
}
