import { beforeEach, describe, expect, test } from 'vitest';
import { get, orderBody, post, productBody } from '../test-goods.ts';
import { tea, ten, testFloor } from './test-floor.ts';

type Floor = Awaited<ReturnType<typeof testFloor>>;
let app: Floor['app'];
let station: Floor['station'];
let put: Floor['put'];
let upload: Floor['upload'];
let exceptions: Floor['exceptions'];
let stock: Floor['stock'];
let document: Floor['document'];

beforeEach(async () => {
  ({ app, station, put, upload, exceptions, stock, document } = await testFloor());
});

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
