import { beforeEach, describe, expect, test } from 'vitest';
import { get, orderBody, post } from '../test-goods.ts';
import { TestStation } from './test-facts.ts';
import { ten, testFloor } from './test-floor.ts';

type Floor = Awaited<ReturnType<typeof testFloor>>;
let app: Floor['app'];
let station: Floor['station'];
let upload: Floor['upload'];
let exceptions: Floor['exceptions'];

beforeEach(async () => {
  ({ app, station, upload, exceptions } = await testFloor());
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
