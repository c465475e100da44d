import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import './api-doc.ts';

const document = z.looseObject({});
const json = 'application/json; charset=utf-8';

/**
 * Serves to everyone a document that describes the service. To make one takes as long as many commits, and anyone may ask
 * for it: it is made at the first request, as text.
 *
 * @param summary what it describes, in one sentence that begins with a verb.
 */
export function addDocumentRoute(
  app: FastifyInstance,
  url: string,
  summary: string,
  make: () => object,
): void {
  let text: string | undefined;
  app.get(
    url,
    { config: { role: 'public', doc: { summary, answer: document } } },
    async (_request, reply) => {
      text ??= JSON.stringify(make());
      return reply.type(json).send(text);
    },
  );
}
