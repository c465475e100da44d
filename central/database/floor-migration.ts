import type { CreateTableBuilder, Kysely } from 'kysely';
import type { Database } from './schema.ts';

type Columns = readonly (readonly [
  name: string,
  type: 'text' | 'integer' | 'bigint',
  optional?: 'optional',
])[];

async function create(
  db: Kysely<Database>,
  name: string,
  columns: Columns,
  key: readonly string[],
): Promise<void> {
  let table: CreateTableBuilder<string, string> = db.schema.createTable(name);
  for (const [column, type, optional] of columns)
    table = table.addColumn(column, type, (built) => (optional === undefined ? built.notNull() : built));
  await table.addPrimaryKeyConstraint(`${name}_key`, [...key]).execute();
}

async function addOptional(
  db: Kysely<Database>,
  table: string,
  type: 'text' | 'integer',
  names: readonly string[],
): Promise<void> {
  for (const name of names) await db.schema.alterTable(table).addColumn(name, type).execute();
}

async function addCounts(db: Kysely<Database>, table: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await db.schema
      .alterTable(table)
      .addColumn(name, 'integer', (column) => column.notNull().defaultTo(0))
      .execute();
  }
}

/** What a whole floor needs: several stations at one order, places, people, rules, loads, carriers, returns and services. */
export async function addFloor(db: Kysely<Database>): Promise<void> {
  await addCounts(db, 'fact_exceptions', ['waiting']);
  await addOptional(db, 'products', 'text', ['details']);
  await addOptional(db, 'product_packagings', 'integer', ['grams', 'length_mm', 'width_mm', 'height_mm']);
  await addOptional(db, 'orders', 'text', ['details', 'cancelled_at', 'cancel_reason', 'back_order_of']);
  await addOptional(db, 'order_lines', 'text', ['lot', 'substitution']);
  await addCounts(db, 'order_lines', ['returned', 'back_ordered']);
  await addOptional(db, 'parcels', 'text', ['voided_at']);
  await addOptional(db, 'shipments', 'text', ['carrier', 'load']);
  await addSite(db);
  await addEvidence(db);
  await addTransport(db);
  await addReturns(db);
}

/** The indexes of what is asked by a shipment, a return's end, a load's status and a back-order's first order, which else read every row. */
export async function addFloorLists(db: Kysely<Database>): Promise<void> {
  await db.schema.createIndex('parcels_by_shipment_id').on('parcels').columns(['shipment_id']).execute();
  await db.schema.createIndex('orders_by_back_order_of').on('orders').columns(['back_order_of']).execute();
  await db.schema
    .createIndex('returns_by_closed_at_site_id')
    .on('returns')
    .columns(['closed_at', 'site', 'id'])
    .execute();
  await db.schema
    .createIndex('loads_by_status_site_load')
    .on('loads')
    .columns(['status', 'site', 'load'])
    .execute();
}

async function addSite(db: Kysely<Database>): Promise<void> {
  await create(
    db,
    'site_rules',
    [
      ['site', 'text'],
      ['version', 'integer'],
      ['rules', 'text'],
      ['time_zone', 'text', 'optional'],
      ['changed_at', 'text'],
      ['changed_by', 'text'],
    ],
    ['site', 'version'],
  );
  await create(
    db,
    'people',
    [
      ['site', 'text'],
      ['badge', 'text'],
      ['person', 'text'],
      ['updated_at', 'text'],
    ],
    ['site', 'badge'],
  );
  await create(
    db,
    'locations',
    [
      ['site', 'text'],
      ['location', 'text'],
      ['zone', 'text', 'optional'],
      ['walk', 'integer'],
      ['updated_at', 'text'],
    ],
    ['site', 'location'],
  );
  // An empty lot or expiry stands for none, as keys hold no nulls.
  await create(
    db,
    'location_contents',
    [
      ['site', 'text'],
      ['location', 'text'],
      ['sku', 'text'],
      ['lot', 'text'],
      ['expiry', 'text'],
      ['units', 'integer'],
    ],
    ['site', 'location', 'sku', 'lot', 'expiry'],
  );
}

async function addEvidence(db: Kysely<Database>): Promise<void> {
  await create(
    db,
    'invoice_pack_evidence',
    [
      ['invoice_number', 'text'],
      ['line', 'integer'],
      ['site', 'text'],
      ['station', 'text'],
      ['seq', 'bigint'],
      ['scan_seq', 'bigint'],
      ['units', 'integer'],
    ],
    ['invoice_number', 'line', 'site', 'station', 'seq'],
  );
}

async function addTransport(db: Kysely<Database>): Promise<void> {
  await create(
    db,
    'loads',
    [
      ['site', 'text'],
      ['load', 'text'],
      ['carrier', 'text', 'optional'],
      ['door', 'text', 'optional'],
      ['status', 'text'],
      ['manifest', 'text', 'optional'],
      ['opened_at', 'text', 'optional'],
      ['closed_at', 'text', 'optional'],
    ],
    ['site', 'load'],
  );
  await create(
    db,
    'load_parcels',
    [
      ['site', 'text'],
      ['load', 'text'],
      ['sscc', 'text'],
      ['order_number', 'text'],
      ['station', 'text'],
      ['seq', 'bigint'],
      ['loaded_at', 'text', 'optional'],
      ['unloaded_at', 'text', 'optional'],
    ],
    ['site', 'load', 'sscc'],
  );
  await db.schema.createIndex('load_parcels_by_sscc').on('load_parcels').columns(['sscc']).execute();
  await create(
    db,
    'carrier_events',
    [
      ['carrier', 'text'],
      ['id', 'text'],
      ['sscc', 'text'],
      ['status', 'text'],
      ['at', 'text'],
      ['detail', 'text'],
      ['received_at', 'text'],
    ],
    ['carrier', 'id'],
  );
  await db.schema
    .createIndex('carrier_events_by_sscc_at')
    .on('carrier_events')
    .columns(['sscc', 'at'])
    .execute();
  await create(
    db,
    'parcel_states',
    [
      ['sscc', 'text'],
      ['carrier', 'text'],
      ['status', 'text'],
      ['at', 'text'],
      ['delivered_at', 'text', 'optional'],
      ['proof', 'text', 'optional'],
    ],
    ['sscc'],
  );
}

async function addReturns(db: Kysely<Database>): Promise<void> {
  await create(
    db,
    'returns',
    [
      ['site', 'text'],
      ['id', 'text'],
      ['order_number', 'text'],
      ['sscc', 'text', 'optional'],
      ['started_at', 'text', 'optional'],
      ['closed_at', 'text', 'optional'],
    ],
    ['site', 'id'],
  );
  await db.schema.createIndex('returns_by_order_number').on('returns').columns(['order_number']).execute();
  await create(
    db,
    'return_lines',
    [
      ['site', 'text'],
      ['return_id', 'text'],
      ['station', 'text'],
      ['seq', 'bigint'],
      ['line', 'integer'],
      ['sku', 'text'],
      ['units', 'integer'],
      ['lot', 'text', 'optional'],
      ['expiry', 'text', 'optional'],
      ['serial', 'text', 'optional'],
      ['condition', 'text'],
      ['disposition', 'text'],
      ['location', 'text', 'optional'],
      ['undone', 'integer'],
      ['at', 'text'],
    ],
    ['site', 'return_id', 'station', 'seq'],
  );
}
