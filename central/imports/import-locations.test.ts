import { expect, test } from 'vitest';
import { createApp } from '../app.ts';
import { testContext } from '../test-context.ts';
import { get, post, stockUp } from '../test-goods.ts';

const column = (name: string) => ({ column: name });
const fields = Object.fromEntries(
  ['location', 'walk', 'zone', 'sku', 'lot', 'expiry', 'units'].map((name) => [name, column(name)]),
);
const mapping = { v: 1, locations: { file: 'places.csv', fields } };
const header = 'location,walk,zone,sku,lot,expiry,units';

test('places come in from a file with what lies there, once, and faults are named where they stand', async () => {
  const app = await createApp(await testContext());
  await stockUp(app);
  const bring = (...rows: string[]) =>
    post(app, '/v1/imports', { v: 1, mapping, files: { 'places.csv': [header, ...rows].join('\n') } });
  const rows = ['L-1,10,A,TEA,L1,2027-01-31,40', 'L-1,10,A,TEA,L2,,5', 'L-2,20,B,,,,'];
  expect(await bring(...rows)).toMatchObject({ status: 200, body: { locations: { added: 2, same: 0 } } });
  expect((await bring(...rows)).body).toMatchObject({ locations: { added: 0, same: 2 } });
  expect((await get(app, '/v1/sites/s1/locations')).body.items).toMatchObject([
    {
      location: 'L-1',
      walk: 10,
      zone: 'A',
      contents: [
        { lot: 'L2', units: 5 },
        { lot: 'L1', units: 40 },
      ],
    },
    { location: 'L-2', contents: [] },
  ]);
  expect(await bring('L-3,x,A,TEA,,,1', 'L 4,1,A,TEA,,,1')).toMatchObject({
    status: 422,
    body: { code: 'IMPORT_INVALID', faults: [{ place: 'places.csv:2:2' }, { place: 'places.csv:3:1' }] },
  });
});
