import { z } from 'zod';
import { centralErrors } from '../central-errors.ts';
import type { Db } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { shipTo } from '../orders/order.ts';
import { groupBy } from '../process/rows.ts';

const loadParcel = z.strictObject({
  sscc: z.string(),
  order: z.string(),
  /** Null until the dispatch of its order came. */
  shipment: z.string().nullable(),
  loadedAt: z.string().nullable(),
  /** Null while the order is not known. */
  shipTo: shipTo.nullable(),
  items: z.array(z.strictObject({ line: z.number().int(), sku: z.string(), units: z.number().int() })),
});
type LoadParcel = z.output<typeof loadParcel>;

/** The manifest of a load and its despatch advice: who takes which parcels with what in them to whom. */
export const loadView = z.strictObject({
  v: z.literal(1),
  load: z.string(),
  site: z.string(),
  carrier: z.string().nullable(),
  door: z.string().nullable(),
  status: z.string(),
  manifest: z.string().nullable(),
  openedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  parcels: z.array(loadParcel),
});
type LoadView = z.output<typeof loadView>;

/** A load as the list has it. */
export const loadHead = loadView.omit({ parcels: true });

/** @throws LOAD_UNKNOWN */
export async function readLoad(db: Db, name: string, site: string | undefined): Promise<LoadView> {
  const rows = await db
    .selectFrom('loads')
    .selectAll()
    .where('load', '=', name)
    .$if(site !== undefined, (query) => query.where('site', '=', site ?? ''))
    .limit(2)
    .execute();
  const [row] = rows;
  if (row === undefined || rows.length > 1) {
    const message = row === undefined ? `there is no load ${name}` : `several sites have a load ${name}`;
    throw centralErrors.fault('LOAD_UNKNOWN', message, { place: 'load' });
  }
  return { ...headOf(row), parcels: await parcelsOf(db, row) };
}

/** By site and name, after one; without their parcels. */
export async function listLoads(
  db: Db,
  filter: {
    readonly after: string;
    readonly limit: number;
    readonly status: string | undefined;
    readonly carrier: string | undefined;
  },
): Promise<Omit<LoadView, 'parcels'>[]> {
  const [site = '', ...load] = filter.after.split('/');
  const { status, carrier } = filter;
  const rows = await db
    .selectFrom('loads')
    .selectAll()
    .where(({ eb, refTuple, tuple }) => eb(refTuple('site', 'load'), '>', tuple(site, load.join('/'))))
    .$if(status !== undefined, (query) => query.where('status', '=', status ?? ''))
    .$if(carrier !== undefined, (query) => query.where('carrier', '=', carrier ?? ''))
    .orderBy('site')
    .orderBy('load')
    .limit(filter.limit)
    .execute();
  return rows.map(headOf);
}

function headOf(row: Database['loads']): Omit<LoadView, 'parcels'> {
  const { load, site, carrier, door, status, manifest, opened_at: openedAt, closed_at: closedAt } = row;
  return { v: 1, load, site, carrier, door, status, manifest, openedAt, closedAt };
}

async function parcelsOf(db: Db, { site, load }: Database['loads']): Promise<LoadParcel[]> {
  const rows = await db
    .selectFrom('load_parcels as loaded')
    .leftJoin('parcels', 'parcels.sscc', 'loaded.sscc')
    .leftJoin('orders', 'orders.number', 'loaded.order_number')
    .select(['loaded.sscc', 'loaded.order_number', 'loaded.loaded_at', 'loaded.unloaded_at'])
    .select(['parcels.shipment_id', 'orders.ship_to'])
    .where('loaded.site', '=', site)
    .where('loaded.load', '=', load)
    .where('loaded.loaded_at', 'is not', null)
    .orderBy('loaded.loaded_at')
    .orderBy('loaded.sscc')
    .limit(2_000)
    .execute();
  const inside = rows.filter(({ loaded_at, unloaded_at }) => (loaded_at ?? '') > (unloaded_at ?? ''));
  const items = groupBy(
    await itemsOf(
      db,
      inside.map(({ sscc }) => sscc),
    ),
    ({ sscc }) => sscc,
  );
  return inside.map((row) => ({
    sscc: row.sscc,
    order: row.order_number,
    shipment: row.shipment_id,
    loadedAt: row.loaded_at,
    shipTo: row.ship_to === null ? null : shipTo.parse(JSON.parse(row.ship_to)),
    items: (items.get(row.sscc) ?? []).map(({ line, sku, units }) => ({ line, sku, units })),
  }));
}

async function itemsOf(db: Db, ssccs: readonly string[]): Promise<Database['parcel_items'][]> {
  if (ssccs.length === 0) return [];
  return db.selectFrom('parcel_items').selectAll().where('sscc', 'in', ssccs).orderBy('line').execute();
}
