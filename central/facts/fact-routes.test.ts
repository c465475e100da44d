import type { FastifyInstance } from 'fastify';
import { beforeEach, describe, expect, test } from 'vitest';
import { type FactEvent, factEventOf, setAsideEventOf } from '../../protocols/wire/event.ts';
import { factUploadAck } from '../../protocols/wire/fact-delivery.ts';
import { siteId, stationId } from '../../protocols/wire/ids.ts';
import { createApp } from '../app.ts';
import { camt053 } from '../bank/test-camt.ts';
import type { CentralContext } from '../context.ts';
import { testContext } from '../test-context.ts';
import { get, orderBody, post, stockUp } from '../test-goods.ts';
import { TestStation } from './test-facts.ts';

let app: FastifyInstance;
let context: CentralContext;
let station: TestStation;

beforeEach(async () => {
  context = await testContext();
  app = await createApp(context);
  station = new TestStation('s1', 'pack-1');
  await stockUp(app);
  await post(app, '/v1/orders', orderBody());
});

const ten = [{ line: 1, sku: 'TEA', units: 10 }];
const send = (events: readonly unknown[], site = 's1') => post(app, '/v1/facts', { v: 1, site, events });

async function acked(events: readonly unknown[]) {
  const { status, body } = await send(events);
  expect([status, body]).toEqual([200, expect.anything()]);
  return factUploadAck.parse(body).stations.map(({ station: name, upTo, gap }) => ({ name, upTo, gap }));
}

async function exceptions() {
  return (await get(app, '/v1/exceptions')).body.items as { seq: number; code: string; message: string }[];
}

async function invoices() {
  return (await get(app, '/v1/invoices')).body.items as { number: string; grossMinor: number }[];
}

/** Everything that central has stored, to see that nothing changed. */
async function everything(): Promise<string> {
  const tables = [
    'facts',
    'fact_heads',
    'fact_conflicts',
    'fact_exceptions',
    'orders',
    'order_lines',
  ] as const;
  const more = [
    'order_events',
    'parcels',
    'shipments',
    'invoices',
    'journal_lines',
    'stock',
    'number_series',
  ] as const;
  const rows: unknown[] = [];
  for (const table of [...tables, ...more])
    rows.push(await context.db.selectFrom(table).selectAll().execute());
  return JSON.stringify(rows);
}

describe('an upload of facts', () => {
  test('changes nothing when it comes again, whole or in part', async () => {
    station.fulfil('A-1', ten);
    const events = station.takeEvents();
    await acked(events);
    const before = await everything();
    expect(await acked(events)).toEqual([{ name: 'pack-1', upTo: events.length, gap: null }]);
    await acked(events.slice(5, 9));
    await acked([...events, ...events]);
    expect(await everything()).toBe(before);
  });

  test('names a gap, keeps nothing behind it, and goes on when it is filled', async () => {
    station.fulfil('A-1', ten);
    const events = station.takeEvents();
    expect(await acked([...events.slice(0, 3), ...events.slice(6)])).toEqual([
      { name: 'pack-1', upTo: 3, gap: { from: 4, to: 6 } },
    ]);
    expect(await invoices()).toEqual([]);
    expect(await acked(events.slice(3))).toEqual([{ name: 'pack-1', upTo: events.length, gap: null }]);
    expect(await invoices()).toHaveLength(1);
  });

  test('acknowledges each of its stations', async () => {
    const other = new TestStation('s1', 'pack-2');
    station.fulfil('A-1', ten);
    other.add({ type: 'station.started', data: { boot: 'b', version: '1' } });
    const [first, ...rest] = station.takeEvents();
    expect(await acked([first, ...other.takeEvents(), ...rest])).toEqual([
      { name: 'pack-1', upTo: station.lastSeq, gap: null },
      { name: 'pack-2', upTo: 1, gap: null },
    ]);
  });

  test('lets a fact that was tampered with hold its place, and everything behind it flow', async () => {
    station.add({ type: 'operator.signed_in', data: { operator: 'ada' } });
    station.fulfil('A-1', ten);
    const events = station.takeEvents();
    const first = events[0] as FactEvent & { data: object };
    expect(await acked([{ ...first, data: { ...first.data, operator: 'eve' } }, ...events.slice(1)])).toEqual(
      [{ name: 'pack-1', upTo: events.length, gap: null }],
    );
    expect(await exceptions()).toMatchObject([{ seq: 1, code: 'SET_ASIDE_HASH_MISMATCH' }]);
    expect(await invoices()).toHaveLength(1);
  });

  test('lets a number that JSON cannot write hold its place instead of blocking the pipe', async () => {
    station.start('A-1');
    const body = JSON.stringify({ v: 1, site: 's1', events: station.takeEvents() });
    const headers = { 'content-type': 'application/json' };
    const payload = body.replace('"version":1', '"version":1e999');
    const response = await app.inject({ method: 'POST', url: '/v1/facts', headers, payload });
    expect(response.json()).toMatchObject({ stations: [{ upTo: 1, gap: null }] });
    expect(await exceptions()).toMatchObject([{ seq: 1, code: 'SET_ASIDE_HASH_MISMATCH' }]);
  });

  test('takes a record of what the gateway set aside for what it is', async () => {
    const record = {
      v: 1 as const,
      site: siteId.parse('s1'),
      station: stationId.parse('pack-1'),
      seq: 1,
      hash: '',
      reason: 'invalid' as const,
      detail: 'no data',
      raw: { seq: 1, nonsense: true },
    };
    const event = setAsideEventOf(1, '2026-03-02T08:00:00.000Z', record);
    expect(await acked([event])).toEqual([{ name: 'pack-1', upTo: 1, gap: null }]);
    expect(await acked([event])).toEqual([{ name: 'pack-1', upTo: 1, gap: null }]);
    expect(await exceptions()).toMatchObject([{ seq: 1, code: 'SET_ASIDE_INVALID', message: 'no data' }]);
    const { body } = await get(app, '/v1/status');
    expect(body).toMatchObject({ stations: [{ station: 'pack-1', setAside: 1 }] });
  });

  test('keeps another fact under a known number as a conflict, once', async () => {
    station.fulfil('A-1', ten);
    await acked(station.takeEvents());
    const twin = new TestStation('s1', 'pack-1');
    twin.add({ type: 'operator.signed_in', data: { operator: 'eve' } });
    const events = twin.takeEvents();
    await acked(events);
    await acked(events);
    const conflicts = await context.db.selectFrom('fact_conflicts').selectAll().execute();
    expect(conflicts).toMatchObject([{ station: 'pack-1', seq: 1, received_hash: twin.facts[0]?.hash }]);
    expect(await exceptions()).toMatchObject([{ station: 'pack-1', seq: 1, code: 'CONFLICT' }]);
  });

  test('is refused whole if nothing of it has a place', async () => {
    const foreign = new TestStation('s9', 'pack-1');
    foreign.start('A-1');
    expect(await send(foreign.takeEvents())).toMatchObject({
      status: 422,
      body: { code: 'FACTS_UNPLACEABLE' },
    });
    expect(await send([{ rubbish: true }, 7, null])).toMatchObject({
      status: 422,
      body: { code: 'FACTS_UNPLACEABLE', faults: [{ place: 'body.events.0' }, {}, {}] },
    });
    expect(await send(station.takeEvents().concat(), 's1')).toMatchObject({ status: 400 });
    station.start('A-1');
    expect(await send(station.takeEvents(), 's9')).toMatchObject({
      status: 422,
      body: { code: 'SITE_UNKNOWN' },
    });
    expect(await send([], 's1')).toMatchObject({ status: 400, body: { code: 'REQUEST_INVALID' } });
    expect(await post(app, '/v1/facts', { v: 2 })).toMatchObject({
      status: 400,
      body: { code: 'REQUEST_INVALID' },
    });
    expect(await context.db.selectFrom('facts').selectAll().execute()).toEqual([]);
  });

  test('keeps what has a place beside what has none', async () => {
    station.start('A-1');
    expect(await acked([{ rubbish: true }, ...station.takeEvents()])).toEqual([
      { name: 'pack-1', upTo: 1, gap: null },
    ]);
  });

  test('keeps a fact of a type that this version does not know', async () => {
    const [known] = [station.add({ type: 'station.started', data: { boot: 'b', version: '1' } })];
    const stranger = new TestStation('s1', 'pack-3');
    const later = stranger.add({ type: 'robot.docked', data: { robot: 'r2' } } as never);
    expect(await acked([factEventOf(1, known), factEventOf(2, later)])).toEqual([
      { name: 'pack-1', upTo: 1, gap: null },
      { name: 'pack-3', upTo: 1, gap: null },
    ]);
    expect(await exceptions()).toEqual([]);
  });
});

describe('a sound fact that does not fit the business', () => {
  const codes = async () => (await exceptions()).map(({ seq, code }) => `${seq} ${code}`);

  test('names an order that is not known, not released, or of another site', async () => {
    await post(app, '/v1/orders', orderBody({ number: 'A-9', lines: [{ sku: 'TEA', units: 100_000 }] }));
    station.start('NO-1');
    station.start('A-9');
    await acked(station.takeEvents());
    expect(await codes()).toEqual(['1 ORDER_UNKNOWN', '2 ORDER_NOT_RELEASED']);
  });

  test('picks, packs, ships or shorts more than there is', async () => {
    station.start('A-1');
    const { packSeq } = station.confirm('A-1', 1, 'TEA', 10);
    const pick = { order: 'A-1', line: 1, sku: 'TEA', units: 1 };
    const scanned = { gtin: '04012345000016', scanSeq: packSeq };
    station.add({ type: 'pick.confirmed', data: { ...pick, ...scanned } });
    station.add({ type: 'pack.confirmed', data: { ...pick, parcel: 1, scanSeq: packSeq } });
    station.add({ type: 'pick.shorted', data: { ...pick, reason: 'other' } });
    station.add({ type: 'item.undone', data: { ...pick, parcel: 1, pickSeq: 1, packSeq } });
    station.add({ type: 'pick.confirmed', data: { ...pick, sku: 'COFFEE', ...scanned } });
    const sscc = station.sealParcel('A-1', ten);
    station.dispatch('A-1', [sscc], [{ line: 1, sku: 'TEA', units: 11 }]);
    await acked(station.takeEvents());
    expect(await codes()).toEqual([
      '5 PICKED_TOO_MANY',
      '6 PACKED_TOO_MANY',
      '7 SHORTED_TOO_MANY',
      '8 UNDO_UNKNOWN',
      '9 LINE_UNKNOWN',
      '11 SHIPPED_TOO_MANY',
    ]);
    expect(await invoices()).toEqual([]);
    // The right dispatch is still possible.
    station.dispatch('A-1', [sscc], ten, 2);
    await acked(station.takeEvents());
    expect(await invoices()).toMatchObject([{ grossMinor: 5682 }]);
  });

  test('seals an SSCC twice, or dispatches the same shipment again', async () => {
    await post(app, '/v1/orders', orderBody({ number: 'A-2' }));
    station.fulfil('A-1', ten);
    const sealed = station.facts.find(({ type }) => type === 'parcel.sealed');
    const sscc = String(sealed?.data.sscc);
    station.start('A-2');
    station.add({ type: 'parcel.sealed', data: { order: 'A-2', parcel: 1, sscc, items: [...ten] } });
    station.dispatch('A-1', [sscc], ten, 1);
    await acked(station.takeEvents());
    expect((await exceptions()).map(({ code }) => code)).toEqual(['PARCEL_KNOWN', 'SHIPMENT_KNOWN']);
    expect(await invoices()).toHaveLength(1);
  });

  test('ships units that no scan proves: the line is not invoiced, and the order does not close (U1)', async () => {
    await post(app, '/v1/products', {
      ...{ sku: 'JAM', name: 'Jam', unitPriceMinor: 300, taxRateBp: 700 },
      packagings: [{ gtin: '4012345000023', level: 'each', units: 1 }],
    });
    await post(app, '/v1/stock/movements', { sku: 'JAM', units: 5, reason: 'opening', reference: 'count-2' });
    const lines = [
      { sku: 'TEA', units: 2 },
      { sku: 'JAM', units: 1 },
    ];
    await post(app, '/v1/orders', orderBody({ number: 'A-3', freightMinor: 0, lines }));
    station.start('A-3');
    station.confirm('A-3', 1, 'TEA', 2);
    const jam = { order: 'A-3', line: 2, sku: 'JAM', units: 1 };
    station.add({ type: 'pick.confirmed', data: { ...jam, gtin: '04012345000023', scanSeq: 1 } });
    // Packed, but the pack names another scan than the pick: nothing shows that this very unit went into the parcel.
    station.add({ type: 'pack.confirmed', data: { ...jam, parcel: 1, scanSeq: 2 } });
    const shipped = [
      { line: 1, sku: 'TEA', units: 2 },
      { line: 2, sku: 'JAM', units: 1 },
    ];
    station.dispatch('A-3', [station.sealParcel('A-3', shipped)], shipped);
    await acked(station.takeEvents());
    expect(await exceptions()).toMatchObject([
      { code: 'PROOF_INCOMPLETE', message: expect.stringContaining('Line 2 is not invoiced: 1 of JAM left') },
    ]);
    // 2 x 4.50, 19 %
    expect(await invoices()).toMatchObject([{ number: 'INV-000001', grossMinor: 1071 }]);
    const payload = camt053({ entries: [{ amount: '10.71', ustrd: 'INV-000001' }] });
    await app.inject({
      method: 'POST',
      url: '/v1/bank/statements',
      headers: { 'content-type': 'text/xml' },
      payload,
    });
    expect((await get(app, '/v1/invoices/INV-000001')).body).toMatchObject({ status: 'paid' });
    expect((await get(app, '/v1/orders/A-3/journey')).body).toMatchObject({
      order: { status: 'dispatched' },
    });
  });

  test.each([
    ['in one upload', 500],
    ['in one upload for each fact', 1],
  ])(
    'dispatches the same parcel under two shipments: its scans prove one of them only, %s',
    async (_how, size) => {
      station.start('A-1');
      const four = [{ line: 1, sku: 'TEA', units: 4 }];
      station.confirm('A-1', 1, 'TEA', 4, 1);
      station.confirm('A-1', 1, 'TEA', 6, 2);
      const sscc = station.sealParcel('A-1', four, 1);
      station.dispatch('A-1', [sscc], four, 1);
      station.dispatch('A-1', [sscc], four, 2);
      const events = station.takeEvents();
      for (let start = 0; start < events.length; start += size)
        await acked(events.slice(start, start + size));
      expect(await invoices()).toHaveLength(1);
      expect((await exceptions()).map(({ code }) => code)).toEqual(['PARCEL_UNKNOWN', 'PROOF_INCOMPLETE']);
    },
  );

  test('moves an order that was never released by no fact of whatever type', async () => {
    await post(app, '/v1/orders', orderBody({ number: 'A-9', lines: [{ sku: 'TEA', units: 1_000 }] }));
    const short = { order: 'A-9', line: 1, sku: 'TEA', units: 1, reason: 'other' as const };
    station.add({ type: 'pick.shorted', data: short });
    station.sealParcel('A-9', [{ line: 1, sku: 'TEA', units: 1 }]);
    await acked(station.takeEvents());
    expect(await codes()).toEqual(['1 ORDER_NOT_RELEASED', '2 ORDER_NOT_RELEASED']);
    expect((await get(app, '/v1/orders/A-9')).body).toMatchObject({ lines: [{ shorted: 0 }] });
    expect((await get(app, '/v1/orders/A-9/journey')).body).toMatchObject({ parcels: [] });
  });

  test('a credit hold that came too late does not stop the invoice of what left', async () => {
    await post(app, '/v1/orders/A-1/hold', { reason: 'overdue invoices' });
    station.fulfil('A-1', ten);
    await acked(station.takeEvents());
    expect(await invoices()).toHaveLength(1);
    expect(await exceptions()).toEqual([]);
  });
});

describe('the list of exceptions', () => {
  test('has as many as the status counts, of every kind', async () => {
    station.start('NO-1');
    station.add({ type: 'operator.signed_in', data: { operator: 'ada' } });
    const [start, signedIn] = station.takeEvents() as (FactEvent & { data: { data: object } })[];
    await acked([start, { ...signedIn, data: { ...signedIn?.data, operator: 'eve' } }]);
    const twin = new TestStation('s1', 'pack-1');
    twin.start('A-1');
    await acked(twin.takeEvents());
    expect((await exceptions()).map(({ code }) => code)).toEqual([
      'CONFLICT',
      'ORDER_UNKNOWN',
      'SET_ASIDE_HASH_MISMATCH',
    ]);
    expect((await get(app, '/v1/status')).body).toMatchObject({ exceptions: 3 });
  });

  test('goes by pages', async () => {
    for (let nth = 1; nth <= 5; nth += 1) station.start(`NO-${nth}`);
    await acked(station.takeEvents());
    const seen: unknown[] = [];
    let after = '';
    for (let page = 0; page < 3; page += 1) {
      const { body } = await get(app, `/v1/exceptions?limit=2${after}`);
      seen.push(...(body.items as { seq: number }[]).map(({ seq }) => seq));
      after = `&after=${encodeURIComponent(String(body.next))}`;
    }
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  test.each(['after=nonsense', 'limit=0', 'limit=x', 'what=1'])('refuses ?%s', async (query) => {
    expect(await get(app, `/v1/exceptions?${query}`)).toMatchObject({
      status: 400,
      body: { code: 'REQUEST_INVALID' },
    });
  });
});
