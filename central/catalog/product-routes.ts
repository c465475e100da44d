import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isoInstant } from '../../kernel/clock.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import type { CentralContext } from '../context.ts';
import { businessKey } from '../customers/customer.ts';
import { withTransaction } from '../database/transaction.ts';
import { pageAnswer, pageOf, pageQuery } from '../paging.ts';
import { withPathKey } from '../path-key.ts';
import { siteIds } from '../sites.ts';
import { statusOf } from '../stored.ts';
import { productAnswer, productInput, withGtins } from './product.ts';
import { addProduct, changeProduct, listProducts } from './product-store.ts';

const skuParams = z.strictObject({ sku: businessKey });
const named = z.strictObject({ v: z.literal(1), sku: businessKey });

const docs = {
  add: {
    summary: 'Enter a product with its barcodes',
    body: productInput,
    answer: named,
    status: [200, 201],
  },
  change: {
    summary: 'Replace what is known of a product',
    params: skuParams,
    body: productInput.partial({ sku: true }),
    answer: named,
  },
  list: { summary: 'List the products by SKU', query: pageQuery, answer: pageAnswer(productAnswer) },
};

/** `POST /v1/products` enters one, `PUT /v1/products/:sku` changes it, `GET /v1/products` lists them by SKU. */
export function productRoutes(app: FastifyInstance, context: CentralContext): void {
  const { config, clock } = context;
  const entry = () => ({ currency: config.currency, sites: siteIds(config), at: isoInstant(clock.now()) });

  app.post('/v1/products', { config: { role: 'operator', doc: docs.add } }, async (request, reply) => {
    const product = withGtins(parseRequest(productInput, request.body));
    const stored = await withTransaction(context, (trx) => addProduct(trx, product, entry()));
    return reply.code(statusOf(stored)).send({ v: 1, sku: product.sku });
  });

  app.put('/v1/products/:sku', { config: { role: 'operator', doc: docs.change } }, async (request) => {
    const { sku } = parseRequest(skuParams, request.params, 'path');
    const product = withGtins(parseRequest(productInput, withPathKey(request.body, 'sku', sku)));
    await withTransaction(context, (trx) => changeProduct(trx, product, entry()));
    return { v: 1, sku };
  });

  app.get('/v1/products', { config: { role: 'reader', doc: docs.list } }, async (request) => {
    const { limit, after } = parseRequest(pageQuery, request.query, 'query');
    return pageOf(await listProducts(context.db, after ?? '', limit + 1), limit, (product) => product.sku);
  });
}
