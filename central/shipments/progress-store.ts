import { noteAwaited, noteKnown } from '../carriers/awaited.ts';
import type { Trx } from '../database/database.ts';
import { insertRows } from '../database/insert-rows.ts';
import { chunksOf, groupBy } from '../process/rows.ts';
import {
  type KnownNames,
  type OrderProgress,
  type OrderRow,
  progressOf,
  type SealedParcel,
} from './order-progress.ts';

/** What a batch of facts names, and so what has to be read. */
export interface NamedInBatch {
  readonly orders: readonly string[];
  readonly ssccs: readonly string[];
  readonly shipments: readonly string[];
}

/** Reads the orders that a batch names as they stand, in a handful of statements. Unknown orders are left out. */
export async function loadProgress(trx: Trx, named: NamedInBatch): Promise<Map<string, OrderProgress>> {
  const orders = await trx.selectFrom('orders').selectAll().where('number', 'in', named.orders).execute();
  if (orders.length === 0) return new Map();
  const numbers = orders.map((order) => order.number);
  const lines = await trx
    .selectFrom('order_lines')
    .selectAll()
    .where('order_number', 'in', numbers)
    .execute();
  const known = await loadKnown(trx, named);
  const linesOf = groupBy(lines, (line) => line.order_number);
  const progresses = new Map(
    orders.map((order) => [order.number, progressOf(order, linesOf.get(order.number) ?? [], known)]),
  );
  await loadParcels(trx, progresses);
  return progresses;
}

async function loadKnown(trx: Trx, { ssccs, shipments }: NamedInBatch): Promise<KnownNames> {
  const known: KnownNames = {
    ssccs: new Map(),
    shipments: new Map(),
    returns: new Map(),
    scans: new Map(),
  };
  for (const chunk of chunksOf(ssccs)) {
    const parcels = trx.selectFrom('parcels').selectAll().where('sscc', 'in', chunk);
    for (const { sscc, order_number: order, station, parcel } of await parcels.execute())
      known.ssccs.set(sscc, { order, station, parcel });
  }
  for (const chunk of chunksOf(shipments)) {
    const dispatched = trx.selectFrom('shipments').select(['id', 'station']).where('id', 'in', chunk);
    for (const { id, station } of await dispatched.execute()) known.shipments.set(id, station);
  }
  return known;
}

async function loadParcels(trx: Trx, progresses: ReadonlyMap<string, OrderProgress>): Promise<void> {
  const rows = await trx
    .selectFrom('parcels')
    .selectAll()
    .where('order_number', 'in', [...progresses.keys()])
    .execute();
  for (const row of rows) {
    const { sscc, parcel, site, station, sealed_at: at, sealed_seq: seq, shipment_id: shipment } = row;
    const voided = row.voided_at !== null;
    // Its items are stored already and take no part in what follows.
    const sealed: SealedParcel = { sscc, parcel, site, station, seq, at, items: [], shipment, voided };
    progresses.get(row.order_number)?.parcels.set(sscc, sealed);
  }
}

/** Writes what changed, a statement per table. */
export async function saveProgress(trx: Trx, progresses: Iterable<OrderProgress>): Promise<void> {
  const changed = [...progresses];
  await saveOrders(
    trx,
    changed.filter(({ changes }) => changes.order).map(({ order }) => order),
  );
  await saveLines(trx, changed);
  await saveShipments(trx, changed);
  await saveParcels(trx, changed);
}

async function saveOrders(trx: Trx, orders: readonly OrderRow[]): Promise<void> {
  for (const chunk of chunksOf(orders)) {
    // Written as an upsert of rows that exist, which updates them all in one statement.
    await trx
      .insertInto('orders')
      .values(chunk)
      .onConflict((conflict) =>
        conflict.column('number').doUpdateSet((eb) => ({
          status: eb.ref('excluded.status'),
          dispatched_at: eb.ref('excluded.dispatched_at'),
          closed_at: eb.ref('excluded.closed_at'),
        })),
      )
      .execute();
  }
}

async function saveLines(trx: Trx, progresses: readonly OrderProgress[]): Promise<void> {
  const rows = progresses.flatMap(({ lines, changes }) =>
    [...changes.lines].flatMap((line) => lines.get(line) ?? []),
  );
  for (const chunk of chunksOf(rows)) {
    await trx
      .insertInto('order_lines')
      .values(chunk)
      .onConflict((conflict) =>
        conflict.columns(['order_number', 'line']).doUpdateSet((eb) => ({
          picked: eb.ref('excluded.picked'),
          packed: eb.ref('excluded.packed'),
          shipped: eb.ref('excluded.shipped'),
          shorted: eb.ref('excluded.shorted'),
          returned: eb.ref('excluded.returned'),
        })),
      )
      .execute();
  }
}

async function saveShipments(trx: Trx, progresses: readonly OrderProgress[]): Promise<void> {
  const dispatches = progresses.flatMap(({ changes }) => changes.dispatches);
  const shipments = dispatches.map(({ id, order, site, station, seq, at, carrier, load }) => ({
    id,
    order_number: order,
    site,
    station,
    seq,
    dispatched_at: at,
    carrier,
    load,
    awaited_on: null,
  }));
  const lines = dispatches.flatMap(({ id, lines: shipped }) =>
    shipped.map(({ line, sku, units }) => ({ shipment_id: id, line, sku, units })),
  );
  await insertRows(trx, 'shipments', shipments);
  await insertRows(trx, 'shipment_lines', lines);
}

async function saveParcels(trx: Trx, progresses: readonly OrderProgress[]): Promise<void> {
  const sealed = progresses.flatMap(({ order, changes }) =>
    changes.sealed.map((parcel) => ({ order: order.number, parcel })),
  );
  const rows = sealed.map(({ order, parcel }) => ({
    sscc: parcel.sscc,
    order_number: order,
    parcel: parcel.parcel,
    site: parcel.site,
    station: parcel.station,
    sealed_at: parcel.at,
    sealed_seq: parcel.seq,
    shipment_id: parcel.shipment,
    voided_at: null,
  }));
  const items = sealed.flatMap(({ parcel }) => parcel.items.map((item) => ({ sscc: parcel.sscc, ...item })));
  await insertRows(trx, 'parcels', rows);
  await insertRows(trx, 'parcel_items', items);
  for (const { id, taken } of progresses.flatMap(({ changes }) => changes.dispatches)) {
    if (taken.length === 0) continue;
    await trx.updateTable('parcels').set({ shipment_id: id }).where('sscc', 'in', taken).execute();
  }
  await noteKnown(
    trx,
    rows.map(({ sscc }) => sscc),
  );
  const dispatched = progresses.flatMap(({ changes }) => changes.dispatches.map(({ id }) => id));
  await noteAwaited(trx, [...dispatched, ...rows.flatMap(({ shipment_id }) => shipment_id ?? [])]);
  for (const { sscc, at } of progresses.flatMap(({ changes }) => changes.voided))
    await trx.updateTable('parcels').set({ voided_at: at }).where('sscc', '=', sscc).execute();
}
