import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteDialect,
} from 'kysely';
import { expect, test } from 'vitest';
import { openSqlite } from '../../kernel/sqlite.ts';
import { createApp } from '../app.ts';
import { TestStation } from '../facts/test-facts.ts';
import { testContext } from '../test-context.ts';
import { customerBody, get, post } from '../test-goods.ts';
import { migrations } from './migrations.ts';
import { nextNumber } from './number-series.ts';
import type { Database } from './schema.ts';
import { openSqliteDatabase } from './sqlite/open-sqlite-database.ts';
import { noteOrderChange, withTransaction } from './transaction.ts';

test('a number of a transaction that failed is drawn again, so the series has no gap', async () => {
  const context = await testContext();
  const draw = () => withTransaction(context, (trx) => nextNumber(trx, 'invoice'));
  expect(await draw()).toBe(1);
  await expect(
    withTransaction(context, async (trx) => {
      await nextNumber(trx, 'invoice');
      throw new Error('the sale fell through');
    }),
  ).rejects.toThrow('fell through');
  expect(await draw()).toBe(2);
  expect(await withTransaction(context, (trx) => nextNumber(trx, 'journal'))).toBe(1);
});

test('listeners hear of a change after its commit, and never of one that was rolled back', async () => {
  const context = await testContext();
  const heard: string[] = [];
  context.live.subscribe(({ order, change }) => heard.push(`${order} ${change}`));
  await withTransaction(context, async (trx) => {
    noteOrderChange(trx, 'A1', 'order.received');
    expect(heard).toEqual([]);
  });
  expect(heard).toEqual(['A1 order.received']);
  await withTransaction(context, async (trx) => {
    noteOrderChange(trx, 'A2', 'order.received');
    throw new Error('no');
  }).catch(() => undefined);
  expect(heard).toEqual(['A1 order.received']);
});

test('a file opens again with what it holds, and a file of a newer version is refused by name', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'packproof-')), 'central.sqlite');
  const first = await openSqliteDatabase(path);
  await first.insertInto('settings').values({ key: 'k', value: 'v' }).execute();
  await first.destroy();
  const second = await openSqliteDatabase(path);
  expect(await second.selectFrom('settings').selectAll().execute()).toEqual([{ key: 'k', value: 'v' }]);
  await second.destroy();
  const raw = openSqlite(path, []);
  raw.exec("INSERT INTO schema_versions (version, name) VALUES (999, 'from the future')");
  raw.close();
  await expect(openSqliteDatabase(path)).rejects.toMatchObject({ code: 'DATABASE_UNUSABLE' });
});

test('the database itself refuses more reserved than there is, and lines of orders that do not exist', async () => {
  const { db } = await testContext();
  await db
    .insertInto('products')
    .values({
      sku: 'A',
      name: 'A',
      unit_price_minor: 1,
      currency: 'EUR',
      tax_category: 'S',
      tax_rate_bp: 0,
      created_at: '',
      updated_at: '',
    })
    .execute();
  await expect(
    db.insertInto('stock').values({ site: 's1', sku: 'A', on_hand: 1, reserved: 2 }).execute(),
  ).rejects.toThrow('stock_is_not_oversold');
  await expect(
    db
      .insertInto('order_events')
      .values({ id: 1, order_number: 'none', at: '', type: 't', summary: '', data: '{}' })
      .execute(),
  ).rejects.toThrow(/foreign key/i);
});

test('lists come in the order of bytes, whatever language the database was made in', async () => {
  const app = await createApp(await testContext());
  for (const id of ['b', 'A', 'Z_1', 'a', 'B', '10', '9', 'a-b', 'aa']) {
    await post(app, '/v1/customers', customerBody({ id }));
  }
  const listed = async (query: string) =>
    ((await get(app, `/v1/customers${query}`)).body.items as { id: string }[]).map(({ id }) => id);
  expect(await listed('')).toEqual(['10', '9', 'A', 'B', 'Z_1', 'a', 'a-b', 'aa', 'b']);
  expect(await listed('?after=B&limit=2')).toEqual(['Z_1', 'a']);
});

test('a fact with text that a database may not be able to hold holds up nothing behind it', async () => {
  const context = await testContext();
  const app = await createApp(context);
  const station = new TestStation('s1', 'pack-1');
  const odd = 'a zero \0 and half a character \uD83D';
  station.add({ type: 'robot.docked', data: { order: odd, robot: odd } } as never);
  station.add({ type: 'operator.signed_in', data: { operator: odd } } as never);
  station.start(odd);
  const events = station.takeEvents();
  for (let sent = 0; sent < 2; sent += 1) {
    expect(await post(app, '/v1/facts', { v: 1, site: 's1', events })).toMatchObject({
      status: 200,
      body: { stations: [{ upTo: 3, gap: null }] },
    });
  }
  const [first] = await context.db.selectFrom('facts').selectAll().orderBy('seq').execute();
  // What it was sealed over is kept to the letter: JSON can write it.
  expect(JSON.parse(first?.body ?? '')).toMatchObject({ data: { robot: odd } });
});

/** The statements of all migrations as PostgreSQL would be sent them. */
async function postgresStatements(): Promise<string[]> {
  const statements: string[] = [];
  const db = new Kysely<Database>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (any) => new PostgresIntrospector(any),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
    log: ({ query }) => {
      statements.push(query.sql);
    },
  });
  for (const migration of migrations) await migration.up(db);
  return statements;
}

test('no two tables, keys or indexes have one name, as PostgreSQL keeps them all in one schema', async () => {
  const statements = (await postgresStatements()).join(';\n');
  const named = /create (?:table|index|unique index) "(\w+)"|constraint "(\w+)" primary key/g;
  const names = [...statements.matchAll(named)].map(([, relation, key]) => relation ?? key);
  expect(names.length).toBeGreaterThan(60);
  expect(names.filter((name, nth) => names.indexOf(name) < nth)).toEqual([]);
  // PostgreSQL cuts longer names off without a word.
  expect(names.filter((name = '') => name.length > 63)).toEqual([]);
});

test('a database of the first version is brought up to date with what it holds', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'packproof-')), 'central.sqlite');
  const old = openSqlite(path, []);
  const before = new Kysely<Database>({ dialect: new SqliteDialect({ database: old }) });
  await migrations[0]?.up(before);
  old.exec(`
    CREATE TABLE schema_versions (version integer PRIMARY KEY, name text NOT NULL);
    INSERT INTO schema_versions VALUES (1, 'order-to-cash');
    INSERT INTO customers VALUES ('C1', 'C', '', 'c', '', 'd', NULL, NULL, NULL, 'EUR', '', '', 5, 30);
    INSERT INTO orders (number, customer_id, site, channel, status, currency, ordered_on, ship_to, received_at,
      net_minor, freight_minor, tax_minor, gross_minor) VALUES
      ('A', 'C1', 's1', 'api', 'on_credit_hold', 'EUR', '', '{}', '', 1, 0, 0, 119),
      ('B', 'C1', 's1', 'api', 'released', 'EUR', '', '{}', '', 1, 0, 0, 238)`);
  await before.destroy();
  const after = await openSqliteDatabase(path);
  const orders = await after
    .selectFrom('orders')
    .select(['number', 'held_by', 'uninvoiced_minor'])
    .orderBy('number')
    .execute();
  expect(orders).toEqual([
    { number: 'A', held_by: 'credit', uninvoiced_minor: 119 },
    { number: 'B', held_by: null, uninvoiced_minor: 238 },
  ]);
  await after.destroy();
});

test('a database with shipments, books and returns is given what its lists look for', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'packproof-')), 'central.sqlite');
  const old = openSqlite(path, []);
  const before = new Kysely<Database>({ dialect: new SqliteDialect({ database: old }) });
  const known = migrations.slice(
    0,
    migrations.findIndex(({ name }) => name === 'watched-lists'),
  );
  for (const { up } of known) await up(before);
  old.exec('CREATE TABLE schema_versions (version integer PRIMARY KEY, name text NOT NULL)');
  for (const [nth, { name }] of known.entries())
    old.exec(`INSERT INTO schema_versions VALUES (${nth + 1}, '${name}')`);
  old.exec(`
    INSERT INTO customers VALUES ('C1', 'C', '', 'c', '', 'd', NULL, NULL, NULL, 'EUR', '', '', 5, 30);
    INSERT INTO orders (number, customer_id, site, channel, status, currency, ordered_on, promised_on, ship_to,
      received_at, net_minor, freight_minor, tax_minor, gross_minor) VALUES
      ('A', 'C1', 's1', 'api', 'dispatched', 'EUR', '', '2026-03-03', '{}', '', 1, 0, 0, 119);
    INSERT INTO shipments (id, order_number, site, station, seq, dispatched_at) VALUES
      ('A/1', 'A', 's1', 'p', 1, ''), ('A/2', 'A', 's1', 'p', 2, '');
    INSERT INTO parcels (sscc, order_number, parcel, site, station, sealed_at, sealed_seq, shipment_id) VALUES
      ('1', 'A', 1, 's1', 'p', '', 1, 'A/1'), ('2', 'A', 2, 's1', 'p', '', 2, 'A/2');
    INSERT INTO parcel_states (sscc, carrier, status, at, delivered_at) VALUES
      ('1', 'DHL', 'delivered', '', '2026-03-02'), ('9', 'DHL', 'delivered', '', '2026-03-02');
    INSERT INTO journal_entries VALUES (1, '', '', 'invoice', 'I', ''), (2, '', '', 'invoice', 'J', '');
    INSERT INTO journal_lines VALUES (1, 1, '1200', 5, 0, NULL), (1, 2, '4000', 0, 5, NULL),
      (2, 1, '1200', 2, 0, NULL), (2, 2, '4000', 0, 2, NULL);
    INSERT INTO returns (site, id, order_number, closed_at) VALUES
      ('s1', 'R-1', 'A', '2026-03-05'), ('s1', 'R-2', 'A', '2026-03-04'), ('s1', 'R-3', 'A', NULL)`);
  await before.destroy();
  const after = await openSqliteDatabase(path);
  expect(await after.selectFrom('shipments').select(['id', 'awaited_on']).orderBy('id').execute()).toEqual([
    { id: 'A/1', awaited_on: null },
    { id: 'A/2', awaited_on: '2026-03-03' },
  ]);
  expect(
    await after.selectFrom('parcel_states').select(['sscc', 'unknown']).orderBy('sscc').execute(),
  ).toEqual([
    { sscc: '1', unknown: 0 },
    { sscc: '9', unknown: 1 },
  ]);
  expect(await after.selectFrom('account_totals').selectAll().orderBy('account').execute()).toEqual([
    { account: '1200', debit_minor: 7, credit_minor: 0 },
    { account: '4000', debit_minor: 0, credit_minor: 7 },
  ]);
  expect(await after.selectFrom('returns').select(['id', 'closing']).orderBy('id').execute()).toEqual([
    { id: 'R-1', closing: 2 },
    { id: 'R-2', closing: 1 },
    { id: 'R-3', closing: null },
  ]);
  const next = await after.transaction().execute((trx) => nextNumber(trx, 'return_closing'));
  expect(next).toBe(3);
  await after.destroy();
});
