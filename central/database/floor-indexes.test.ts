import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { onPostgres, openTestDatabase } from './test-database.ts';

/** What is asked again and again of tables that only grow, and the index that has to answer it. */
const asked: readonly (readonly [question: string, index: string])[] = [
  ["select * from parcels where shipment_id in ('A-1/1')", 'parcels_by_shipment_id'],
  ["select count(*) from orders where back_order_of = 'A-1'", 'orders_by_back_order_of'],
  [
    "select * from returns where closed_at >= '2026' order by closed_at, site, id",
    'returns_by_closed_at_site_id',
  ],
  ["select * from loads where status = 'open' order by site, load", 'loads_by_status_site_load'],
  ["select * from returns where order_number in ('A-1')", 'returns_by_order_number'],
  ["select * from load_parcels where sscc = '1'", 'load_parcels_by_sscc'],
];

// An empty table of PostgreSQL is read whole whatever indexes it has.
test.skipIf(onPostgres).each(asked)('%s is answered by an index', async (question, index) => {
  const db = await openTestDatabase();
  const { rows } = await sql<{ detail: string }>`explain query plan ${sql.raw(question)}`.execute(db);
  const plan = rows.map(({ detail }) => detail).join('; ');
  expect(plan).toContain(index);
  expect(plan).not.toContain('TEMP B-TREE');
  await db.destroy();
});

test.skipIf(!onPostgres)('PostgreSQL has the same indexes', async () => {
  const db = await openTestDatabase();
  const { rows } = await sql<{ indexname: string }>`select indexname from pg_indexes`.execute(db);
  const names = rows.map(({ indexname }) => indexname);
  for (const [, index] of asked) expect(names).toContain(index);
  await db.destroy();
});
