import type { FastifyInstance } from 'fastify';
import { beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../app.ts';
import { camt053 } from '../bank/test-camt.ts';
import { TestStation } from '../facts/test-facts.ts';
import { testContext } from '../test-context.ts';
import { customerBody, get, orderBody, post, stockUp } from '../test-goods.ts';
import { readWorkPage } from '../work-feed/work-page.ts';

let app: FastifyInstance;
let context: Awaited<ReturnType<typeof testContext>>;
let station: TestStation;

beforeEach(async () => {
  context = await testContext();
  app = await createApp(context);
  station = new TestStation('s1', 'pack-1');
  await stockUp(app);
});

/** Each order of `orderBody` comes to 56.82. */
const limit = (creditLimitMinor: number) =>
  post(app, '/v1/customers/C1', customerBody({ creditLimitMinor }), 'PUT');
const enter = (number: string, over: object = {}) => post(app, '/v1/orders', orderBody({ number, ...over }));
const upload = () => post(app, '/v1/facts', { v: 1, site: 's1', events: station.takeEvents() });
const ten = [{ line: 1, sku: 'TEA', units: 10 }];

async function pay(invoice: string, id = 'S1') {
  const payload = camt053({ id, entries: [{ amount: '56.82', ustrd: invoice }] });
  const headers = { 'content-type': 'application/xml' };
  const { statusCode } = await app.inject({ method: 'POST', url: '/v1/bank/statements', headers, payload });
  expect(statusCode).toBe(201);
}

async function statuses() {
  const { body } = await get(app, '/v1/orders');
  return (body.items as { number: string; status: string }[]).map(
    ({ number, status }) => `${number} ${status}`,
  );
}

async function history(number: string) {
  const { body } = await get(app, `/v1/orders/${number}`);
  return (body.events as { type: string; summary: string }[]).map(
    ({ type, summary }) => `${type}: ${summary}`,
  );
}

async function document(id: string) {
  const page = await readWorkPage(context, { site: 's1', after: 0, epoch: undefined, limit: 100 });
  return page.documents.find((one) => one.id === id);
}

describe('credit that is freed goes to the orders that credit holds', () => {
  test('by a payment, the oldest first and as far as it reaches, in its transaction', async () => {
    await limit(11_400);
    await enter('A-1');
    await enter('A-2');
    station.fulfil('A-1', ten);
    await upload();
    // B-2 came first, whatever its number.
    await enter('B-2');
    context.clock.advance(1);
    await enter('B-1');
    expect(await statuses()).toEqual([
      'A-1 dispatched',
      'A-2 released',
      'B-1 on_credit_hold',
      'B-2 on_credit_hold',
    ]);
    await pay('INV-000001');
    expect(await statuses()).toEqual(['A-1 closed', 'A-2 released', 'B-1 on_credit_hold', 'B-2 released']);
    expect((await history('B-2')).slice(-4)).toEqual([
      'credit.reconsidered: Decided again: PAY-000001 paid invoice INV-000001.',
      expect.stringMatching(/^credit\.approved: The limit of 114\.00 EUR covers 56\.82 EUR of this order/),
      'stock.reserved: 10 units are reserved.',
      'order.released: Released to site s1.',
    ]);
    // The one that stays held was looked at, and its history does not fill.
    expect((await history('B-1')).filter((line) => line.startsWith('credit.'))).toHaveLength(1);
    expect(await document('B-2')).toMatchObject({ data: { status: 'released' } });
  });

  test('by a raised limit', async () => {
    await limit(5_000);
    await enter('A-1');
    await limit(5_681);
    expect(await statuses()).toEqual(['A-1 on_credit_hold']);
    await limit(5_682);
    expect(await statuses()).toEqual(['A-1 released']);
    expect(await history('A-1')).toContainEqual(
      'credit.reconsidered: Decided again: what is known of the customer was changed.',
    );
  });

  test('by an order that left short, and its goods to the ones that wait for them', async () => {
    await limit(11_000);
    await enter('A-1', { lines: [{ sku: 'TEA', units: 95, discountBp: 9_000 }] });
    await post(app, '/v1/customers', customerBody({ id: 'C2' }));
    await enter('W-1', { customer: 'C2' });
    await enter('H-1', { lines: [{ sku: 'TEA', units: 1 }], freightMinor: 5_000 });
    expect(await statuses()).toEqual(['A-1 released', 'H-1 on_credit_hold', 'W-1 back_ordered']);
    station.start('A-1');
    station.confirm('A-1', 1, 'TEA', 5);
    station.add({
      type: 'pick.shorted',
      data: { order: 'A-1', line: 1, sku: 'TEA', units: 90, reason: 'damaged' },
    });
    const five = [{ line: 1, sku: 'TEA', units: 5 }];
    station.dispatch('A-1', [station.sealParcel('A-1', five)], five);
    await upload();
    expect(await statuses()).toEqual(['A-1 dispatched', 'H-1 released', 'W-1 released']);
    expect(await history('H-1')).toContainEqual(
      'credit.reconsidered: Decided again: order A-1 comes short of what was ordered.',
    );
  });

  test('by a short, at once and as far as it reaches, before anything leaves', async () => {
    await limit(6_500);
    await enter('A-1');
    await enter('H-1', { freightMinor: 300, lines: [{ sku: 'TEA', units: 1 }] });
    await enter('H-2', { freightMinor: 0, lines: [{ sku: 'TEA', units: 30 }] });
    await enter('H-3', { freightMinor: 0, lines: [{ sku: 'TEA', units: 1 }] });
    expect(await statuses()).toEqual([
      ...['A-1 released', 'H-1 on_credit_hold', 'H-2 on_credit_hold', 'H-3 released'],
    ]);
    station.start('A-1');
    station.add({
      type: 'pick.shorted',
      data: { order: 'A-1', line: 1, sku: 'TEA', units: 2, reason: 'damaged' },
    });
    await upload();
    expect(await statuses()).toEqual([
      ...['A-1 in_fulfilment', 'H-1 released', 'H-2 on_credit_hold', 'H-3 released'],
    ]);
    expect((await history('H-1')).slice(2, 4)).toEqual([
      'credit.reconsidered: Decided again: order A-1 comes short of what was ordered.',
      // 8 x 4.50 less 5 %, 5.00 freight, 19 %; and 5.36 of H-3.
      expect.stringContaining('released orders 52.01 EUR'),
    ]);
    expect((await history('H-2')).filter((line) => line.startsWith('credit.'))).toHaveLength(1);
  });

  test('but not to one that a person stopped, also if credit held it before', async () => {
    await limit(5_000);
    await enter('A-1');
    await post(app, '/v1/orders/A-1/hold', { reason: 'Address in doubt' });
    await limit(1_000_000);
    expect(await statuses()).toEqual(['A-1 on_credit_hold']);
    expect((await post(app, '/v1/orders/A-1/release', {})).body).toMatchObject({ status: 'released' });
  });
});

test('what of an order was invoiced counts once, and the rest of it still counts', async () => {
  await limit(6_000);
  await enter('A-1');
  station.start('A-1');
  station.confirm('A-1', 1, 'TEA', 1);
  const one = [{ line: 1, sku: 'TEA', units: 1 }];
  station.confirm('A-1', 1, 'TEA', 9, 2);
  const nine = [{ line: 1, sku: 'TEA', units: 9 }];
  const first = station.sealParcel('A-1', one);
  station.sealParcel('A-1', nine, 2);
  station.dispatch('A-1', [first], one);
  // The nine left as well, in a parcel that central never heard of: nothing proves them, and they are owed all the same.
  station.dispatch('A-1', ['340123450000000999'], nine, 2);
  await upload();
  await enter('A-2', { freightMinor: 0, lines: [{ sku: 'TEA', units: 1 }] });
  const held = (await history('A-2')).find((line) => line.startsWith('credit.held'));
  // Invoice: 4.28 + 5.00 + 19 % = 11.04; the rest of 56.82 is 45.78.
  expect(held).toContain('(invoices 11.04 EUR, released orders 45.78 EUR)');
});

describe('a hold that came when a station had begun', () => {
  beforeEach(async () => {
    await enter('A-1');
    await post(app, '/v1/orders/A-1/hold', { reason: 'Wait for the label' });
    station.start('A-1');
    await upload();
  });

  test('is lifted by a release, so that the station can go on', async () => {
    expect(await statuses()).toEqual(['A-1 in_fulfilment']);
    expect(await document('A-1')).toMatchObject({ data: { status: 'on_hold' } });
    expect(await post(app, '/v1/orders/A-1/release', {})).toMatchObject({
      status: 200,
      body: { status: 'in_fulfilment' },
    });
    expect(await document('A-1')).toMatchObject({ data: { status: 'released' } });
    expect((await get(app, '/v1/stock')).body).toMatchObject({ items: [{ reserved: 10 }] });
  });

  test('stays where credit does not allow a release', async () => {
    await limit(100);
    expect((await post(app, '/v1/orders/A-1/release', {})).body).toMatchObject({ status: 'in_fulfilment' });
    expect(await document('A-1')).toMatchObject({
      data: { status: 'on_hold', holdReason: expect.stringContaining('limit of 1.00 EUR does not cover') },
    });
    await limit(10_000);
    expect(await document('A-1')).toMatchObject({ data: { status: 'released' } });
  });
});

describe('POST /v1/orders/:number/cancel', () => {
  const cancel = (number: string, body: object = {}) => post(app, `/v1/orders/${number}/cancel`, body);

  test('frees goods and credit for those that wait, takes the order off the stations, and says so once', async () => {
    await limit(100_000);
    await enter('A-1', { lines: [{ sku: 'TEA', units: 95 }] });
    await enter('A-2');
    await enter('A-3', { lines: [{ sku: 'TEA', units: 5 }], freightMinor: 50_000 });
    expect(await statuses()).toEqual(['A-1 released', 'A-2 back_ordered', 'A-3 on_credit_hold']);
    expect(await cancel('A-1', { reason: 'ordered twice' })).toMatchObject({
      status: 200,
      body: { status: 'cancelled' },
    });
    expect(await cancel('A-1')).toMatchObject({ status: 200, body: { status: 'cancelled' } });
    expect(await statuses()).toEqual(['A-1 cancelled', 'A-2 released', 'A-3 released']);
    expect((await get(app, '/v1/stock')).body).toMatchObject({ items: [{ onHand: 100, reserved: 15 }] });
    expect(await document('A-1')).toMatchObject({
      data: { status: 'cancelled', holdReason: 'ordered twice' },
    });
    expect((await history('A-1')).filter((line) => line.startsWith('order.cancelled'))).toEqual([
      'order.cancelled: Cancelled: ordered twice',
    ]);
    expect(await history('A-3')).toContainEqual(
      'credit.reconsidered: Decided again: order A-1 was cancelled.',
    );
    expect(await post(app, '/v1/orders/A-1/release', {})).toMatchObject({
      status: 409,
      body: { code: 'ORDER_STATE' },
    });
    const { body } = await get(app, '/v1/orders/A-1/journey');
    expect((body.milestones as { key: string; detail: string }[]).at(-1)).toMatchObject({
      key: 'closed',
      detail: 'Cancelled: ordered twice',
    });
  });

  test.each(['received', 'on_credit_hold', 'back_ordered'])(
    'works for an order that is %s',
    async (status) => {
      if (status === 'on_credit_hold') await limit(1);
      await enter('A-1', { lines: [{ sku: 'TEA', units: status === 'back_ordered' ? 1_000 : 1 }] });
      if (status === 'received') await context.db.updateTable('orders').set({ status }).execute();
      expect(await cancel('A-1')).toMatchObject({ status: 200 });
    },
  );

  test('stops one that a station has begun: what it does until it hears of it does not bring the order back', async () => {
    await enter('A-1');
    station.start('A-1');
    station.confirm('A-1', 1, 'TEA', 4);
    await upload();
    expect(await cancel('A-1', { reason: 'no longer wanted' })).toMatchObject({ status: 200 });
    expect(await document('A-1')).toMatchObject({ data: { status: 'cancelled' } });
    station.confirm('A-1', 1, 'TEA', 2);
    await upload();
    expect(await statuses()).toEqual(['A-1 cancelled']);
    expect((await get(app, '/v1/orders/A-1')).body).toMatchObject({ lines: [{ picked: 6, packed: 6 }] });
  });

  test('leaves the stations a month later', async () => {
    await enter('A-1');
    await enter('A-2');
    await cancel('A-1');
    context.clock.jump(32 * 86_400_000);
    await cancel('A-2');
    expect(await document('A-1')).toMatchObject({ data: null });
    expect(await document('A-2')).toMatchObject({ data: { status: 'cancelled' } });
  });

  test('is refused when it has left, and for an order that nobody knows', async () => {
    await enter('A-1');
    station.fulfil('A-1', ten);
    await upload();
    expect(await cancel('A-1')).toMatchObject({ status: 409, body: { code: 'ORDER_STATE' } });
    expect(await cancel('NO')).toMatchObject({ status: 404, body: { code: 'ORDER_UNKNOWN' } });
    expect(await cancel('A-1', { reason: '' })).toMatchObject({ status: 400 });
  });

  test('that a station did not hear of in time does not lose what left: it is invoiced, and a person is told', async () => {
    await enter('A-1');
    await cancel('A-1');
    station.fulfil('A-1', ten);
    await upload();
    expect(await statuses()).toEqual(['A-1 dispatched']);
    expect((await get(app, '/v1/invoices')).body).toMatchObject({ items: [{ grossMinor: 5682 }] });
    expect((await get(app, '/v1/exceptions')).body).toMatchObject({
      items: [
        { code: 'ORDER_CANCELLED', message: expect.stringContaining('had not heard of it') },
        { code: 'ORDER_CANCELLED', message: expect.stringContaining('sent shipment A-1/1 off all the same') },
      ],
    });
    expect((await history('A-1')).filter((line) => line.startsWith('order.reopened'))).toHaveLength(1);
    expect((await get(app, '/v1/stock')).body).toMatchObject({ items: [{ onHand: 90, reserved: 0 }] });
  });

  test('of an order in work that leaves all the same is not silent', async () => {
    await enter('A-1');
    station.start('A-1');
    station.confirm('A-1', 1, 'TEA', 10);
    await upload();
    await cancel('A-1');
    station.dispatch('A-1', [station.sealParcel('A-1', ten)], ten);
    await upload();
    expect(await statuses()).toEqual(['A-1 dispatched']);
    expect((await get(app, '/v1/exceptions')).body).toMatchObject({
      items: [{ code: 'ORDER_CANCELLED', type: 'shipment.dispatched', order: 'A-1' }],
    });
  });
});
