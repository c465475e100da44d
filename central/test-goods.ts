import type { FastifyInstance } from 'fastify';

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
  const response = await app.inject({ method, url, payload });
  return { status: response.statusCode, body: response.json<Record<string, unknown>>() };
}

export async function get(app: FastifyInstance, url: string) {
  const response = await app.inject({ method: 'GET', url });
  return { status: response.statusCode, body: response.json<Record<string, unknown>>() };
}

/** A customer, a product and `units` of it in the house. */
export async function stockUp(app: FastifyInstance, units = 100): Promise<void> {
  await post(app, '/v1/customers', customerBody());
  await post(app, '/v1/products', productBody());
  await post(app, '/v1/stock/movements', { sku: 'TEA', units, reason: 'opening', reference: 'count-1' });
}
