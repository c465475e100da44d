import { beforeEach, describe, expect, test } from 'vitest';
import { get, orderBody, post } from '../test-goods.ts';
import { tea, testFloor } from './test-floor.ts';

type Floor = Awaited<ReturnType<typeof testFloor>>;
let app: Floor['app'];
let station: Floor['station'];
let put: Floor['put'];
let pick: Floor['pick'];
let upload: Floor['upload'];
let exceptions: Floor['exceptions'];
let stock: Floor['stock'];
let document: Floor['document'];

beforeEach(async () => {
  ({ app, station, put, pick, upload, exceptions, stock, document } = await testFloor());
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
