import { expect, test } from 'vitest';
import { get, orderBody, post } from '../test-goods.ts';
import { testFloor } from './test-floor.ts';

const tea = (units: number) => [{ line: 1, sku: 'TEA', units }];

test('what was in parcels that were opened again is invoiced, under the number that the station gave it next', async () => {
  const { app, station, upload, exceptions } = await testFloor();
  await post(app, '/v1/orders', orderBody());
  const reopen = (parcel: number, sscc: string) =>
    station.add({
      type: 'parcel.reopened',
      data: { order: 'A-1', parcel, sscc, reason: 'reopened at the station' },
    });
  station.start('A-1');
  station.confirm('A-1', 1, 'TEA', 3, 1);
  const first = station.sealParcel('A-1', tea(3), 1);
  reopen(1, first);
  // A station uses no number of a parcel twice: the open parcel is the second, and takes more.
  station.confirm('A-1', 1, 'TEA', 5, 2);
  const second = station.sealParcel('A-1', tea(8), 2);
  await upload();
  reopen(2, second);
  const third = station.sealParcel('A-1', tea(8), 3);
  station.confirm('A-1', 1, 'TEA', 2, 4);
  const fourth = station.sealParcel('A-1', tea(2), 4);
  station.dispatch('A-1', [third, fourth], tea(10));
  await upload();
  expect(await exceptions()).toEqual([]);
  const { body } = await get(app, '/v1/invoices');
  expect(body.items).toMatchObject([{ order: 'A-1', status: 'open' }]);
});
