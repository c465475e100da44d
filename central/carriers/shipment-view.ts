import { z } from 'zod';
import { deliveryProof } from '../../protocols/wire/carrier-event.ts';
import { centralErrors } from '../central-errors.ts';
import type { Db } from '../database/database.ts';
import { groupBy } from '../process/rows.ts';

/** planned, packed and manifested are stages of an order before it leaves; from there on the carrier says how it goes. */
const parcelStatus = z.enum([
  'packed',
  'manifested',
  'handed_over',
  'in_transit',
  'delivered',
  'exception',
  'voided',
]);
type ParcelStatus = z.output<typeof parcelStatus>;

export const parcelView = z.strictObject({
  sscc: z.string(),
  order: z.string().nullable(),
  shipment: z.string().nullable(),
  status: parcelStatus,
  at: z.string(),
  deliveredAt: z.string().nullable(),
  /** Who took it, as the carrier says. */
  proof: deliveryProof.nullable(),
});
type ParcelView = z.output<typeof parcelView>;

export const shipmentView = z.strictObject({
  v: z.literal(1),
  shipment: z.string(),
  order: z.string(),
  site: z.string(),
  carrier: z.string().nullable(),
  load: z.string().nullable(),
  dispatchedAt: z.string(),
  promisedOn: z.string().nullable(),
  status: parcelStatus,
  /** The promised day is over, and not all of it is delivered. */
  late: z.boolean(),
  parcels: z.array(parcelView),
});
type ShipmentView = z.output<typeof shipmentView>;

/** A parcel of which a carrier speaks and nobody here knows. */
export const unknownParcel = z.strictObject({
  sscc: z.string(),
  carrier: z.string(),
  status: z.string(),
  at: z.string(),
});

export interface ShipmentFilter {
  readonly after: string;
  readonly limit: number;
  readonly late: boolean;
  readonly order: string | undefined;
  /** ISO date of now. */
  readonly today: string;
}

/** By name, after one. */
export async function listShipments(db: Db, filter: ShipmentFilter): Promise<ShipmentView[]> {
  const { late, order, today } = filter;
  const rows = await shipments(db)
    .where('shipments.id', '>', filter.after)
    .$if(order !== undefined, (query) => query.where('shipments.order_number', '=', order ?? ''))
    .$if(late, (query) =>
      query.where('shipments.awaited_on', 'is not', null).where('shipments.awaited_on', '<', today),
    )
    .orderBy('shipments.id')
    .limit(filter.limit)
    .execute();
  return viewsOf(db, rows, today);
}

/** @throws SHIPMENT_UNKNOWN */
export async function readShipment(db: Db, id: string, today: string): Promise<ShipmentView> {
  const rows = await shipments(db).where('shipments.id', '=', id).execute();
  const [view] = await viewsOf(db, rows, today);
  if (view !== undefined) return view;
  throw centralErrors.fault('SHIPMENT_UNKNOWN', `there is no shipment ${id}`, { place: 'shipment' });
}

/** Parcels of which a carrier speaks and nobody here knows. */
export async function listUnknownParcels(db: Db, after: string, limit: number) {
  const rows = await db
    .selectFrom('parcel_states')
    .select(['sscc', 'carrier', 'status', 'at'])
    // Written out, as an index of some rows is only used for what is said in the statement itself.
    .where(({ eb, lit }) => eb('unknown', '=', lit(1)))
    .where('sscc', '>', after)
    .orderBy('sscc')
    .limit(limit)
    .execute();
  return rows;
}

function shipments(db: Db) {
  return db
    .selectFrom('shipments')
    .innerJoin('orders', 'orders.number', 'shipments.order_number')
    .selectAll('shipments')
    .select('orders.promised_on');
}

type ShipmentRow = Awaited<ReturnType<ReturnType<typeof shipments>['execute']>>[number];

async function viewsOf(db: Db, rows: readonly ShipmentRow[], today: string): Promise<ShipmentView[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const found = await parcels(db).where('parcels.shipment_id', 'in', ids).execute();
  const byShipment = groupBy(found.map(viewOfParcel), ({ shipment }) => shipment);
  return rows.map((row) => {
    const own = byShipment.get(row.id) ?? [];
    const open = own.some(({ deliveredAt }) => deliveredAt === null);
    return {
      v: 1,
      shipment: row.id,
      order: row.order_number,
      site: row.site,
      carrier: row.carrier,
      load: row.load,
      dispatchedAt: row.dispatched_at,
      promisedOn: row.promised_on,
      status: statusOf(own),
      late: open && row.promised_on !== null && row.promised_on < today,
      parcels: own,
    };
  });
}

function statusOf(own: readonly ParcelView[]): ParcelStatus {
  if (own.some(({ status }) => status === 'exception')) return 'exception';
  if (own.every(({ status }) => status === 'delivered')) return 'delivered';
  return own.some(({ status }) => status !== 'handed_over') ? 'in_transit' : 'handed_over';
}

/** How the parcels of an order stand. */
export async function parcelsOf(db: Db, order: string): Promise<ParcelView[]> {
  return (await parcels(db).where('parcels.order_number', '=', order).execute()).map(viewOfParcel);
}

/** How a parcel stands, wherever it is. @throws SHIPMENT_UNKNOWN */
export async function readParcel(db: Db, sscc: string): Promise<ParcelView> {
  const row = await parcels(db).where('parcels.sscc', '=', sscc).executeTakeFirst();
  if (row !== undefined) return viewOfParcel(row);
  throw centralErrors.fault('SHIPMENT_UNKNOWN', `there is no parcel ${sscc}`, { place: 'sscc' });
}

function parcels(db: Db) {
  return db
    .selectFrom('parcels')
    .leftJoin('parcel_states as state', 'state.sscc', 'parcels.sscc')
    .leftJoin('shipments', 'shipments.id', 'parcels.shipment_id')
    .select(['parcels.sscc', 'parcels.order_number', 'parcels.shipment_id', 'parcels.voided_at'])
    .select(['parcels.sealed_at', 'shipments.dispatched_at', 'state.status', 'state.at'])
    .select(['state.delivered_at', 'state.proof'])
    .select(({ selectFrom }) =>
      selectFrom('load_parcels')
        .select(({ fn }) => fn.max<string | null>('loaded_at').as('at'))
        .whereRef('load_parcels.sscc', '=', 'parcels.sscc')
        .where(({ eb, or, ref }) =>
          or([eb('unloaded_at', 'is', null), eb('unloaded_at', '<', ref('loaded_at'))]),
        )
        .as('loaded_at'),
    )
    .orderBy('parcels.sscc');
}

type ParcelRow = Awaited<ReturnType<ReturnType<typeof parcels>['execute']>>[number];

function viewOfParcel(row: ParcelRow): ParcelView {
  return {
    sscc: row.sscc,
    order: row.order_number,
    shipment: row.shipment_id,
    ...stageOf(row),
    deliveredAt: row.delivered_at,
    proof: row.proof === null ? null : deliveryProof.parse(JSON.parse(row.proof)),
  };
}

function stageOf(row: ParcelRow): { readonly status: ParcelStatus; readonly at: string } {
  if (row.voided_at !== null) return { status: 'voided', at: row.voided_at };
  if (row.status !== null && row.at !== null) return { status: row.status as ParcelStatus, at: row.at };
  if (row.dispatched_at !== null) return { status: 'handed_over', at: row.dispatched_at };
  if (row.loaded_at !== null) return { status: 'manifested', at: row.loaded_at };
  return { status: 'packed', at: row.sealed_at };
}
