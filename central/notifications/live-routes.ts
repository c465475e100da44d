import type { ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../kernel/clock.ts';
import { centralErrors } from '../central-errors.ts';
import type { CentralContext } from '../context.ts';

/** A comment that often keeps proxies from closing a silent stream. */
const heartbeatMs = 15_000;
/** A page that reads this much slower than it is told is let go; it comes back and reads anew. */
const maxUnsentBytes = 256 * 1024;

const docs = {
  live: {
    summary: 'Listen to the changes of orders as server-sent events with an order and a change each',
    answerType: 'text/event-stream',
  },
};

/** `GET /v1/live`: server-sent events (no event name, so `message`) with data `{ order, change }`. */
export function liveRoutes(app: FastifyInstance, context: CentralContext): void {
  // Without HEAD: an answer without a body would never end.
  app.get(
    '/v1/live',
    { exposeHeadRoute: false, config: { role: 'reader', doc: docs.live } },
    (_request, reply) => {
      const stream = reply.raw;
      const unsubscribe = context.live.subscribe((change) =>
        send(stream, `data: ${JSON.stringify(change)}\n\n`),
      );
      if (unsubscribe === null) {
        throw centralErrors.fault('TOO_MANY_LISTENERS', 'no further page can listen for live changes');
      }
      reply.hijack();
      stream.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
      send(stream, ': connected\n\n');
      const stopHeartbeat = heartbeat(stream, context.clock);
      stream.on('close', () => {
        unsubscribe();
        stopHeartbeat();
      });
    },
  );
}

function send(stream: ServerResponse, text: string): void {
  stream.write(text);
  if (stream.writableLength > maxUnsentBytes) stream.destroy();
}

function heartbeat(stream: ServerResponse, clock: Clock): () => void {
  let cancel = (): void => undefined;
  const beat = (): void => {
    cancel = clock.after(heartbeatMs, () => {
      send(stream, ': alive\n\n');
      beat();
    });
  };
  beat();
  return () => cancel();
}
