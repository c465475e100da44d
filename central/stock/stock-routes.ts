import type { FastifyInstance } from 'fastify';
import { isoInstant } from '../../kernel/clock.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import type { CentralContext } from '../context.ts';
import { withTransaction } from '../database/transaction.ts';
import { pageOf, pageQuery } from '../paging.ts';
import { receiveGoods } from '../release/receive-goods.ts';
import { knownSite } from '../sites.ts';
import { statusOf } from '../stored.ts';
import { movementInput } from './movement.ts';

/** `POST /v1/stock/movements` books goods that came or were counted; `GET /v1/stock` lists what is there. */
export function stockRoutes(app: FastifyInstance, context: CentralContext): void {
  app.post('/v1/stock/movements', { config: { role: 'operator' } }, async (request, reply) => {
    const input = parseRequest(movementInput, request.body);
    const site = knownSite(context.config, input.site);
    const at = isoInstant(context.clock.now());
    const stored = await withTransaction(context, (trx) => receiveGoods(trx, { ...input, site, at }));
    return reply.code(statusOf(stored)).send({ v: 1, site, sku: input.sku, reference: input.reference });
  });

  app.get('/v1/stock', { config: { role: 'reader' } }, async (request) => {
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
