import { createHmac } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../app.ts';
import { TestStation } from '../facts/test-facts.ts';
import { testContext } from '../test-context.ts';
import { get, orderBody, post, stockUp } from '../test-goods.ts';

const secret = Buffer.from('a secret of twenty-four b').toString('base64');
let context: Awaited<ReturnType<typeof testContext>>;
let app: FastifyInstance;
let sscc: string;

beforeEach(async () => {
  const bare = await testContext();
  context = { ...bare, config: { ...bare.config, carriers: { DHL: { secret } } } };
  app = await createApp(context);
  await stockUp(app);
  await post(app, '/v1/orders', orderBody({ promisedOn: '2026-03-03' }));
  const station = new TestStation('s1', 'pack-1');
  station.fulfil('A-1', [{ line: 1, sku: 'TEA', units: 10 }]);
  sscc = station.lastSscc;
  await post(app, '/v1/facts', { v: 1, site: 's1', events: station.takeEvents() });
});

const event = (id: string, status: string, over: object = {}) => ({
  ...{ id, sscc, status, at: '2026-03-03T10:00:00.000Z' },
  ...over,
});

interface Sent {
  readonly over?: object;
  readonly ageSeconds?: number;
  readonly key?: string;
}

async function send(events: readonly object[], { over = {}, ageSeconds = 0, key = secret }: Sent = {}) {
  const payload = JSON.stringify({ v: 1, events });
  const timestamp = String(Math.floor(context.clock.now() / 1000) - ageSeconds);
  const mac = createHmac('sha256', Buffer.from(key, 'base64')).update(`m1.${timestamp}.${payload}`);
  const headers = {
    'content-type': 'application/json',
    'webhook-id': 'm1',
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${mac.digest('base64')}`,
    ...over,
  };
  const response = await app.inject({ method: 'POST', url: '/v1/carriers/DHL/events', headers, payload });
  return { status: response.statusCode, body: response.json<Record<string, unknown>>() };
}

async function shipment() {
  return (await get(app, `/v1/shipments/${encodeURIComponent('A-1/1')}`)).body;
}

describe("a carrier's events", () => {
  test('move a shipment on to its proof of delivery, once each and in whatever order', async () => {
    expect(await shipment()).toMatchObject({ status: 'handed_over', late: false });
    const proof = { name: 'E. Sommer', signatureSha256: 'cd'.repeat(32) };
    const delivered = event('e2', 'delivered', { at: '2026-03-04T10:00:00.000Z', proof });
    expect(await send([delivered])).toMatchObject({ status: 200, body: { added: 1, same: 0, unknown: [] } });
    expect(await send([delivered, event('e1', 'in_transit')])).toMatchObject({ body: { added: 1, same: 1 } });
    expect(await shipment()).toMatchObject({
      status: 'delivered',
      parcels: [{ sscc, deliveredAt: '2026-03-04T10:00:00.000Z', proof }],
    });
    const { body } = await get(app, '/v1/orders/A-1/journey');
    const { history } = body as { history: { type: string; summary: string }[] };
    expect(history.filter(({ type }) => type.startsWith('carrier.')).map(({ summary }) => summary)).toEqual([
      `DHL: parcel ${sscc} is delivered, taken by E. Sommer.`,
      `DHL: parcel ${sscc} is on its way.`,
    ]);
    expect(body).toMatchObject({
      parcels: [{ sscc, status: 'delivered', statusAt: '2026-03-04T10:00:00.000Z', takenBy: 'E. Sommer' }],
      shipments: [{ id: 'A-1/1', late: false }],
      invoices: [{ shipment: 'A-1/1' }],
      milestones: expect.arrayContaining([
        expect.objectContaining({ key: 'dispatched', detail: '10 units left. 1 of 1 parcels delivered.' }),
      ]),
    });
  });

  test('of a parcel in one message move it to the newest, and the same id counts once', async () => {
    const later = event('e3', 'delivered', { at: '2026-03-05T10:00:00.000Z', proof: { name: 'Eva' } });
    const many = [later, event('e1', 'in_transit'), later, event('e2', 'exception')];
    expect(await send(many)).toMatchObject({ body: { added: 3, same: 1, unknown: [] } });
    expect(await shipment()).toMatchObject({ status: 'delivered', parcels: [{ proof: { name: 'Eva' } }] });
    await send([event('e4', 'exception', { at: '2026-03-06T10:00:00.000Z' })]);
    expect(await shipment()).toMatchObject({ status: 'exception', parcels: [{ deliveredAt: null }] });
  });

  test('of a parcel that nobody knows are kept and shown', async () => {
    const unknown = '340123450000000999';
    expect(await send([event('e1', 'exception', { sscc: unknown })])).toMatchObject({
      body: { added: 1, unknown: [unknown] },
    });
    expect((await get(app, '/v1/unknown-parcels')).body.items).toMatchObject([
      { sscc: unknown, carrier: 'DHL', status: 'exception' },
    ]);
  });

  test('of a parcel that is heard of later stand with it then', async () => {
    const late = new TestStation('s1', 'pack-2');
    await post(app, '/v1/orders', orderBody({ number: 'A-2', promisedOn: '2026-03-03' }));
    late.fulfil('A-2', [{ line: 1, sku: 'TEA', units: 10 }]);
    await send([event('e1', 'delivered', { sscc: late.lastSscc })]);
    expect((await get(app, '/v1/unknown-parcels')).body.items).toHaveLength(1);
    await post(app, '/v1/facts', { v: 1, site: 's1', events: late.takeEvents() });
    expect((await get(app, '/v1/unknown-parcels')).body.items).toEqual([]);
    context.clock.jump(2 * 86_400_000);
    const { body } = await get(app, '/v1/shipments?late=true');
    expect(body.items).toMatchObject([{ shipment: 'A-1/1' }]);
    // Nobody got it after all.
    await send([event('e2', 'exception', { sscc: late.lastSscc, at: '2026-03-04T12:00:00.000Z' })]);
    expect((await get(app, '/v1/shipments?late=true')).body.items).toHaveLength(2);
  });

  test.each<[string, Sent]>([
    ['with another secret', { key: Buffer.from('another secret, as long').toString('base64') }],
    ['of yesterday', { ageSeconds: 86_400 }],
    ['without a signature', { over: { 'webhook-signature': '' } }],
    ['of another message', { over: { 'webhook-id': 'm2' } }],
  ])('%s are refused, and nothing is kept', async (_what, sent) => {
    expect(await send([event('e1', 'delivered')], sent)).toMatchObject({
      status: 401,
      body: { code: 'SIGNATURE_INVALID' },
    });
    expect(await shipment()).toMatchObject({ status: 'handed_over' });
  });

  test('that make no sense are named with their places', async () => {
    expect(await send([event('e1', 'flying', { sscc: '12' })])).toMatchObject({
      status: 400,
      body: { faults: [{ place: 'body.events.0.sscc' }, { place: 'body.events.0.status' }] },
    });
    const url = '/v1/carriers/UPS/events';
    expect(await post(app, url, {})).toMatchObject({ status: 404, body: { code: 'CARRIER_UNKNOWN' } });
  });

  test('come as a file just as well', async () => {
    const bring = async (rows: readonly string[]) => {
      const payload = ['id,sscc,status,at,proofName', ...rows].join('\n');
      const headers = { 'content-type': 'text/csv' };
      const response = await app.inject({ method: 'POST', url: '/v1/carriers/DHL/files', headers, payload });
      return { status: response.statusCode, body: response.json<Record<string, unknown>>() };
    };
    const row = `e1,${sscc},delivered,2026-03-04T10:00:00.000Z,Eva`;
    expect(await bring([row, `e2,${sscc},lost,yesterday,`])).toMatchObject({
      status: 400,
      body: { faults: [{ place: 'body:3.status' }, { place: 'body:3.at' }] },
    });
    expect(await bring([row])).toMatchObject({ status: 200, body: { added: 1 } });
    expect(await shipment()).toMatchObject({ status: 'delivered', parcels: [{ proof: { name: 'Eva' } }] });
  });
});

test('a shipment whose day is over without a delivery is late, until it is delivered', async () => {
  const late = async () => ((await get(app, '/v1/shipments?late=true')).body.items as object[]).length;
  expect(await late()).toBe(0);
  context.clock.jump(2 * 86_400_000);
  expect(await late()).toBe(1);
  expect(await shipment()).toMatchObject({ late: true });
  expect((await get(app, '/v1/orders/A-1/journey')).body).toMatchObject({ shipments: [{ late: true }] });
  await send([event('e1', 'delivered')]);
  expect(await late()).toBe(0);
});
