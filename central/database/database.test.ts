import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openSqlite } from '../../kernel/sqlite.ts';
import { testContext } from '../test-context.ts';
import { openDatabase } from './database.ts';
import { nextNumber } from './number-series.ts';
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
  const first = await openDatabase(path);
  await first.insertInto('settings').values({ key: 'k', value: 'v' }).execute();
  await first.destroy();
  const second = await openDatabase(path);
  expect(await second.selectFrom('settings').selectAll().execute()).toEqual([{ key: 'k', value: 'v' }]);
  await second.destroy();
  const raw = openSqlite(path, []);
  raw.exec("INSERT INTO schema_versions (version, name) VALUES (999, 'from the future')");
  raw.close();
  await expect(openDatabase(path)).rejects.toMatchObject({ code: 'DATABASE_UNUSABLE' });
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
  ).rejects.toThrow('FOREIGN KEY');
});
