import { type KyselyPlugin, QueryNode, SelectQueryNode, sql } from 'kysely';
import { expect, test } from 'vitest';
import { createApp } from '../app.ts';
import { testContext } from '../test-context.ts';
import type { Db } from './database.ts';
import { onPostgres } from './test-database.ts';

const rowsInAll = 4_000;

/** Years of orders of one customer, all delivered but for a few, and a carrier that knows one parcel more. */
async function fill(db: Db): Promise<void> {
  const numbers = `with recursive n(i) as (select 10001 union all select i + 1 from n where i < ${10_000 + rowsInAll})`;
  const statements = [
    `insert into customers (id, name, street, city, postal_code, country, currency, created_at, updated_at,
      credit_limit_minor, payment_terms_days) values ('C1', '', '', '', '', '', 'EUR', '', '', 5, 30),
      ('C2', '', '', '', '', '', 'EUR', '', '', 5, 30)`,
    `insert into orders (number, customer_id, site, channel, status, currency, ordered_on, promised_on, ship_to,
      received_at, net_minor, freight_minor, tax_minor, gross_minor) ${numbers} select 'A-' || i,
      case when i % 100 = 0 then 'C2' else 'C1' end, 's1', 'api', 'closed', 'EUR', '2026-01-01', '2026-01-02', '{}', '',
      1, 0, 0, 119 from n`,
    `insert into shipments (id, order_number, site, station, seq, dispatched_at, awaited_on)
      select number || '/1', number, 's1', 'p', 1, '2026-01-01', case when number like '%999' then '2026-01-02' end
      from orders`,
    `insert into parcels (sscc, order_number, parcel, site, station, sealed_at, sealed_seq, shipment_id)
      select '3400000000000' || substr(number, 3), number, 1, 's1', 'p', '2026-01-01', 1, number || '/1' from orders`,
    `insert into parcel_states (sscc, carrier, status, at, delivered_at, unknown)
      select sscc, 'DHL', 'delivered', sealed_at, sealed_at, 0 from parcels`,
    `insert into parcel_states (sscc, carrier, status, at, unknown) values ('349', 'DHL', 'exception', '2026', 1)`,
    `insert into invoices (number, order_number, shipment_id, customer_id, issued_on, issued_at, due_on, currency,
      status, net_minor, charge_minor, tax_minor, gross_minor, paid_minor, payment_reference, terms, parties)
      select 'INV-' || number, number, number || '/1', customer_id, '', '', '', 'EUR', 'paid', 1, 0, 0, 1, 1, number,
      '', '{}' from orders`,
    `insert into returns (site, id, order_number, closed_at, closing)
      select 's1', 'R-' || number, number, '2026-01-03', 1 from orders`,
    `insert into return_lines (site, return_id, station, seq, line, sku, units, counted, condition, disposition, undone, at)
      select site, id, 'r', 1, 1, 'TEA', 1, 1, 'as_new', 'restock', 0, '' from returns`,
    `insert into loads (site, load, status, carrier) select 's1', 'L-' || number, 'closed', 'DHL' from orders`,
    // As in earnest: PostgreSQL gathers statistics by itself, SQLite has none.
    ...(onPostgres ? ['analyze'] : []),
  ];
  for (const statement of statements) await sql.raw(statement).execute(db);
}

interface Step {
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly Step[];
}

/** Rows of tables that PostgreSQL really looked at. */
function visited(step: Step): number {
  const under = (step.Plans ?? []).reduce((sum, child) => sum + visited(child), 0);
  if (step['Relation Name'] === undefined) return under;
  return under + (step['Actual Rows'] + (step['Rows Removed by Filter'] ?? 0)) * step['Actual Loops'];
}

/** Has every question explained instead of answered. */
class Explain implements KyselyPlugin {
  readonly explained: Record<string, unknown>[] = [];

  transformQuery: KyselyPlugin['transformQuery'] = ({ node }) => {
    if (!SelectQueryNode.is(node)) return node;
    const options = onPostgres ? sql`analyze` : sql`query plan`;
    return QueryNode.cloneWithExplain(node, onPostgres ? 'json' : undefined, options);
  };

  transformResult: KyselyPlugin['transformResult'] = async ({ result }) => {
    this.explained.push(...result.rows);
    return { ...result, rows: [] };
  };
}

function failed(url: string): never {
  throw new Error(`${url} asked nothing`);
}

const asked: readonly (readonly [url: string, index: string])[] = [
  ['/v1/shipments?late=true&limit=10', 'shipments_awaited'],
  ['/v1/unknown-parcels', 'parcel_states_unknown'],
  ['/v1/returns/R-7', 'returns_by_id'],
  ['/v1/loads/L-7', 'loads_by_load'],
  ['/v1/orders?customer=C2&limit=10', 'orders_by_customer_id_number'],
  ['/v1/invoices?customer=C2&limit=10', 'invoices_by_customer_id_number'],
  ['/v1/returns-to-credit?from=2026-01-01&limit=10', 'returns_by_closed_at_site_id'],
  ['/v1/shipments?limit=10', 'shipments'],
  ['/v1/orders?limit=10', 'orders'],
  ['/v1/orders?status=closed&limit=10', 'orders_by_status_number'],
  ['/v1/invoices?limit=10', 'invoices'],
  ['/v1/invoices?status=paid&limit=10', 'invoices_by_status_number'],
  ['/v1/orders?order=newest&limit=10', 'orders'],
  ['/v1/orders?order=newest&status=closed&limit=10', 'orders_by_status_number'],
  ['/v1/invoices?order=newest&after=INV-A-12000&limit=10', 'invoices'],
  ['/v1/payments?limit=10', 'payments'],
  ['/v1/payments?order=newest&limit=10', 'payments'],
  ['/v1/payments?order=newest&status=unmatched&limit=10', 'payments_by_status_id'],
  ['/v1/returns?limit=10', 'returns'],
  ['/v1/loads?limit=10', 'loads'],
  ['/v1/loads?carrier=UPS&limit=10', 'loads_by_carrier_site_load'],
  ['/v1/loads?status=closed&carrier=UPS&limit=10', 'loads_by_carrier_site_load'],
  ['/v1/orders?customer=C1&status=received&limit=10', 'orders_by_customer_id_status_number'],
];

test('no list looks at more of the tables that grow for ever than it is about', async () => {
  const context = await testContext();
  await fill(context.db);
  context.clock.jump(365 * 86_400_000);
  for (const [url, index] of asked) {
    const explain = new Explain();
    const app = await createApp({ ...context, db: context.db.withPlugin(explain) });
    await app.inject({ method: 'GET', url });
    await app.close();
    if (onPostgres) {
      const [first] = explain.explained as { 'QUERY PLAN': [{ Plan: Step }] }[];
      const Plan = first?.['QUERY PLAN'][0].Plan ?? failed(url);
      expect(visited(Plan), `${url} ${JSON.stringify(Plan)}`).toBeLessThan(200);
    } else {
      const plan = explain.explained.map(({ detail }) => String(detail)).join('; ');
      expect(plan, url).toContain(index);
      expect(plan, url).not.toContain('TEMP B-TREE');
    }
  }
  await context.db.destroy();
}, 60_000);

// Facts that were set aside or given twice are few, and are sorted.
test.skipIf(onPostgres).each(['false', 'true'])(
  'facts that do not fit are read in the order of their key, and no further than a page (settled: %s)',
  async (settled) => {
    const context = await testContext();
    const explain = new Explain();
    const app = await createApp({ ...context, db: context.db.withPlugin(explain) });
    await app.inject({ method: 'GET', url: `/v1/exceptions?settled=${settled}` });
    const plan = explain.explained.map(({ detail }) => String(detail));
    const misfits = plan.slice(
      0,
      plan.findIndex((step) => step.includes('facts_by_order_number_type')),
    );
    expect(misfits[0]).toMatch(/^SEARCH misfit USING INDEX/);
    expect(misfits.join('; ')).not.toContain('TEMP B-TREE');
    await app.close();
    await context.db.destroy();
  },
);

test('the indexes find what they are for', async () => {
  const context = await testContext();
  await fill(context.db);
  context.clock.jump(365 * 86_400_000);
  const app = await createApp(context);
  const itemsOf = async (url: string) =>
    (await app.inject({ method: 'GET', url })).json<{ items: Record<string, unknown>[] }>().items;
  const late = await itemsOf('/v1/shipments?late=true');
  expect(late.map(({ shipment }) => shipment)).toEqual(['A-10999/1', 'A-11999/1', 'A-12999/1', 'A-13999/1']);
  const newest = await itemsOf('/v1/orders?order=newest&limit=2');
  expect(newest.map(({ number }) => number)).toEqual(['A-14000', 'A-13999']);
  const before = await itemsOf('/v1/invoices?order=newest&limit=2&after=INV-A-13999');
  expect(before.map(({ number }) => number)).toEqual(['INV-A-13998', 'INV-A-13997']);
  expect(await itemsOf('/v1/unknown-parcels')).toMatchObject([{ sscc: '349' }]);
  await app.close();
  await context.db.destroy();
});
