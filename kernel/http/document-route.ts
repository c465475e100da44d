import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import './api-doc.ts';

export type Pause = () => Promise<unknown>;

const document = z.looseObject({});
const json = 'application/json; charset=utf-8';

/**
 * Serves to everyone a document that describes the service. To make one takes as long as many commits, and anyone may ask
 * for it: it is made at the first request, as text, piece by piece.
 *
 * @param summary what it describes, in one sentence that begins with a verb.
 * @param make waits for `pause` between its pieces, so that what else the process does has its turn.
 */
export function addDocumentRoute(
  app: FastifyInstance,
  url: string,
  summary: string,
  make: (pause: Pause) => Promise<object>,
): void {
  let text: Promise<string> | undefined;
  app.get(
    url,
    { config: { role: 'public', doc: { summary, answer: document } } },
    async (_request, reply) => {
      text ??= make(nextTurn).then((made) => JSON.stringify(made));
      return reply.type(json).send(await text);
    },
  );
}
