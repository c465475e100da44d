import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

/** Columns, indexes and sums for what is listed out of tables that only grow, which else was looked for in all of their rows. */
export async function addWatchedLists(db: Kysely<Database>): Promise<void> {
  await addAwaited(db);
  await addUnknown(db);
  await addAccountTotals(db);
  await addClosings(db);
  await db.schema.createIndex('returns_by_id').on('returns').columns(['id']).execute();
  await db.schema.createIndex('loads_by_load').on('loads').columns(['load']).execute();
  await db.schema
    .createIndex('orders_by_customer_id_number')
    .on('orders')
    .columns(['customer_id', 'number'])
    .execute();
  await db.schema
    .createIndex('invoices_by_customer_id_number')
    .on('invoices')
    .columns(['customer_id', 'number'])
    .execute();
}

/** Shipments that somebody waits for: few among all that ever left. */
async function addAwaited(db: Kysely<Database>): Promise<void> {
  await db.schema.alterTable('shipments').addColumn('awaited_on', 'text').execute();
  await sql`update shipments set awaited_on = (select promised_on from orders where number = order_number)
    where id in (select shipment_id from parcels left join parcel_states on parcel_states.sscc = parcels.sscc
      where shipment_id is not null and delivered_at is null)`.execute(db);
  await db.schema
    .createIndex('shipments_awaited')
    .on('shipments')
    .columns(['id', 'awaited_on'])
    .where('awaited_on', 'is not', null)
    .execute();
}

async function addUnknown(db: Kysely<Database>): Promise<void> {
  await db.schema
    .alterTable('parcel_states')
    .addColumn('unknown', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await sql`update parcel_states set "unknown" = 1 where sscc not in (select sscc from parcels)`.execute(db);
  await db.schema
    .createIndex('parcel_states_unknown')
    .on('parcel_states')
    .columns(['sscc'])
    .where(sql.ref('unknown'), '=', sql.lit(1))
    .execute();
}

async function addAccountTotals(db: Kysely<Database>): Promise<void> {
  await db.schema
    .createTable('account_totals')
    .addColumn('account', 'text', (column) => column.notNull())
    .addColumn('debit_minor', 'bigint', (column) => column.notNull())
    .addColumn('credit_minor', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('account_totals_key', ['account'])
    .execute();
  await sql`insert into account_totals (account, debit_minor, credit_minor)
    select account, sum(debit_minor), sum(credit_minor) from journal_lines group by account`.execute(db);
}

/** Numbers the returns that are closed, in the order in which they were. */
async function addClosings(db: Kysely<Database>): Promise<void> {
  await db.schema.alterTable('returns').addColumn('closing', 'bigint').execute();
  await sql`update returns set closing = numbered.closing from (
    select site, id, row_number() over (order by closed_at, site, id) as closing from returns where closed_at is not null
  ) as numbered where numbered.site = returns.site and numbered.id = returns.id`.execute(db);
  await sql`insert into number_series (name, last)
    select 'return_closing', count(*) from returns where closed_at is not null having count(*) > 0`.execute(
    db,
  );
}

/** Who settled which exception, and why. */
export async function addSettlements(db: Kysely<Database>): Promise<void> {
  await db.schema
    .createTable('exception_settlements')
    .addColumn('site', 'text', (column) => column.notNull())
    .addColumn('station', 'text', (column) => column.notNull())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('by', 'text', (column) => column.notNull())
    .addColumn('reason', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('exception_settlements_key', ['site', 'station', 'seq', 'code', 'at'])
    .execute();
}

/** Of what a scan said that came back, how much counts. All did until now: what was too much was set aside as a whole. */
export async function addCountedReturns(db: Kysely<Database>): Promise<void> {
  for (const name of ['counted', 'recounts']) {
    await db.schema
      .alterTable('return_lines')
      .addColumn(name, 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  }
  await sql`update return_lines set counted = case when undone = 1 then 0 else units end, recounts = 1`.execute(
    db,
  );
}

/** A carrier that is seldom used, and what of a customer waits, are looked for in few rows. */
export async function addFilteredLists(db: Kysely<Database>): Promise<void> {
  await db.schema
    .createIndex('loads_by_carrier_site_load')
    .on('loads')
    .columns(['carrier', 'site', 'load'])
    .execute();
  await db.schema
    .createIndex('orders_by_customer_id_status_number')
    .on('orders')
    .columns(['customer_id', 'status', 'number'])
    .execute();
}
