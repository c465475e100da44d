import { type CreateTableBuilder, type Kysely, sql } from 'kysely';
import { addFloor, addFloorLists } from './floor-migration.ts';
import { addCountedReturns, addFilteredLists, addSettlements, addWatchedLists } from './list-migration.ts';
import type { Database } from './schema.ts';

export interface Migration {
  readonly name: string;
  up(db: Kysely<Database>): Promise<void>;
}

/**
 * Forward-only: a migration that was released is never edited; a change is a new one at the end. Only column types that
 * SQLite and PostgreSQL both know: text, integer for counts, bigint for money and running numbers.
 */
export const migrations: readonly Migration[] = [
  { name: 'order-to-cash', up: createOrderToCash },
  { name: 'holds', up: addHolds },
  { name: 'uninvoiced', up: addUninvoiced },
  { name: 'evidence', up: addEvidence },
  { name: 'floor', up: addFloor },
  { name: 'floor-lists', up: addFloorLists },
  { name: 'watched-lists', up: addWatchedLists },
  { name: 'settlements', up: addSettlements },
  { name: 'counted-returns', up: addCountedReturns },
  { name: 'filtered-lists', up: addFilteredLists },
];

async function createOrderToCash(db: Kysely<Database>): Promise<void> {
  await createMasterData(db);
  await createOrders(db);
  await createFacts(db);
  await createShipments(db);
  await createInvoices(db);
  await createMoney(db);
}

type Table = CreateTableBuilder<string, string>;

function texts(table: Table, names: readonly string[]): Table {
  return names.reduce((built, name) => built.addColumn(name, 'text', (column) => column.notNull()), table);
}

function optionalTexts(table: Table, names: readonly string[]): Table {
  return names.reduce((built, name) => built.addColumn(name, 'text'), table);
}

function counts(table: Table, names: readonly string[]): Table {
  return names.reduce((built, name) => built.addColumn(name, 'integer', (column) => column.notNull()), table);
}

/** Money in minor units and running numbers: 64 bits. */
function longs(table: Table, names: readonly string[]): Table {
  return names.reduce((built, name) => built.addColumn(name, 'bigint', (column) => column.notNull()), table);
}

/** Named after its table: PostgreSQL makes an index of that name, and these are unique over a whole schema. */
function primary(table: Table, columns: readonly string[]): Table {
  const { name } = table.toOperationNode().table.table.identifier;
  return table.addPrimaryKeyConstraint(`${name}_key`, [...columns]);
}

function foreign(table: Table, columns: readonly string[], target: string, keys: readonly string[]): Table {
  return table.addForeignKeyConstraint(`${columns.join('_')}_in_${target}`, [...columns], target, [...keys]);
}

async function index(db: Kysely<Database>, table: string, columns: readonly string[]): Promise<void> {
  await db.schema
    .createIndex(`${table}_by_${columns.join('_')}`)
    .on(table)
    .columns([...columns])
    .execute();
}

async function unique(db: Kysely<Database>, table: string, columns: readonly string[]): Promise<void> {
  await db.schema
    .createIndex(`${table}_one_per_${columns.join('_')}`)
    .unique()
    .on(table)
    .columns([...columns])
    .execute();
}

async function createMasterData(db: Kysely<Database>): Promise<void> {
  let table: Table = texts(db.schema.createTable('number_series'), ['name']);
  await primary(longs(table, ['last']), ['name']).execute();

  table = texts(db.schema.createTable('settings'), ['key', 'value']);
  await primary(table, ['key']).execute();

  table = texts(db.schema.createTable('customers'), [
    'id',
    'name',
    'street',
    'city',
    'postal_code',
    'country',
  ]);
  table = texts(optionalTexts(table, ['contact', 'vat_id', 'email']), [
    'currency',
    'created_at',
    'updated_at',
  ]);
  await primary(counts(longs(table, ['credit_limit_minor']), ['payment_terms_days']), ['id']).execute();

  table = texts(db.schema.createTable('products'), ['sku', 'name', 'currency', 'tax_category']);
  table = texts(counts(longs(table, ['unit_price_minor']), ['tax_rate_bp']), ['created_at', 'updated_at']);
  await primary(table, ['sku']).execute();

  table = counts(texts(db.schema.createTable('product_packagings'), ['gtin', 'sku', 'level']), ['units']);
  await foreign(primary(table, ['gtin']), ['sku'], 'products', ['sku']).execute();
  await index(db, 'product_packagings', ['sku']);

  table = counts(texts(db.schema.createTable('stock'), ['site', 'sku']), ['on_hand', 'reserved']);
  await foreign(primary(table, ['site', 'sku']), ['sku'], 'products', ['sku'])
    .addCheckConstraint('stock_is_not_oversold', sql`reserved >= 0 and reserved <= on_hand`)
    .execute();

  table = texts(longs(db.schema.createTable('stock_movements'), ['id']), ['site', 'sku', 'reason', 'at']);
  table = optionalTexts(counts(table, ['units']), ['reference']);
  await foreign(primary(table, ['id']), ['site', 'sku'], 'stock', ['site', 'sku']).execute();
  await index(db, 'stock_movements', ['site', 'sku']);
  await unique(db, 'stock_movements', ['site', 'sku', 'reason', 'reference']);

  table = texts(db.schema.createTable('work_documents'), ['site', 'kind', 'id']);
  table = optionalTexts(longs(counts(table, ['version']), ['cursor']), ['data']);
  await primary(table, ['site', 'kind', 'id']).execute();
  await unique(db, 'work_documents', ['site', 'cursor']);
}

async function createOrders(db: Kysely<Database>): Promise<void> {
  let table: Table = texts(db.schema.createTable('orders'), [
    'number',
    'customer_id',
    'site',
    'channel',
    'status',
  ]);
  table = texts(table, ['currency', 'ordered_on', 'ship_to', 'received_at']);
  table = optionalTexts(table, [
    'customer_reference',
    'promised_on',
    'released_at',
    'dispatched_at',
    'closed_at',
  ]);
  table = longs(table, ['net_minor', 'freight_minor', 'tax_minor', 'gross_minor']);
  await foreign(primary(table, ['number']), ['customer_id'], 'customers', ['id']).execute();
  await index(db, 'orders', ['customer_id', 'status']);
  await index(db, 'orders', ['site', 'status']);

  table = counts(texts(db.schema.createTable('order_lines'), ['order_number']), ['line', 'units']);
  table = longs(texts(table, ['sku', 'description', 'tax_category']), ['unit_price_minor', 'net_minor']);
  table = counts(table, ['discount_bp', 'tax_rate_bp', 'picked', 'packed', 'shipped', 'shorted', 'reserved']);
  table = foreign(primary(table, ['order_number', 'line']), ['order_number'], 'orders', ['number']);
  await foreign(table, ['sku'], 'products', ['sku']).execute();
  await index(db, 'order_lines', ['sku']);

  table = texts(longs(db.schema.createTable('order_events'), ['id']), ['order_number', 'at', 'type']);
  table = primary(texts(table, ['summary', 'data']), ['id']);
  await foreign(table, ['order_number'], 'orders', ['number']).execute();
  await index(db, 'order_events', ['order_number', 'id']);

  table = texts(longs(db.schema.createTable('credit_decisions'), ['id']), ['order_number', 'at', 'decision']);
  table = texts(longs(table, ['limit_minor', 'exposure_minor', 'order_minor']), ['reason']);
  await foreign(primary(table, ['id']), ['order_number'], 'orders', ['number']).execute();
  await index(db, 'credit_decisions', ['order_number', 'id']);
}

/** Facts name orders that may not exist here, so `order_number` is no foreign key. */
async function createFacts(db: Kysely<Database>): Promise<void> {
  const identity = ['site', 'station', 'seq'] as const;
  const identified = (name: string): Table =>
    longs(texts(db.schema.createTable(name), ['site', 'station']), ['seq']);

  let table = texts(identified('facts'), ['hash', 'type', 'at', 'received_at', 'body']);
  await primary(optionalTexts(table, ['operator', 'order_number', 'set_aside']), identity).execute();
  await index(db, 'facts', ['order_number', 'type']);

  table = longs(texts(db.schema.createTable('fact_heads'), ['site', 'station']), ['up_to']);
  await primary(texts(table, ['hash', 'received_at']), ['site', 'station']).execute();

  table = texts(identified('fact_conflicts'), ['known_hash', 'received_hash', 'received_at', 'body']);
  await primary(table, [...identity, 'received_hash']).execute();

  table = primary(texts(identified('fact_exceptions'), ['code', 'message', 'at']), [...identity, 'code']);
  await foreign(table, identity, 'facts', identity).execute();
}

async function createShipments(db: Kysely<Database>): Promise<void> {
  let table: Table = texts(db.schema.createTable('shipments'), ['id', 'order_number', 'site', 'station']);
  table = texts(longs(table, ['seq']), ['dispatched_at']);
  await foreign(primary(table, ['id']), ['order_number'], 'orders', ['number']).execute();
  await index(db, 'shipments', ['order_number']);

  table = counts(texts(db.schema.createTable('shipment_lines'), ['shipment_id']), ['line']);
  table = counts(texts(table, ['sku']), ['units']);
  table = primary(table, ['shipment_id', 'line']);
  await foreign(table, ['shipment_id'], 'shipments', ['id']).execute();

  table = counts(texts(db.schema.createTable('parcels'), ['sscc', 'order_number']), ['parcel']);
  table = longs(texts(table, ['site', 'station', 'sealed_at']), ['sealed_seq']);
  table = primary(optionalTexts(table, ['shipment_id']), ['sscc']);
  table = foreign(table, ['order_number'], 'orders', ['number']);
  await foreign(table, ['shipment_id'], 'shipments', ['id']).execute();
  await index(db, 'parcels', ['order_number']);

  table = counts(texts(db.schema.createTable('parcel_items'), ['sscc']), ['line']);
  table = primary(counts(texts(table, ['sku']), ['units']), ['sscc', 'line', 'sku']);
  await foreign(table, ['sscc'], 'parcels', ['sscc']).execute();
}

async function createInvoices(db: Kysely<Database>): Promise<void> {
  let table: Table = texts(db.schema.createTable('invoices'), ['number', 'order_number', 'shipment_id']);
  table = texts(table, ['customer_id', 'issued_on', 'issued_at', 'due_on', 'currency', 'status']);
  table = longs(table, ['net_minor', 'charge_minor', 'tax_minor', 'gross_minor', 'paid_minor']);
  table = primary(texts(table, ['payment_reference', 'terms', 'parties']), ['number']);
  table = foreign(table, ['order_number'], 'orders', ['number']);
  table = foreign(table, ['shipment_id'], 'shipments', ['id']);
  await foreign(table, ['customer_id'], 'customers', ['id']).execute();
  await unique(db, 'invoices', ['shipment_id']);
  await unique(db, 'invoices', ['payment_reference']);
  await index(db, 'invoices', ['order_number']);
  await index(db, 'invoices', ['customer_id', 'status']);

  table = counts(texts(db.schema.createTable('invoice_lines'), ['invoice_number']), ['line']);
  table = texts(table, ['kind', 'description', 'tax_category']);
  table = optionalTexts(table.addColumn('order_line', 'integer'), ['sku']);
  table = longs(counts(table, ['units', 'discount_bp', 'tax_rate_bp']), ['unit_price_minor', 'net_minor']);
  table = primary(table, ['invoice_number', 'line']);
  await foreign(table, ['invoice_number'], 'invoices', ['number']).execute();

  table = texts(db.schema.createTable('invoice_taxes'), ['invoice_number', 'tax_category']);
  table = longs(counts(table, ['tax_rate_bp']), ['base_minor', 'tax_minor']);
  table = primary(table, ['invoice_number', 'tax_category', 'tax_rate_bp']);
  await foreign(table, ['invoice_number'], 'invoices', ['number']).execute();

  table = counts(texts(db.schema.createTable('invoice_line_evidence'), ['invoice_number']), [
    'line',
    'units',
  ]);
  table = longs(texts(table, ['site', 'station']), ['seq', 'scan_seq']);
  table = primary(table, ['invoice_number', 'line', 'site', 'station', 'seq']);
  table = foreign(table, ['invoice_number', 'line'], 'invoice_lines', ['invoice_number', 'line']);
  await foreign(table, ['site', 'station', 'seq'], 'facts', ['site', 'station', 'seq']).execute();
}

async function createMoney(db: Kysely<Database>): Promise<void> {
  let table: Table = texts(longs(db.schema.createTable('journal_entries'), ['number']), ['on_date', 'at']);
  await primary(texts(table, ['kind', 'reference', 'description']), ['number']).execute();
  // The same business event is never booked twice.
  await unique(db, 'journal_entries', ['kind', 'reference']);

  table = counts(longs(db.schema.createTable('journal_lines'), ['entry']), ['line']);
  table = longs(texts(table, ['account']), ['debit_minor', 'credit_minor']);
  table = primary(optionalTexts(table, ['customer_id']), ['entry', 'line']);
  table = foreign(table, ['customer_id'], 'customers', ['id']);
  await foreign(table, ['entry'], 'journal_entries', ['number'])
    .addCheckConstraint(
      'one_side_only',
      sql`debit_minor >= 0 and credit_minor >= 0 and (debit_minor = 0 or credit_minor = 0)`,
    )
    .execute();
  await index(db, 'journal_lines', ['account']);

  table = texts(db.schema.createTable('bank_statements'), [
    'id',
    'account',
    'statement',
    'file_hash',
    'currency',
  ]);
  table = table.addColumn('opening_minor', 'bigint').addColumn('closing_minor', 'bigint');
  await primary(texts(table, ['created_at', 'imported_at']), ['id']).execute();
  await unique(db, 'bank_statements', ['account', 'statement']);

  table = longs(texts(db.schema.createTable('payments'), ['id', 'statement_id']), ['entry', 'amount_minor']);
  table = texts(table, ['booked_on', 'currency', 'direction', 'remittance', 'status', 'reason']);
  table = primary(optionalTexts(table, ['debtor', 'end_to_end_id']), ['id']);
  await foreign(table, ['statement_id'], 'bank_statements', ['id']).execute();
  await index(db, 'payments', ['statement_id', 'entry']);
  await index(db, 'payments', ['status']);

  table = texts(db.schema.createTable('payment_allocations'), ['payment_id', 'invoice_number', 'rule', 'at']);
  table = primary(longs(table, ['amount_minor']), ['payment_id', 'invoice_number']);
  table = foreign(table, ['payment_id'], 'payments', ['id']);
  await foreign(table, ['invoice_number'], 'invoices', ['number']).execute();
  await index(db, 'payment_allocations', ['invoice_number']);
}

/** Who holds an order, and the indexes of the lists and sums that go by status, which else read every row. */
async function addHolds(db: Kysely<Database>): Promise<void> {
  await db.schema.alterTable('orders').addColumn('held_by', 'text').execute();
  await db.updateTable('orders').set({ held_by: 'credit' }).where('status', '=', 'on_credit_hold').execute();
  await index(db, 'orders', ['status', 'number']);
  await index(db, 'invoices', ['status', 'number']);
  await index(db, 'payments', ['status', 'id']);
  await db.schema.dropIndex('payments_by_status').execute();
  await index(db, 'journal_lines', ['account', 'debit_minor', 'credit_minor']);
  await db.schema.dropIndex('journal_lines_by_account').execute();
}

/** What credit decisions sum up for a customer, so that each reads an index and not all that the customer ever bought. */
async function addUninvoiced(db: Kysely<Database>): Promise<void> {
  await db.schema
    .alterTable('orders')
    .addColumn('uninvoiced_minor', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await db
    .updateTable('orders')
    .set((eb) => ({ uninvoiced_minor: eb.ref('gross_minor') }))
    .where('number', 'not in', (eb) => eb.selectFrom('invoices').select('order_number'))
    .execute();
  await db.schema.dropIndex('orders_by_customer_id_status').execute();
  await index(db, 'orders', ['customer_id', 'status', 'uninvoiced_minor']);
  await db.schema.dropIndex('invoices_by_customer_id_status').execute();
  await index(db, 'invoices', ['customer_id', 'status', 'gross_minor', 'paid_minor']);
}

/** The keys with which stations sign, and the signed heads of their chains. */
async function addEvidence(db: Kysely<Database>): Promise<void> {
  let table: Table = texts(db.schema.createTable('station_keys'), ['site', 'station', 'key_id']);
  table = optionalTexts(texts(table, ['public_key', 'state', 'since']), ['ended_at']);
  table = texts(counts(table, ['trusted']), ['first_seen_at']);
  await primary(table, ['site', 'station', 'key_id']).execute();

  table = longs(texts(db.schema.createTable('signed_heads'), ['site', 'station']), ['seq']);
  table = texts(table, ['key_id', 'hash', 'signature', 'received_at']);
  table = primary(table, ['site', 'station', 'key_id', 'seq']);
  await foreign(table, ['site', 'station', 'seq'], 'facts', ['site', 'station', 'seq']).execute();
}
