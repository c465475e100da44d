import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isoInstant } from '../../kernel/clock.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import { orderNumber } from '../../protocols/wire/ids.ts';
import type { CentralContext } from '../context.ts';
import { businessKey } from '../customers/customer.ts';
import type { Trx } from '../database/database.ts';
import { withTransaction } from '../database/transaction.ts';
import { orderListItem } from '../insight/journey-view.ts';
import { eitherWayQuery, pageAnswer, pageOf } from '../paging.ts';
import { type OrderStatus, orderStates } from '../process/order-states.ts';
import { cancelOrder } from '../release/cancel-order.ts';
import { holdOrder, releaseOrder } from '../release/release-order.ts';
import { knownSite } from '../sites.ts';
import { type Stored, statusOf } from '../stored.ts';
import { enterOrder } from './enter-order.ts';
import { type OrderInput, orderInput } from './order.ts';
import { orderOf } from './order-store.ts';
import { listOrders, orderAnswer, orderDetail } from './order-view.ts';

const numberParams = z.strictObject({ number: orderNumber });
const holdBody = z.strictObject({ reason: z.string().trim().min(1).max(200) });
const cancelBody = z.strictObject({ reason: z.string().trim().min(1).max(200).nullable().default(null) });
const listQuery = eitherWayQuery.extend({
  status: z.enum(Object.keys(orderStates) as OrderStatus[], { error: 'no status of an order' }).optional(),
  customer: businessKey.optional(),
});

const standing = z.strictObject({ v: z.literal(1), number: orderNumber, status: z.string() });

const docs = {
  enter: {
    summary: 'Enter an order, which is released at once if credit and stock allow it',
    body: orderInput,
    answer: standing,
    status: [200, 201],
  },
  release: { summary: 'Release an order that was held', params: numberParams, answer: standing },
  hold: { summary: 'Hold an order', params: numberParams, body: holdBody, answer: standing },
  cancel: {
    summary: 'Cancel an order',
    params: numberParams,
    body: cancelBody,
    bodyOptional: true,
    answer: standing,
  },
  list: { summary: 'List the orders by number', query: listQuery, answer: pageAnswer(orderListItem) },
  detail: {
    summary: 'Show an order with its lines and its history',
    params: numberParams,
    answer: orderAnswer,
  },
} as const;

/** Orders: entry (released at once if credit and stock allow it), list, detail, hold, release again and cancel. */
export function orderRoutes(app: FastifyInstance, context: CentralContext): void {
  const now = () => isoInstant(context.clock.now());
  const numberOf = (params: unknown) => parseRequest(numberParams, params, 'path').number;

  app.post('/v1/orders', { config: { role: 'operator', doc: docs.enter } }, async (request, reply) => {
    const input = parseRequest(orderInput, request.body);
    const { stored, status } = await withTransaction(context, (trx) => takeOrder(trx, context, input, now()));
    return reply.code(statusOf(stored)).send({ v: 1, number: input.number, status });
  });

  app.post(
    '/v1/orders/:number/release',
    { config: { role: 'operator', doc: docs.release } },
    async (request) => {
      const number = numberOf(request.params);
      const status = await withTransaction(context, (trx) => releaseOrder(trx, number, now()));
      return { v: 1, number, status };
    },
  );

  app.post('/v1/orders/:number/hold', { config: { role: 'operator', doc: docs.hold } }, async (request) => {
    const number = numberOf(request.params);
    const { reason } = parseRequest(holdBody, request.body);
    await withTransaction(context, (trx) => holdOrder(trx, number, reason, now()));
    return { v: 1, number, status: 'on_credit_hold' };
  });

  app.post(
    '/v1/orders/:number/cancel',
    { config: { role: 'operator', doc: docs.cancel } },
    async (request) => {
      const number = numberOf(request.params);
      const { reason } = parseRequest(cancelBody, request.body ?? {});
      await withTransaction(context, (trx) => cancelOrder(trx, number, reason, now()));
      return { v: 1, number, status: 'cancelled' };
    },
  );

  app.get('/v1/orders', { config: { role: 'reader', doc: docs.list } }, async (request) => {
    const { limit, ...filter } = parseRequest(listQuery, request.query, 'query');
    const found = await listOrders(context.db, { ...filter, limit: limit + 1 });
    return pageOf(found, limit, (order) => order.number);
  });

  app.get('/v1/orders/:number', { config: { role: 'reader', doc: docs.detail } }, async (request) =>
    orderDetail(context.db, numberOf(request.params)),
  );
}

async function takeOrder(
  trx: Trx,
  { config }: CentralContext,
  input: OrderInput,
  at: string,
): Promise<{ stored: Stored; status: string }> {
  const entry = { currency: config.currency, site: knownSite(config, input.site), at };
  const stored = await enterOrder(trx, input, entry);
  if (stored === 'added') return { stored, status: await releaseOrder(trx, input.number, at) };
  return { stored, status: (await orderOf(trx, input.number)).status };
}
