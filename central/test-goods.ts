import type { FastifyInstance } from 'fastify';
import { faultOfAnswer } from './test-document.ts';

/** Bodies of requests for tests: whatever is not said is right. */
export const customerBody = (over: object = {}) => ({
  id: 'C1',
  name: 'Bakery Sommer',
  street: 'Marktplatz 3',
  city: 'Halle',
  postalCode: '06108',
  country: 'Germany',
  creditLimitMinor: 1_000_000,
  ...over,
});

export const productBody = (over: object = {}) => ({
  sku: 'TEA',
  name: 'Tea, 250 g',
  unitPriceMinor: 450,
  taxRateBp: 1900,
  packagings: [
    { gtin: '4012345000016', level: 'each', units: 1 },
    { gtin: '14012345000013', level: 'case', units: 12 },
  ],
  ...over,
});

export const orderBody = (over: object = {}) => ({
  number: 'A-1',
  customer: 'C1',
  orderedOn: '2026-03-02',
  freightMinor: 500,
  lines: [{ sku: 'TEA', units: 10, discountBp: 500 }],
  ...over,
});

export async function post(
  app: FastifyInstance,
  url: string,
  payload: object,
  method: 'POST' | 'PUT' = 'POST',
) {
  return ask(app, { method, url, payload });
}

export async function get(app: FastifyInstance, url: string) {
  return ask(app, { method: 'GET', url });
}

/** Every answer is held against the OpenAPI document: no test has to say so by itself. */
async function ask(
  app: FastifyInstance,
  asked: { readonly method: 'GET' | 'POST' | 'PUT'; readonly url: string; readonly payload?: object },
) {
  const response = await app.inject(asked);
  const answer = { status: response.statusCode, body: response.json<Record<string, unknown>>() };
  const fault = await faultOfAnswer(app, asked, answer);
  if (fault !== '') throw new Error(`an answer is not as documented: ${fault}`);
  return answer;
}

/** A customer, a product and `units` of it in the house. */
export async function stockUp(app: FastifyInstance, units = 100): Promise<void> {
  await post(app, '/v1/customers', customerBody());
  await post(app, '/v1/products', productBody());
  await post(app, '/v1/stock/movements', { sku: 'TEA', units, reason: 'opening', reference: 'count-1' });
}
