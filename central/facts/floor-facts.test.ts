import type { FastifyInstance } from 'fastify';
import { beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../app.ts';
import type { CentralContext } from '../context.ts';
import { testContext } from '../test-context.ts';
import { get, orderBody, post, productBody, stockUp } from '../test-goods.ts';
import { publishSites } from '../work-feed/publish-sites.ts';
import { readWorkPage } from '../work-feed/work-page.ts';
import { TestStation } from './test-facts.ts';

let context: CentralContext;
let app: FastifyInstance;
let station: TestStation;

beforeEach(async () => {
  context = await testContext();
  app = await createApp(context);
  station = new TestStation('s1', 'pack-1');
  await publishSites(context);
  await stockUp(app);
});

const ten = [{ line: 1, sku: 'TEA', units: 10 }];
const tea = { line: 1, sku: 'TEA' } as const;
const put = (url: string, body: object) => post(app, url, body, 'PUT');

async function upload(from: TestStation = station): Promise<void> {
  const events = from.takeEvents();
  expect(await post(app, '/v1/facts', { v: 1, site: 's1', events })).toMatchObject({ status: 200 });
}

async function exceptions() {
  const { items } = (await get(app, '/v1/exceptions')).body as { items: { code: string; message: string }[] };
  return items.map(({ code }) => code);
}

async function stock() {
  const { items } = (await get(app, '/v1/stock')).body as {
    items: { sku: string; onHand: number; reserved: number }[];
  };
  return items.map(({ sku, onHand, reserved }) => `${sku} ${onHand}/${reserved}`);
}

async function document(kind: string, id: string) {
  const page = await readWorkPage(context, { site: 's1', after: 0, epoch: undefined, limit: 500 });
  return page.documents.find((one) => one.kind === kind && one.id === id)?.data;
}

async function statuses() {
  const { items } = (await get(app, '/v1/orders')).body as { items: { number: string; status: string }[] };
  return items.map(({ number, status }) => `${number} ${status}`);
}

const pick = (units: number, over: object = {}) =>
  station.add({
    type: 'pick.confirmed',
    data: { order: 'A-1', ...tea, units, gtin: '04012345000016', scanSeq: station.lastSeq, ...over },
  }).seq;

describe('what a floor knows of goods and orders', () => {
  test('goes to the stations whole: products, orders and their lines', async () => {
    const details = { capture: { lot: true, expiry: true }, minRemainingDays: 30, tagged: true };
    const packagings = [
      {
        gtin: '4012345000016',
        level: 'each',
        units: 1,
        grams: 260,
        lengthMm: 120,
        widthMm: 80,
        heightMm: 60,
      },
    ];
    await put('/v1/products/TEA', productBody({ ...details, packagings }));
    expect(await document('product', 'TEA')).toMatchObject({
      ...details,
      capture: { lot: true, expiry: true, serial: false },
      packagings: [{ gtin: '04012345000016', grams: 260, lengthMm: 120 }],
    });
    const wanted = { priority: 1, carrier: 'DHL', carrierService: 'express', minRemainingDays: 60 };
    const lines = [{ sku: 'TEA', units: 10, lot: 'L1', substitution: 'refused' }];
    expect(await post(app, '/v1/orders', orderBody({ ...wanted, lines }))).toMatchObject({ status: 201 });
    expect(await post(app, '/v1/orders', orderBody({ ...wanted, lines }))).toMatchObject({ status: 200 });
    expect(await document('order', 'A-1')).toMatchObject({
      ...wanted,
      status: 'released',
      lines: [{ line: 1, lot: 'L1', substitution: 'refused' }],
    });
    // The same product as it was entered is nothing new.
    expect(await post(app, '/v1/products', productBody({ ...details, packagings }))).toMatchObject({
      status: 200,
    });
  });
});

describe('a place', () => {
  const shelf = {
    walk: 10,
    zone: 'A',
    contents: [{ sku: 'TEA', lot: 'L1', expiry: '2027-01-31', units: 40 }],
  };

  test('loses what is picked there and gets back what is undone', async () => {
    await put('/v1/sites/s1/locations/L-1', shelf);
    await post(app, '/v1/orders', orderBody());
    station.start('A-1');
    const six = pick(6, { location: 'L-1', lot: 'L1' });
    pick(2, { location: 'L-1' });
    await upload();
    expect(await document('location', 'L-1')).toMatchObject({ contents: [{ units: 32 }] });
    station.add({ type: 'pick.undone', data: { order: 'A-1', ...tea, units: 6, pickSeq: six } });
    await upload();
    expect(await document('location', 'L-1')).toMatchObject({
      zone: 'A',
      contents: [{ lot: 'L1', units: 38 }],
    });
    expect(await exceptions()).toEqual([]);
  });

  test('is what a count says: the difference is booked for the house', async () => {
    await put('/v1/sites/s1/locations/L-1', shelf);
    const results = [{ sku: 'TEA', lot: 'L1', counted: 37, expected: 40 }];
    station.add({ type: 'count.closed', data: { count: 'C-1', location: 'L-1', results } });
    station.add({ type: 'count.closed', data: { count: 'C-2', location: 'L-9', results } });
    await upload();
    expect(await stock()).toEqual(['TEA 97/0']);
    expect((await get(app, '/v1/sites/s1/locations/L-1')).body).toMatchObject({
      contents: [{ sku: 'TEA', lot: 'L1', expiry: '2027-01-31', units: 37 }],
    });
    expect(await exceptions()).toEqual(['LOCATION_UNKNOWN']);
  });

  test('that lacks what is promised to orders is named, and the books never promise more than there is', async () => {
    await put('/v1/sites/s1/locations/L-1', { ...shelf, contents: [{ sku: 'TEA', units: 100 }] });
    await post(app, '/v1/orders', orderBody());
    const results = [{ sku: 'TEA', counted: 3, expected: 100 }];
    station.add({ type: 'count.closed', data: { count: 'C-1', location: 'L-1', results } });
    await upload();
    expect(await stock()).toEqual(['TEA 10/10']);
    expect(await exceptions()).toEqual(['COUNT_BELOW_RESERVED']);
  });

  test('can be removed, and is refused with what is wrong', async () => {
    await put('/v1/sites/s1/locations/L-1', shelf);
    expect((await app.inject({ method: 'DELETE', url: '/v1/sites/s1/locations/L-1' })).statusCode).toBe(200);
    expect(await document('location', 'L-1')).toBeNull();
    expect(await get(app, '/v1/sites/s1/locations/L-1')).toMatchObject({
      status: 404,
      body: { code: 'LOCATION_UNKNOWN' },
    });
    expect(await put('/v1/sites/s1/locations/L-1', { walk: -1 })).toMatchObject({
      status: 400,
      body: { faults: [{ place: 'body.walk' }] },
    });
  });
});

describe('what is short', () => {
  const short = (units: number, order = 'A-1') =>
    station.add({ type: 'pick.shorted', data: { order, ...tea, units, reason: 'not_located' } });

  function sendEight(): void {
    station.start('A-1');
    station.confirm('A-1', 1, 'TEA', 8);
    short(2);
    const eight = [{ ...tea, units: 8 }];
    station.dispatch('A-1', [station.sealParcel('A-1', eight)], eight);
  }

  test('is reserved no longer, and the reservations of others stay', async () => {
    await post(app, '/v1/orders', orderBody());
    await post(app, '/v1/orders', orderBody({ number: 'A-2' }));
    station.start('A-1');
    short(4);
    await upload();
    expect(await stock()).toEqual(['TEA 100/16']);
  });

  test('becomes a back-order at the same price and without freight, which waits for stock', async () => {
    await put('/v1/sites/s1/rules', { rules: { pick: { short: { rest: 'back_order' } } } });
    await post(app, '/v1/orders', orderBody());
    await post(app, '/v1/orders', orderBody({ number: 'Z-1', lines: [{ sku: 'TEA', units: 89 }] }));
    sendEight();
    await upload();
    expect(await statuses()).toEqual(['A-1 dispatched', 'A-1-B1 released', 'Z-1 released']);
    expect((await get(app, '/v1/orders/A-1-B1')).body).toMatchObject({ lines: [{ sku: 'TEA', units: 2 }] });
    const { items } = (await get(app, '/v1/orders')).body as { items: { grossMinor: number }[] };
    // 2 x 4.50 less 5 %, 19 %
    expect(items[1]?.grossMinor).toBe(1017);
    station.add({ type: 'station.started', data: { boot: 'b2', version: '1' } });
    await upload();
    expect(await statuses()).toHaveLength(3);
  });

  test('is dropped where the site says so, or says nothing', async () => {
    await post(app, '/v1/orders', orderBody());
    sendEight();
    await upload();
    expect(await statuses()).toEqual(['A-1 dispatched']);
    expect(await stock()).toEqual(['TEA 92/0']);
  });

  test('to the last unit ends the order, and its back-order stands for it', async () => {
    await put('/v1/sites/s1/rules', { rules: {} });
    await post(app, '/v1/orders', orderBody());
    station.start('A-1');
    short(10);
    await upload();
    expect(await statuses()).toEqual(['A-1 cancelled', 'A-1-B1 released']);
  });

  describe('and is taken back', () => {
    const undo = (shortSeq: number, units: number) =>
      station.add({ type: 'pick.short_undone', data: { order: 'A-1', ...tea, units, shortSeq } });

    test('is reserved again, also in the upload of the short itself; the rest of it stays short', async () => {
      await post(app, '/v1/orders', orderBody());
      station.start('A-1');
      const first = short(4).seq;
      short(1);
      await upload();
      expect(await stock()).toEqual(['TEA 100/5']);
      undo(first, 4);
      await upload();
      expect(await stock()).toEqual(['TEA 100/9']);
      undo(short(1).seq, 1);
      await upload();
      expect(await stock()).toEqual(['TEA 100/9']);
      expect((await get(app, '/v1/orders/A-1')).body).toMatchObject({ lines: [{ shorted: 1 }] });
      expect(await exceptions()).toEqual([]);
    });

    test('withdraws its back-order, and the order that had ended goes on', async () => {
      await put('/v1/sites/s1/rules', { rules: {} });
      await post(app, '/v1/orders', orderBody());
      station.start('A-1');
      const { seq } = short(10);
      await upload();
      expect(await statuses()).toEqual(['A-1 cancelled', 'A-1-B1 released']);
      undo(seq, 10);
      await upload();
      expect(await statuses()).toEqual(['A-1 in_fulfilment', 'A-1-B1 cancelled']);
      expect(await document('order', 'A-1')).toMatchObject({ status: 'released' });
      expect(await document('order', 'A-1-B1')).toMatchObject({ status: 'cancelled' });
      expect(await stock()).toEqual(['TEA 100/10']);
      station.confirm('A-1', 1, 'TEA', 8);
      short(2);
      const eight = [{ ...tea, units: 8 }];
      station.dispatch('A-1', [station.sealParcel('A-1', eight)], eight);
      await upload();
      expect(await exceptions()).toEqual([]);
      expect(await statuses()).toEqual(['A-1 dispatched', 'A-1-B1 cancelled', 'A-1-B2 released']);
    });

    test('is an exception where the back-order is in work already', async () => {
      await put('/v1/sites/s1/rules', { rules: {} });
      await post(app, '/v1/orders', orderBody());
      station.start('A-1');
      const { seq } = short(10);
      await upload();
      station.start('A-1-B1');
      undo(seq, 10);
      await upload();
      expect(await exceptions()).toEqual(['BACK_ORDER_BEGUN']);
    });

    test('is no undo of a short that nobody knows, nor a second one', async () => {
      await post(app, '/v1/orders', orderBody());
      station.start('A-1');
      const { seq } = short(2);
      undo(seq, 2);
      undo(seq, 2);
      undo(1, 2);
      await upload();
      expect(await exceptions()).toEqual(['UNDO_UNKNOWN', 'UNDO_UNKNOWN']);
      expect((await get(app, '/v1/orders/A-1')).body).toMatchObject({ lines: [{ shorted: 0 }] });
    });
  });
});

describe('a service', () => {
  test('needs no stock, and the signature of the customer proves its invoice', async () => {
    await post(app, '/v1/products', {
      ...{ sku: 'INSTALL', name: 'Installation', unitPriceMinor: 8_000, taxRateBp: 1900 },
      packagings: [{ gtin: '4012345000023', level: 'each', units: 1 }],
    });
    const appointment = { from: '2026-03-03T08:00:00.000Z', to: '2026-03-03T10:00:00.000Z' };
    const service = { kind: 'service', appointment, freightMinor: 0, lines: [{ sku: 'INSTALL', units: 2 }] };
    await post(app, '/v1/orders', orderBody(service));
    expect(await document('order', 'A-1')).toMatchObject({ kind: 'service', appointment });
    station.add({ type: 'service.started', data: { order: 'A-1' } });
    const signature = { sha256: 'ab'.repeat(32), bytes: 900, mediaType: 'image/svg+xml' } as const;
    const lines = [{ line: 1, sku: 'INSTALL', units: 2 }];
    const signed = { order: 'A-1', lines, signedBy: 'Eva Sommer', signature, startedAt: appointment.from };
    const { seq } = station.add({ type: 'service.completed', data: signed });
    station.add({ type: 'service.completed', data: signed });
    await upload();
    expect(await statuses()).toEqual(['A-1 dispatched']);
    expect((await get(app, '/v1/invoices/INV-000001')).body).toMatchObject({
      grossMinor: 19_040,
      lines: [{ units: 2, evidence: [{ station: 'pack-1', seq, scanSeq: seq, units: 2 }] }],
    });
    expect(await exceptions()).toEqual(['SHIPPED_TOO_MANY']);
    expect(await stock()).toEqual(['TEA 100/0']);
    const { history } = (await get(app, '/v1/orders/A-1/journey')).body as {
      history: { type: string; summary: string }[];
    };
    expect(history.find(({ type }) => type === 'service.completed')?.summary).toContain('Eva Sommer');
    expect(await document('order', 'A-1')).toBeNull();
  });

  test('is no way to invoice goods that nobody scanned', async () => {
    await post(app, '/v1/orders', orderBody());
    const signature = { sha256: 'ab'.repeat(32), bytes: 900, mediaType: 'image/png' } as const;
    const signed = {
      order: 'A-1',
      lines: ten,
      signedBy: 'Eva',
      signature,
      startedAt: '2026-03-03T08:00:00.000Z',
    };
    station.add({ type: 'service.completed', data: signed });
    await upload();
    expect(await exceptions()).toEqual(['ORDER_IS_NO_SERVICE']);
    expect((await get(app, '/v1/invoices')).body.items).toEqual([]);
  });
});

describe('a return', () => {
  const back = (units: number, over: object = {}) => ({
    ...{ return: 'R-1', order: 'A-1', ...tea, units, gtin: '04012345000016', scanSeq: 1 },
    ...{ condition: 'as_new' as const, disposition: 'restock' as const },
    ...over,
  });

  test('is kept line by line with what it is worth; only what can be sold again is in stock', async () => {
    await put('/v1/sites/s1/locations/L-1', { walk: 1, contents: [] });
    await post(app, '/v1/orders', orderBody());
    station.fulfil('A-1', ten);
    station.add({ type: 'return.started', data: { return: 'R-1', order: 'A-1', sscc: station.lastSscc } });
    station.add({ type: 'return.received', data: back(2, { location: 'L-1' }) });
    station.add({
      type: 'return.received',
      data: back(3, { condition: 'damaged', disposition: 'scrap', lot: 'L1' }),
    });
    const wrong = station.add({ type: 'return.received', data: back(1) });
    station.add({
      type: 'return.undone',
      data: { return: 'R-1', order: 'A-1', ...tea, units: 1, receivedSeq: wrong.seq },
    });
    station.add({ type: 'return.closed', data: { return: 'R-1', order: 'A-1' } });
    await upload();
    expect(await exceptions()).toEqual([]);
    expect(await stock()).toEqual(['TEA 92/0']);
    expect((await get(app, '/v1/returns/R-1')).body).toMatchObject({
      order: 'A-1',
      status: 'closed',
      // 5 x 4.50 less 5 %, 19 %: 21.38 + 4.06
      toCreditMinor: 2544,
      lines: [
        { units: 2, disposition: 'restock', location: 'L-1' },
        { units: 3, condition: 'damaged', lot: 'L1' },
      ],
    });
    expect(await document('location', 'L-1')).toMatchObject({ contents: [{ sku: 'TEA', units: 2 }] });
    // Nothing of it is booked in the journal.
    expect((await get(app, '/v1/invoices')).body).toMatchObject({ items: [{ grossMinor: 5682 }] });
  });

  test('of more than left waits, and fits when the dispatch of another station comes', async () => {
    await post(app, '/v1/orders', orderBody());
    const desk = new TestStation('s1', 'returns-1');
    desk.add({ type: 'return.received', data: back(4) });
    await upload(desk);
    expect(await exceptions()).toEqual(['RETURNED_TOO_MANY']);
    station.fulfil('A-1', ten);
    await upload();
    expect(await exceptions()).toEqual([]);
    expect(await stock()).toEqual(['TEA 94/0']);
  });
});

describe('a load', () => {
  test('is its manifest, whichever station speaks first', async () => {
    await post(app, '/v1/orders', orderBody());
    const dock = new TestStation('s1', 'dock-1');
    dock.add({ type: 'load.opened', data: { load: 'LD-1', carrier: 'DHL', door: 'D-2' } });
    station.start('A-1');
    station.confirm('A-1', 1, 'TEA', 10);
    const sscc = station.sealParcel('A-1', ten);
    const scanSeq = 1;
    dock.add({ type: 'parcel.loaded', data: { load: 'LD-1', order: 'A-1', sscc, scanSeq } });
    const other = { load: 'LD-1', order: 'A-1', sscc: '340123450000000999' };
    dock.add({ type: 'parcel.loaded', data: { ...other, scanSeq } });
    dock.add({ type: 'parcel.unloaded', data: { ...other, reason: 'wrong load' } });
    dock.add({ type: 'load.closed', data: { load: 'LD-1', carrier: 'DHL', manifest: 'M-1', parcels: 1 } });
    const shipped = { order: 'A-1', shipment: 'A-1/1', parcels: [sscc], lines: ten, scanSeq };
    dock.add({ type: 'shipment.dispatched', data: { ...shipped, load: 'LD-1', carrier: 'DHL' } });
    await upload(dock);
    expect(await exceptions()).toEqual(['PARCEL_UNKNOWN']);
    await upload();
    expect(await exceptions()).toEqual([]);
    expect((await get(app, '/v1/loads/LD-1')).body).toMatchObject({
      carrier: 'DHL',
      door: 'D-2',
      status: 'closed',
      manifest: 'M-1',
      parcels: [{ sscc, order: 'A-1', shipment: 'A-1/1', items: ten, shipTo: { city: 'Halle' } }],
    });
    expect((await get(app, '/v1/loads?status=closed&carrier=DHL')).body.items).toHaveLength(1);
    expect(await get(app, '/v1/loads/LD-9')).toMatchObject({ status: 404, body: { code: 'LOAD_UNKNOWN' } });
    expect((await get(app, '/v1/invoices')).body.items).toHaveLength(1);
  });
});

test('what left in place of a line is invoiced as the line, and goes out of its own stock', async () => {
  await post(app, '/v1/products', {
    ...{ sku: 'TEA-2', name: 'Tea, new box', unitPriceMinor: 999, taxRateBp: 1900 },
    packagings: [{ gtin: '4012345000030', level: 'each', units: 1 }],
  });
  await post(app, '/v1/stock/movements', { sku: 'TEA-2', units: 5, reason: 'opening', reference: 'c' });
  await post(app, '/v1/orders', orderBody());
  station.start('A-1');
  station.confirm('A-1', 1, 'TEA', 7);
  const scanSeq = station.lastSeq;
  const substitute = { sku: 'TEA-2', rule: 'policy' } as const;
  const gtin = '04012345000030';
  station.add({
    type: 'pick.confirmed',
    data: { order: 'A-1', ...tea, units: 3, gtin, scanSeq, substitute, grams: 800 },
  });
  station.add({ type: 'pack.confirmed', data: { order: 'A-1', ...tea, units: 3, parcel: 1, scanSeq } });
  station.dispatch('A-1', [station.sealParcel('A-1', ten)], ten);
  await upload();
  expect((await get(app, '/v1/invoices')).body).toMatchObject({ items: [{ grossMinor: 5682 }] });
  expect(await stock()).toEqual(['TEA 93/0', 'TEA-2 2/0']);
  expect(await exceptions()).toEqual([]);
});

test('two shipments of one order: what is picked for the second stays reserved and with the stations', async () => {
  await post(app, '/v1/orders', orderBody());
  station.start('A-1');
  station.confirm('A-1', 1, 'TEA', 4);
  station.confirm('A-1', 1, 'TEA', 6, 2);
  const four = [{ ...tea, units: 4 }];
  const six = [{ ...tea, units: 6 }];
  const first = station.sealParcel('A-1', four);
  const second = station.sealParcel('A-1', six, 2);
  station.dispatch('A-1', [first], four);
  await upload();
  expect(await stock()).toEqual(['TEA 96/6']);
  expect(await document('order', 'A-1')).toMatchObject({ status: 'released' });
  station.dispatch('A-1', [second], six, 2);
  await upload();
  expect(await stock()).toEqual(['TEA 90/0']);
  expect(await document('order', 'A-1')).toBeNull();
  expect((await get(app, '/v1/invoices')).body.items).toHaveLength(2);
});

test('what was weighed, read, shown, overridden and printed is on the journey of the order', async () => {
  await post(app, '/v1/orders', orderBody());
  station.start('A-1');
  station.confirm('A-1', 1, 'TEA', 10);
  const parcel = { order: 'A-1', parcel: 1 };
  const scale = { device: 'scale-1', grams: 3000, expectedGrams: 2600, toleranceGrams: 100 };
  station.add({ type: 'parcel.weighed', data: { ...parcel, ...scale, outcome: 'too_heavy' } });
  const override = { exceptions: ['weight' as const], reason: 'thicker box', approvedBy: 'B-9' };
  station.add({ type: 'parcel.overridden', data: { ...parcel, ...override } });
  const sscc = station.sealParcel('A-1', ten);
  const label = { document: 'parcel_label', subject: sscc, order: 'A-1', copy: 1, printer: 'p-1' } as const;
  station.add({ type: 'document.printed', data: { ...label, outcome: 'printed' } });
  station.add({ type: 'parcel.reopened', data: { ...parcel, sscc, reason: 'customer called' } });
  await upload();
  const { body } = await get(app, '/v1/orders/A-1/journey');
  const told = (body.history as { type: string; data: object }[]).slice(-5);
  expect(told.map(({ type }) => type)).toEqual([
    'parcel.weighed',
    'parcel.overridden',
    'parcel.sealed',
    'document.printed',
    'parcel.reopened',
  ]);
  expect(told[1]?.data).toMatchObject({ approvedBy: 'B-9', reason: 'thicker box' });
  expect(body.parcels).toMatchObject([{ sscc, voidedAt: expect.any(String) }]);
});
