import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { customer, enterBusiness, gtins, movement, order, product } from './business.ts';
import { getJson, mustSend, problemIn, send } from './http.ts';
import { Chain } from './over-mqtt.ts';
import { type ServiceName, type Site, site as siteName, startSite } from './site.ts';

let site: Site;

beforeAll(async () => {
  site = await startSite();
  await enterBusiness(site, ['SO-1']);
});
afterAll(() => site.stop());

const asOf = '2026-01-05T06:00:00.000Z';
const fact = new Chain('posted').next({ type: 'order.started', data: { order: 'SO-1', version: 1 } });
const event = { id: 'x', source: 'x', type: 'packproof.order.started', time: asOf, packproofcursor: 1 };
const cloudEvent = { ...event, specversion: '1.0', datacontenttype: 'application/json', data: fact };

type Example = readonly [service: ServiceName, method: string, path: string, body: unknown];

/** A right body for each route that takes one. */
const examples: readonly Example[] = [
  ['central', 'POST', '/v1/customers', customer('C7')],
  ['central', 'PUT', '/v1/customers/C1', customer('C1')],
  ['central', 'POST', '/v1/products', product('JAM', '95200019')],
  ['central', 'PUT', '/v1/products/CUP', product('CUP', gtins.cup)],
  ['central', 'POST', '/v1/stock/movements', { ...movement('TEA'), site: siteName }],
  [
    'central',
    'POST',
    '/v1/orders',
    {
      ...order('SO-7'),
      site: siteName,
      orderedOn: '2026-01-05',
      promisedOn: '2026-01-09',
      shipTo: { name: 'Anna', street: 'Weg 1', city: 'Ulm', postalCode: '89073', country: 'Germany' },
      lines: [{ line: 1, sku: 'TEA', units: 2, unitPriceMinor: 500, taxRateBp: 700, discountBp: 500 }],
    },
  ],
  ['central', 'POST', '/v1/orders/SO-1/hold', { reason: 'to be asked' }],
  [
    'central',
    'POST',
    '/v1/imports',
    {
      v: 1,
      mapping: {
        v: 1,
        products: {
          file: 'p.csv',
          fields: {
            sku: { column: 'sku' },
            name: { template: '{sku} of {sku}' },
            unitPriceMinor: { column: 'price', scale: 100 },
            taxRateBp: { value: 700 },
          },
          packagings: [
            { level: { value: 'each' }, units: { value: 1 }, gtin: { column: 'gtin' } },
            {
              level: { value: 'case' },
              units: { leadingInteger: { column: 'price', min: 2, max: 9 } },
              gtin: { gtin: { companyPrefix: '9520001', itemReference: { column: 'item' }, indicator: 1 } },
            },
          ],
        },
      },
      files: { 'p.csv': 'sku,price,gtin,item\nOIL,6.50,95200026,77\n' },
    },
  ],
  ['central', 'POST', '/v1/facts', { v: 1, site: siteName, events: [cloudEvent] }],
  ['gateway', 'PUT', '/v1/consumers/fields', { v: 1, cursor: 0, rewind: true }],
  [
    'gateway',
    'PUT',
    '/v1/work',
    {
      v: 1,
      site: siteName,
      epoch: 'fields',
      documents: [
        {
          kind: 'site',
          id: siteName,
          version: 1,
          cursor: 1,
          data: { name: 'Hamburg', gs1CompanyPrefix: '9520001' },
        },
      ],
      cursor: 1,
      more: true,
      asOf,
    },
  ],
  ['edge', 'POST', '/v1/commands', { v: 1, code: 'SO-404' }],
  ['simulator', 'POST', '/v1/scanners/bench/scan', { text: 'SO-404' }],
  ['simulator', 'POST', '/v1/bank/pay', { invoices: ['I-404'], amountMinor: 100 }],
];

/** What may stand in the place of any value. */
const odd: readonly unknown[] = [
  undefined,
  null,
  '',
  'x'.repeat(5_000),
  '\0',
  '\ud800',
  '__proto__',
  -1,
  0.5,
  Number.MAX_SAFE_INTEGER,
  1e300,
  [[]],
  {},
];

/** The body with one value replaced, for each value in it and each replacement. */
function* damaged(body: unknown): Generator<{ readonly at: string; readonly body: unknown }> {
  for (const path of pathsOf(body)) {
    for (const [nth, value] of odd.entries()) {
      yield { at: `${path.join('.')} = odd[${nth}]`, body: replaced(body, path, value) };
    }
  }
}

function pathsOf(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => [
    [key],
    ...pathsOf(member).map((rest) => [key, ...rest]),
  ]);
}

function replaced(body: unknown, [key = '', ...rest]: readonly string[], value: unknown): unknown {
  const copy: unknown[] | Record<string, unknown> = Array.isArray(body) ? [...body] : { ...(body as object) };
  const members = copy as Record<string, unknown>;
  members[key] = rest.length === 0 ? value : replaced(members[key], rest, value);
  return copy;
}

describe('a body in which one value is odd', () => {
  test.each(examples)(
    'sent to %s %s %s is taken or refused with its place, and never a defect',
    async (...row) => {
      const [service, method, path, body] = row;
      for (const { at, body: odd } of damaged(body)) {
        const answer = await send(site.urls[service], { method, path, body: odd });
        const what = `${method} ${path} with ${at}`;
        if (answer.status < 300) continue;
        const problem = problemIn(answer, what);
        expect([what, answer.status, problem.code]).not.toEqual([what, 500, problem.code]);
        if (problem.code === 'REQUEST_INVALID')
          expect([what, problem.place]).toEqual([what, expect.any(String)]);
      }
    },
  );

  test('an order of more money than can be counted exactly is refused', async () => {
    const lines = Array.from({ length: 20 }, () => ({ sku: 'TEA', units: 1_000_000, unitPriceMinor: 1e12 }));
    const body = { ...order('SO-RICH'), lines };
    const answer = await send(site.urls.central, { method: 'POST', path: '/v1/orders', body });
    expect([answer.status, problemIn(answer, 'SO-RICH').code]).toEqual([422, 'AMOUNT_TOO_LARGE']);
  });

  test('leaves every list, the status and the station readable, and what is right is still taken', async () => {
    const { central, edge, gateway } = site.urls;
    for (const list of ['customers', 'products', 'stock', 'orders', 'journal', 'exceptions', 'status']) {
      await getJson(central, `/v1/${list}`);
    }
    const { items } = (await getJson(central, '/v1/orders')) as { items: { number: string }[] };
    for (const { number } of items) {
      await getJson(central, `/v1/orders/${encodeURIComponent(number)}/journey`);
    }
    await getJson(central, `/v1/sites/${siteName}/work`);
    await getJson(gateway, '/v1/status');
    await getJson(edge, '/v1/screen');
    await mustSend(central, { method: 'POST', path: '/v1/orders', body: order('SO-8') });
    expect(site.logged.filter(({ code }) => code === 'UNEXPECTED')).toEqual([]);
  });
});
