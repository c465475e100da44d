import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isoInstant } from '../../kernel/clock.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import type { CentralContext } from '../context.ts';
import { withTransaction } from '../database/transaction.ts';
import { pageAnswer, pageOf, pageQuery } from '../paging.ts';
import { withPathKey } from '../path-key.ts';
import { reconsiderHeldOrders } from '../release/reconsider-held-orders.ts';
import { statusOf } from '../stored.ts';
import { businessKey, customerAnswer, customerInput, customerView } from './customer.ts';
import { addCustomer, changeCustomer } from './customer-store.ts';

const idParams = z.strictObject({ id: businessKey });
const named = z.strictObject({ v: z.literal(1), id: businessKey });

const docs = {
  add: { summary: 'Enter a customer', body: customerInput, answer: named, status: [200, 201] },
  change: {
    summary: 'Replace what is known of a customer',
    params: idParams,
    body: customerInput.partial({ id: true }),
    answer: named,
  },
  list: { summary: 'List the customers by id', query: pageQuery, answer: pageAnswer(customerAnswer) },
};

/** `POST /v1/customers` enters one, `PUT /v1/customers/:id` changes it, `GET /v1/customers` lists them by id. */
export function customerRoutes(app: FastifyInstance, context: CentralContext): void {
  const entry = () => ({ currency: context.config.currency, at: isoInstant(context.clock.now()) });

  app.post('/v1/customers', { config: { role: 'operator', doc: docs.add } }, async (request, reply) => {
    const input = parseRequest(customerInput, request.body);
    const stored = await withTransaction(context, (trx) => addCustomer(trx, input, entry()));
    return reply.code(statusOf(stored)).send({ v: 1, id: input.id });
  });

  app.put('/v1/customers/:id', { config: { role: 'operator', doc: docs.change } }, async (request) => {
    const { id } = parseRequest(idParams, request.params, 'path');
    const input = parseRequest(customerInput, withPathKey(request.body, 'id', id));
    await withTransaction(context, async (trx) => {
      await changeCustomer(trx, input, entry());
      const sentence = 'what is known of the customer was changed.';
      const freed = { because: 'customer_changed', about: id, sentence } as const;
      await reconsiderHeldOrders(trx, id, freed, entry().at);
    });
    return { v: 1, id };
  });

  app.get('/v1/customers', { config: { role: 'reader', doc: docs.list } }, async (request) => {
    const { limit, after } = parseRequest(pageQuery, request.query, 'query');
    const found = await context.db
      .selectFrom('customers')
      .selectAll()
      .where('id', '>', after ?? '')
      .orderBy('id')
      .limit(limit + 1)
      .execute();
    return pageOf(found.map(customerView), limit, (customer) => customer.id);
  });
}
