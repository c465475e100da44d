import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packageRoot } from '../../kernel/package-root.ts';
import { booksOf, enterBusiness, gtins } from './business.ts';
import { mustSend, type Problem, problemIn, send } from './http.ts';
import { type Site, startSite } from './site.ts';

let site: Site;
let before: Record<string, unknown>;

beforeAll(async () => {
  site = await startSite({ without: ['gateway', 'cloud-sync', 'edge', 'simulator'] });
  await enterBusiness(site);
  before = await booksOf(site);
});
afterAll(() => site.stop());

type Files = Readonly<Record<string, string>>;

const column = (name: string, more: object = {}) => ({ column: name, ...more });
const mapping = {
  v: 1,
  customers: {
    file: 'customers.csv',
    fields: {
      id: column('id'),
      name: column('name'),
      street: column('street'),
      city: column('city'),
      country: { value: 'Germany' },
      creditLimitMinor: column('limit', { scale: 100 }),
    },
  },
  products: {
    file: 'products.csv',
    fields: {
      sku: column('sku'),
      name: column('name'),
      unitPriceMinor: column('price', { scale: 100 }),
      taxRateBp: column('tax', { map: { full: 1900, reduced: 700 } }),
    },
    packagings: [{ level: { value: 'each' }, units: { value: 1 }, gtin: column('gtin') }],
    openingStock: { units: column('stock') },
  },
  orders: {
    file: 'orders.csv',
    fields: { number: column('number'), customer: column('customer'), orderedOn: column('day') },
  },
  orderLines: {
    file: 'lines.csv',
    fields: { order: column('order'), sku: column('sku'), units: column('units') },
  },
};
/** Two of each; the second row is the one that gets hurt. */
const good: Files = {
  'customers.csv':
    'id,name,street,city,limit\nK1,"Kiosk, small",Weg 1,Ulm,100.00\nK2,"Kiosk ""Nord""\nKiel",Weg 2,Kiel,200.50\n',
  'products.csv':
    'sku,name,price,tax,gtin,stock\nJAM,Jam,2.50,full,95200019,5\nOIL,Oil,9.99,reduced,95200026,7\n',
  'orders.csv': 'number,customer,day\nI-1,K1,2026-01-05\nI-2,K2,2026-01-06\n',
  'lines.csv': 'order,sku,units\nI-1,JAM,1\nI-2,OIL,2\nI-2,JAM,1\n',
};
const hurt = (file: string, from: string, to: string): Files => {
  const text = good[file] ?? '';
  expect(text).toContain(from);
  return { ...good, [file]: text.replace(from, to) };
};

/** What is done to the files, where the fault must be shown (file, line, column) and what it must say. */
const faults: readonly (readonly [
  what: string,
  hurt: readonly [file: string, from: string, to: string],
  place: string,
  message: RegExp,
])[] = [
  ['a quote that is not closed', ['orders.csv', 'I-2,K2', '"I-2,K2'], 'orders.csv:3:1', /quote.*not closed/],
  ['a quote inside a cell', ['orders.csv', 'I-2,K2', 'I"-2,K2'], 'orders.csv:3:1', /not CSV/],
  ['text behind a closed quote', ['orders.csv', 'I-2', '"I-2"x'], 'orders.csv:3:1', /not CSV/],
  ['a cell too few', ['orders.csv', 'I-2,K2,2026-01-06', 'I-2,K2'], 'orders.csv:3:3', /2 cells.*has 3/],
  ['a cell too many', ['orders.csv', 'I-2,K2', 'I-2,K2,x'], 'orders.csv:3:4', /4 cells.*has 3/],
  ['a column that is missing', ['customers.csv', ',limit', ',max'], 'customers.csv:1', /no column "limit"/],
  ['a column that stands twice', ['customers.csv', ',limit', ',city'], 'customers.csv:1:5', /stands twice/],
  ['an empty file', ['lines.csv', good['lines.csv'] ?? '', ''], 'lines.csv:1', /no header/],
  ['a number that is none', ['products.csv', '9.99', '9,99'], 'products.csv:3:7', /7 cells/],
  ['a number in words', ['products.csv', '9.99', 'ten'], 'products.csv:3:3', /"ten" is no number/],
  ['a number with three decimals', ['products.csv', '9.99', '9.995'], 'products.csv:3:3', /decimals/],
  ['a negative number', ['lines.csv', 'OIL,2', 'OIL,-2'], 'lines.csv:3:3', /units/],
  ['no units at all', ['lines.csv', 'OIL,2', 'OIL,'], 'lines.csv:3:3', /units/],
  ['a number beyond all bounds', ['lines.csv', 'OIL,2', 'OIL,999999999999'], 'lines.csv:3:3', /units/],
  [
    'a text that the map lacks',
    ['products.csv', 'reduced', 'none'],
    'products.csv:3:4',
    /"none" is not in the map/,
  ],
  [
    'a text that only looks as if the map had it',
    ['products.csv', 'reduced', 'constructor'],
    'products.csv:3:4',
    /"constructor" is not in the map/,
  ],
  ['a wrong check digit', ['products.csv', '95200026', '95200027'], 'products.csv:3:5', /wrong check digit/],
  [
    'a barcode with letters',
    ['products.csv', '95200026', 'ABC'],
    'products.csv:3:5',
    /8, 12, 13 or 14 digits/,
  ],
  ['a barcode of the same file', ['products.csv', '95200026', '95200019'], 'products.csv:3:5', /belongs to/],
  ['a barcode of another product', ['products.csv', '95200026', gtins.tea], 'products.csv:3:5', /belongs to/],
  ['a customer that nobody knows', ['orders.csv', 'K2', 'K9'], 'orders.csv:3:2', /no customer "K9"/],
  ['a product that nobody knows', ['lines.csv', 'I-2,JAM', 'I-2,HAM'], 'lines.csv:4:2', /no product "HAM"/],
  ['a line of no order', ['lines.csv', 'I-2,JAM', 'I-9,JAM'], 'lines.csv:4:1', /no order "I-9"/],
  ['an order without lines', ['orders.csv', 'I-2', 'I-7'], 'orders.csv:3:1', /no row of lines.csv/],
  [
    'an order that stands twice',
    ['orders.csv', 'I-2,', 'I-2,K2,2026-01-06\nI-2,'],
    'orders.csv:4:1',
    /stands twice/,
  ],
  ['a customer that stands twice', ['customers.csv', 'K2', 'K1'], 'customers.csv:3:1', /stands twice/],
  [
    'a customer that is stored otherwise',
    ['customers.csv', '200.50', '200.50\nC1,Other,Weg 3,Ulm,5.00'],
    'customers.csv:5:1',
    /other content/,
  ],
];

async function refuse(body: unknown): Promise<Problem> {
  const answer = await send(site.urls.central, { method: 'POST', path: '/v1/imports', body });
  const problem = problemIn(answer, 'import');
  expect([answer.status, problem.code]).toEqual([422, 'IMPORT_INVALID']);
  expect(problem.detail).toMatch(/nothing was imported/);
  return problem;
}

describe('an import', () => {
  test.each(faults)('with %s names it, and imports nothing', async (_what, damage, place, message) => {
    const { faults: named } = await refuse({ v: 1, mapping, files: hurt(...damage) });
    const found = named?.find((fault) => fault.place === place && message.test(fault.message));
    expect(found ?? named).toMatchObject({ place });
    expect(await booksOf(site)).toEqual(before);
  });

  test('names all faults of all files at once', async () => {
    const damaged = {
      ...hurt('products.csv', '9.99', 'ten'),
      'lines.csv': (good['lines.csv'] ?? '').replace('JAM,1', 'JAM,one'),
      'customers.csv': (good['customers.csv'] ?? '').replace('100.00', ''),
    };
    const { faults: named } = await refuse({ v: 1, mapping, files: damaged });
    expect(named?.map(({ place }) => place).sort()).toEqual([
      'customers.csv:2:5',
      'lines.csv:2:3',
      'products.csv:3:3',
    ]);
  });

  test('without a file that the mapping names says which', async () => {
    const { 'lines.csv': _gone, ...files } = good;
    const problem = await refuse({ v: 1, mapping, files });
    expect(problem.detail).toMatch(/lines.csv was not sent along/);
    expect(await booksOf(site)).toEqual(before);
  });

  test.each([
    ['of another version', { ...mapping, v: 2 }, /mapping\.v/],
    ['that knows other fields', { ...mapping, colours: {} }, /mapping/],
    ['with orders but no lines', { ...mapping, orderLines: undefined }, /orders and orderLines/],
  ])('with a mapping %s is refused', async (_what, broken, message) => {
    const body = { v: 1, mapping: broken, files: good };
    const answer = await send(site.urls.central, { method: 'POST', path: '/v1/imports', body });
    expect(problemIn(answer, 'mapping')).toMatchObject({ code: 'REQUEST_INVALID' });
    expect(answer.body).toMatch(message);
  });
});

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('packproof import', () => {
  /** The command as a person runs it, from its sources. */
  function run(folder: string, ...more: string[]): Promise<Outcome> {
    const args = ['--import', 'tsx', join(packageRoot, 'cli/main.ts'), 'import'];
    const options = ['--mapping', join(folder, 'mapping.json'), '--central', site.urls.central, ...more];
    return new Promise((resolve) =>
      execFile(process.execPath, [...args, ...options], { cwd: packageRoot }, (error, stdout, stderr) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
      ),
    );
  }

  function folderWith(name: string, files: Files): string {
    const folder = join(site.folder, name);
    mkdirSync(folder);
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
    return folder;
  }

  const mappingFile = { 'mapping.json': JSON.stringify(mapping) };

  test('ends with 1 and names file, line and column; with a mapping that cannot be read; with 3 without central', async () => {
    const damaged = folderWith('damaged', { ...mappingFile, ...hurt('lines.csv', 'OIL,2', 'OIL,two') });
    const broken = folderWith('broken', { ...good, 'mapping.json': '{"v":1,' });
    const whole = folderWith('whole', { ...mappingFile, ...good });
    const [hurtOne, brokenOne, alone] = await Promise.all([
      run(damaged),
      run(broken),
      run(whole, '--central', 'http://127.0.0.1:1'),
    ]);
    expect(hurtOne).toMatchObject({ code: 1, stdout: '' });
    expect(hurtOne.stderr).toMatch(/IMPORT_INVALID/);
    expect(hurtOne.stderr).toMatch(/lines\.csv:3:3: column units .*"two" is no number/);
    expect(brokenOne).toMatchObject({ code: 1, stdout: '' });
    expect(brokenOne.stderr).toMatch(/mapping\.json is not JSON/);
    expect(alone).toMatchObject({ code: 3, stdout: '' });
    expect(alone.stderr).toMatch(/does not answer/);
    expect(await booksOf(site)).toEqual(before);
    const done = await run(whole, '--json');
    expect(done).toMatchObject({ code: 0 });
    expect(JSON.parse(done.stdout)).toMatchObject({ orders: { added: 2, same: 0 }, orderLines: 3 });
  });
});

test('after all of it the same good files again change nothing', async () => {
  const result = await mustSend(site.urls.central, {
    method: 'POST',
    path: '/v1/imports',
    body: { v: 1, mapping, files: good },
  });
  expect(result).toMatchObject({
    customers: { added: 0, same: 2 },
    products: { added: 0, same: 2 },
    orders: { added: 0, same: 2 },
  });
});
