import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isoInstant } from '../../kernel/clock.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import type { CentralContext } from '../context.ts';
import { withTransaction } from '../database/transaction.ts';
import { pageAnswer, pageOf, pageQuery } from '../paging.ts';
import { receiveGoods } from '../release/receive-goods.ts';
import { knownSite } from '../sites.ts';
import { statusOf } from '../stored.ts';
import { movementInput } from './movement.ts';

const booked = z.strictObject({
  v: z.literal(1),
  site: z.string(),
  sku: z.string(),
  reference: z.string(),
});
const levelAnswer = z.strictObject({
  site: z.string(),
  sku: z.string(),
  onHand: z.number().int(),
  reserved: z.number().int(),
  free: z.number().int(),
});

const docs = {
  book: {
    summary: 'Book goods that came or were counted',
    body: movementInput,
    answer: booked,
    status: [200, 201],
  },
  list: { summary: 'List what is in the houses', query: pageQuery, answer: pageAnswer(levelAnswer) },
};

/** `POST /v1/stock/movements` books goods that came or were counted; `GET /v1/stock` lists what is there. */
export function stockRoutes(app: FastifyInstance, context: CentralContext): void {
  app.post(
    '/v1/stock/movements',
    { config: { role: 'operator', doc: docs.book } },
    async (request, reply) => {
      const input = parseRequest(movementInput, request.body);
      const site = knownSite(context.config, input.site);
      const at = isoInstant(context.clock.now());
      const stored = await withTransaction(context, (trx) => receiveGoods(trx, { ...input, site, at }));
      return reply.code(statusOf(stored)).send({ v: 1, site, sku: input.sku, reference: input.reference });
    },
  );

  app.get('/v1/stock', { config: { role: 'reader', doc: docs.list } }, async (request) => {
    const { limit, after } = parseRequest(pageQuery, request.query, 'query');
    return pageOf(await levelsAfter(context, after, limit + 1), limit, ({ site, sku }) => `${site}/${sku}`);
  });
}

async function levelsAfter(context: CentralContext, after: string | undefined, limit: number) {
  const [site = '', sku = ''] = (after ?? '').split('/');
  const rows = await context.db
    .selectFrom('stock')
    .selectAll()
    .where((eb) => eb.or([eb('site', '>', site), eb.and([eb('site', '=', site), eb('sku', '>', sku)])]))
    .orderBy('site')
    .orderBy('sku')
    .limit(limit)
    .execute();
  return rows.map(({ on_hand, reserved, ...key }) => ({
    ...key,
    onHand: on_hand,
    reserved,
    free: on_hand - reserved,
  }));
}
