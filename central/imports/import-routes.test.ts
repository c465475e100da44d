import type { FastifyInstance } from 'fastify';
import { beforeEach, expect, test } from 'vitest';
import { createApp } from '../app.ts';
import { testContext } from '../test-context.ts';
import { get, post } from '../test-goods.ts';

let app: FastifyInstance;

beforeEach(async () => {
  app = await createApp(await testContext());
});

const customerFields = {
  id: { column: 'id' },
  name: { column: 'name' },
  street: { value: 'Hafen 1' },
  city: { column: 'town' },
  country: { column: 'land', map: { D: 'Germany', A: 'Austria' } },
  creditLimitMinor: { column: 'limit', scale: 100, default: 5000 },
};
const mapping = {
  v: 1,
  customers: { file: 'c.csv', fields: customerFields },
  products: {
    file: 'p.csv',
    fields: {
      sku: { column: 'sku' },
      name: { template: '{name} ({sku})' },
      unitPriceMinor: { column: 'price', scale: 100 },
      taxRateBp: { column: 'tax', scale: 100 },
    },
    packagings: [{ level: { value: 'each' }, units: { value: 1 }, gtin: { column: 'gtin' } }],
  },
  orders: { file: 'o.csv', fields: { number: { column: 'no' }, customer: { column: 'customer' } } },
  orderLines: {
    file: 'l.csv',
    fields: {
      order: { column: 'no' },
      sku: { column: 'sku' },
      units: { column: 'qty' },
      discountBp: { column: 'off', scale: 10_000 },
    },
  },
};
const files = {
  'c.csv': 'id,name,town,land,limit\nC1,"Bäckerei\nSommer",Halle,D,1000.50\nC2,Müller,Wien,A,\n',
  'p.csv': 'sku,name,price,tax,gtin\nTEA,Tea,4.50,19,4012345000016\n',
  'o.csv': 'no,customer\nA-1,C1\nA-2,C2\n',
  'l.csv': 'no,sku,qty,off\nA-1,TEA,10,0.05\nA-2,TEA,3,0\nA-1,TEA,1,0\n',
};

const send = (over: object = {}, mapped: object = mapping) =>
  post(app, '/v1/imports', { v: 1, mapping: mapped, files: { ...files, ...over } });

async function storedCounts() {
  const lists = ['customers', 'products', 'orders'].map((list) => get(app, `/v1/${list}`));
  return (await Promise.all(lists)).map(({ body }) => (body.items as unknown[]).length);
}

test('what the files say is there afterwards', async () => {
  expect(await send()).toMatchObject({
    status: 200,
    body: { customers: { added: 2 }, orders: { added: 2 }, orderLines: 3, statuses: { back_ordered: 2 } },
  });
  expect((await get(app, '/v1/customers')).body).toMatchObject({
    items: [
      { id: 'C1', name: 'Bäckerei\nSommer', country: 'Germany', creditLimitMinor: 100_050 },
      { id: 'C2', country: 'Austria', creditLimitMinor: 5000 },
    ],
  });
  expect((await get(app, '/v1/products')).body).toMatchObject({
    items: [
      { name: 'Tea (TEA)', unitPriceMinor: 450, taxRateBp: 1900, packagings: [{ gtin: '04012345000016' }] },
    ],
  });
  expect((await get(app, '/v1/orders/A-1')).body).toMatchObject({
    channel: 'csv',
    lines: [
      { units: 10, discountBp: 500, netMinor: 4275 },
      { units: 1, netMinor: 450 },
    ],
  });
});

test.each([
  ['a number that is none', { 'l.csv': 'no,sku,qty,off\nA-1,TEA,ten,0\nA-2,TEA,1,0\n' }, 'l.csv:2:3'],
  [
    'a fraction of a cent',
    { 'p.csv': 'sku,name,price,tax,gtin\nTEA,Tea,4.505,19,4012345000016\n' },
    'p.csv:2:3',
  ],
  ['a negative quantity', { 'l.csv': 'no,sku,qty,off\nA-1,TEA,1,0\nA-2,TEA,-1,0\n' }, 'l.csv:3:3'],
  [
    'a wrong check digit',
    { 'p.csv': 'sku,name,price,tax,gtin\nTEA,Tea,4.5,19,4012345000017\n' },
    'p.csv:2:5',
  ],
  ['an unknown country', { 'c.csv': 'id,name,town,land,limit\nC1,S,Halle,D,\nC2,M,Wien,X,\n' }, 'c.csv:3:4'],
  [
    'a line behind a cell of two lines',
    { 'c.csv': 'id,name,town,land,limit\nC1,"a\nb",H,D,\n?,M,W,A,\n' },
    'c.csv:4:1',
  ],
  ['an unknown customer', { 'o.csv': 'no,customer\nA-1,C1\nA-2,C9\n' }, 'o.csv:3:2'],
  ['an unknown product', { 'l.csv': 'no,sku,qty,off\nA-1,COFFEE,1,0\nA-2,TEA,1,0\n' }, 'l.csv:2:2'],
  ['a line of no order', { 'l.csv': `${files['l.csv']}A-3,TEA,1,0\n` }, 'l.csv:5:1'],
  ['an order without lines', { 'o.csv': `${files['o.csv']}A-3,C1\n` }, 'o.csv:4:1'],
  ['an order that stands twice', { 'o.csv': `${files['o.csv']}A-1,C1\n` }, 'o.csv:4:1'],
  ['a row that is too long', { 'o.csv': 'no,customer\nA-1,C1,,\nA-2,C2\n' }, 'o.csv:2:3'],
  ['a quote that is not closed', { 'o.csv': 'no,customer\nA-1,"C1\nA-2,C2\n' }, 'o.csv:2:2'],
  ['a column that is missing', { 'o.csv': 'no,kunde\nA-1,C1\nA-2,C2\n' }, 'o.csv:1'],
  ['an empty file', { 'o.csv': '' }, 'o.csv:1'],
])('%s is named by file, line and column, and nothing is imported', async (_what, over, place) => {
  const { status, body } = await send(over);
  expect([status, body.code, body.place]).toEqual([422, 'IMPORT_INVALID', place]);
  expect(await storedCounts()).toEqual([0, 0, 0]);
});

test('all faults of a pass are named at once; 50 are listed and all are counted', async () => {
  const rows = Array.from({ length: 60 }, () => 'A-1,TEA,x,0').join('\n');
  const { body } = await send({ 'l.csv': `no,sku,qty,off\nA-2,TEA,1,0\n${rows}\n` });
  expect(body.detail).toContain('60 fault(s); the first 50 are listed');
  expect((body.faults as { place: string }[]).map(({ place }) => place)).toEqual(
    Array.from({ length: 50 }, (_, nth) => `l.csv:${nth + 3}:3`),
  );
});

test('what clashes with what is stored already is named too, and the rest of the import is taken back', async () => {
  await send();
  const { status, body } = await send({
    'c.csv': `${files['c.csv'].replace('Müller', 'Meier')}C3,Neu,Graz,A,\n`,
    'p.csv': `${files['p.csv']}MATE,Mate,5,19,4012345000016\n`,
  });
  expect([status, body.code]).toEqual([422, 'IMPORT_INVALID']);
  expect(body.faults).toMatchObject([
    { place: 'c.csv:4:1', message: 'column id (id): customer C2 is stored with other content' },
    { place: 'p.csv:3:5', message: expect.stringContaining('04012345000016 belongs to product TEA') },
  ]);
  expect(await storedCounts()).toEqual([2, 1, 2]);
});

test('every fault of a mapping is named', async () => {
  const { status, body } = await send(
    {},
    {
      ...mapping,
      customers: {
        file: 'c.csv',
        fields: { ...customerFields, id: { colum: 'id' }, city: undefined, age: { value: 1 } },
      },
    },
  );
  expect([status, body.code]).toEqual([400, 'REQUEST_INVALID']);
  expect((body.faults as { place: string }[]).map(({ place }) => place)).toEqual([
    'body.mapping.customers.fields.id',
    'body.mapping.customers.fields.city',
    'body.mapping.customers.fields',
  ]);
  const missing = await post(app, '/v1/imports', { v: 1, mapping, files: {} });
  expect(missing.body).toMatchObject({ code: 'IMPORT_INVALID', place: 'mapping.customers.file' });
});
