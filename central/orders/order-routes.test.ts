import type { FastifyInstance } from 'fastify';
import { beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../app.ts';
import type { CentralContext } from '../context.ts';
import { testContext } from '../test-context.ts';
import { customerBody, get, orderBody, post, productBody, stockUp } from '../test-goods.ts';
import { readWorkPage } from '../work-feed/work-page.ts';

let app: FastifyInstance;
let context: CentralContext;

beforeEach(async () => {
  context = await testContext();
  app = await createApp(context);
});

async function eventsOf(number: string): Promise<string[]> {
  const { body } = await get(app, `/v1/orders/${number}`);
  return (body.events as { type: string }[]).map(({ type }) => type);
}

async function orderDocuments() {
  const page = await readWorkPage(context, { site: 's1', after: 0, epoch: undefined, limit: 100 });
  return page.documents.filter(({ kind }) => kind === 'order');
}

describe('an order that credit and stock allow', () => {
  test('is priced to the cent, reserved, released and sent to its site', async () => {
    await stockUp(app);
    expect(await post(app, '/v1/orders', orderBody())).toMatchObject({
      status: 201,
      body: { number: 'A-1', status: 'released' },
    });
    // 10 x 4.50 less 5 % = 42.75; freight 5.00; 19 % of 47.75 = 9.07
    const { body } = await get(app, '/v1/orders/A-1');
    expect(body).toMatchObject({ netMinor: 4275, freightMinor: 500, taxMinor: 907, grossMinor: 5682 });
    expect(await eventsOf('A-1')).toEqual([
      'order.received',
      'credit.approved',
      'stock.reserved',
      'order.released',
    ]);
    expect((await get(app, '/v1/stock')).body).toMatchObject({
      items: [{ onHand: 100, reserved: 10, free: 90 }],
    });
    expect(await orderDocuments()).toMatchObject([
      {
        id: 'A-1',
        version: 1,
        data: { status: 'released', shipTo: { city: 'Halle' }, lines: [{ units: 10 }] },
      },
    ]);
  });

  test('is taken once however often it is sent, and another one under its number is refused', async () => {
    await stockUp(app);
    await post(app, '/v1/orders', orderBody());
    expect(await post(app, '/v1/orders', orderBody())).toMatchObject({
      status: 200,
      body: { status: 'released' },
    });
    const other = await post(app, '/v1/orders', orderBody({ freightMinor: 501 }));
    expect(other).toMatchObject({ status: 409, body: { code: 'CONTENT_DIFFERS', place: 'number' } });
    expect((await get(app, '/v1/stock')).body).toMatchObject({ items: [{ reserved: 10 }] });
  });

  test('may have a slash in its number, if it is encoded', async () => {
    await stockUp(app);
    await post(app, '/v1/orders', orderBody({ number: '2026/7' }));
    expect((await get(app, '/v1/orders/2026%2F7')).body).toMatchObject({ number: '2026/7' });
  });
});

describe('credit', () => {
  test('holds what goes over the limit, says why, and lets it go after the limit was raised', async () => {
    await stockUp(app);
    await post(app, '/v1/customers/C1', customerBody({ creditLimitMinor: 10_000 }), 'PUT');
    await post(app, '/v1/orders', orderBody({ number: 'A-1' }));
    const second = await post(app, '/v1/orders', orderBody({ number: 'A-2' }));
    expect(second.body).toMatchObject({ status: 'on_credit_hold' });
    const { body } = await get(app, '/v1/orders/A-2');
    expect((body.events as { summary: string }[]).at(-1)?.summary).toBe(
      'The limit of 100.00 EUR does not cover 56.82 EUR of this order and 56.82 EUR open ' +
        '(invoices 0.00 EUR, released orders 56.82 EUR): 13.64 EUR too much.',
    );
    await post(app, '/v1/customers/C1', customerBody({ creditLimitMinor: 20_000 }), 'PUT');
    expect((await post(app, '/v1/orders/A-2/release', {})).body).toMatchObject({ status: 'released' });
    const decisions = await context.db
      .selectFrom('credit_decisions')
      .select('decision')
      .orderBy('id')
      .execute();
    expect(decisions.map(({ decision }) => decision)).toEqual(['approved', 'held', 'approved']);
  });

  test('a hold by a person reaches the stations as a new version, and so does its end', async () => {
    await stockUp(app);
    await post(app, '/v1/orders', orderBody());
    await post(app, '/v1/orders/A-1/hold', { reason: 'Customer asked us to wait' });
    expect(await orderDocuments()).toMatchObject([
      { version: 2, data: { status: 'on_hold', holdReason: 'Customer asked us to wait' } },
    ]);
    await post(app, '/v1/orders/A-1/release', {});
    expect(await orderDocuments()).toMatchObject([{ version: 3, data: { status: 'released' } }]);
    expect((await get(app, '/v1/stock')).body).toMatchObject({ items: [{ reserved: 10 }] });
  });
});

test('an order waits whole for goods that are short, and is released when they arrive', async () => {
  await stockUp(app, 9);
  expect((await post(app, '/v1/orders', orderBody())).body).toMatchObject({ status: 'back_ordered' });
  expect((await get(app, '/v1/stock')).body).toMatchObject({ items: [{ onHand: 9, reserved: 0 }] });
  await post(app, '/v1/stock/movements', { sku: 'TEA', units: 1, reason: 'receipt', reference: 'dn-1' });
  expect((await get(app, '/v1/orders/A-1')).body).toMatchObject({ status: 'released' });
  expect(await eventsOf('A-1')).toEqual([
    'order.received',
    'credit.approved',
    'stock.short',
    'credit.approved',
    'stock.reserved',
    'order.released',
  ]);
});

test('lists are paged without gaps', async () => {
  await stockUp(app);
  for (const number of ['A-3', 'A-1', 'A-2']) await post(app, '/v1/orders', orderBody({ number }));
  const first = (await get(app, '/v1/orders?limit=2')).body;
  expect(first).toMatchObject({ items: [{ number: 'A-1', units: 10 }, { number: 'A-2' }], next: 'A-2' });
  expect((await get(app, '/v1/orders?limit=2&after=A-2')).body).toMatchObject({
    items: [{ number: 'A-3' }],
    next: null,
  });
  expect((await get(app, '/v1/orders?status=closed')).body).toMatchObject({ items: [], next: null });
});

describe('what is refused is named', () => {
  const lines = (over: object) => orderBody({ lines: [{ sku: 'TEA', units: 1, ...over }] });

  test.each([
    ['POST', '/v1/orders', orderBody({ customer: 'NOBODY' }), 422, 'CUSTOMER_UNKNOWN', 'customer'],
    ['POST', '/v1/orders', lines({ sku: 'NONE' }), 422, 'PRODUCT_UNKNOWN', 'lines.0.sku'],
    ['POST', '/v1/orders', lines({ units: -3 }), 400, 'REQUEST_INVALID', 'body.lines.0.units'],
    ['POST', '/v1/orders', lines({ discountBp: 10_001 }), 400, 'REQUEST_INVALID', 'body.lines.0.discountBp'],
    ['POST', '/v1/orders', orderBody({ lines: [] }), 400, 'REQUEST_INVALID', 'body.lines'],
    ['POST', '/v1/orders', orderBody({ currency: 'EURO' }), 400, 'REQUEST_INVALID', 'body.currency'],
    ['POST', '/v1/orders', orderBody({ currency: 'USD' }), 422, 'CURRENCY_DIFFERS', 'currency'],
    ['POST', '/v1/orders', orderBody({ site: 'moon' }), 422, 'SITE_UNKNOWN', 'site'],
    ['POST', '/v1/orders', orderBody({ orderedOn: '2026-02-30' }), 400, 'REQUEST_INVALID', 'body.orderedOn'],
    ['POST', '/v1/orders', lines({ taxCategory: 'AE' }), 422, 'TAX_INVALID', 'lines.0.taxCategory'],
    ['POST', '/v1/orders', lines({ taxRateBp: 0 }), 422, 'TAX_INVALID', 'lines.0.taxCategory'],
    ['POST', '/v1/products', productBody({ sku: 'B', taxCategory: 'Z' }), 422, 'TAX_INVALID', 'taxCategory'],
    [
      'POST',
      '/v1/orders',
      lines({ units: 1_000_000, unitPriceMinor: 1_000_000_000_000 }),
      422,
      'AMOUNT_TOO_LARGE',
      'lines',
    ],
    ['POST', '/v1/orders/NONE/release', {}, 404, 'ORDER_UNKNOWN', 'number'],
    ['PUT', '/v1/customers/NONE', customerBody({ id: 'NONE' }), 422, 'CUSTOMER_UNKNOWN', 'customer'],
    ['PUT', '/v1/customers/C1', customerBody({ id: 'C2' }), 400, 'REQUEST_INVALID', 'body.id'],
    ['PUT', '/v1/products/TEA', productBody({ sku: 'MATE' }), 400, 'REQUEST_INVALID', 'body.sku'],
    [
      'POST',
      '/v1/products',
      productBody({ sku: 'B', packagings: [{ gtin: '4012345000017', level: 'each', units: 1 }] }),
      422,
      'GTIN_INVALID',
      'packagings.0.gtin',
    ],
    ['POST', '/v1/products', productBody({ sku: 'B' }), 409, 'GTIN_TAKEN', 'packagings.0.gtin'],
    ['POST', '/v1/products', productBody({ name: 'Other' }), 409, 'CONTENT_DIFFERS', 'sku'],
    [
      'POST',
      '/v1/stock/movements',
      { sku: 'TEA', units: -1, reason: 'receipt', reference: 'x' },
      400,
      'REQUEST_INVALID',
      'body.units',
    ],
    [
      'POST',
      '/v1/stock/movements',
      { sku: 'TEA', units: -101, reason: 'adjustment', reference: 'x' },
      409,
      'STOCK_TOO_LOW',
      'units',
    ],
    [
      'POST',
      '/v1/stock/movements',
      { sku: 'NONE', units: 1, reason: 'receipt', reference: 'x' },
      422,
      'PRODUCT_UNKNOWN',
      'sku',
    ],
  ] as const)('%s %s %j', async (method, url, body, status, code, place) => {
    await stockUp(app);
    expect(await post(app, url, body, method)).toMatchObject({ status, body: { code, place } });
    expect((await get(app, '/v1/orders')).body).toMatchObject({ items: [] });
  });

  test('a body that is not JSON', async () => {
    const response = await app.inject({
      method: 'POST',
      url: '/v1/orders',
      headers: { 'content-type': 'application/json' },
      payload: '{"number": ',
    });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ code: 'REQUEST_INVALID', place: 'body' });
  });
});
