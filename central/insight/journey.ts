import { parcelsOf } from '../carriers/shipment-view.ts';
import { customerOf } from '../customers/customer-store.ts';
import type { Db } from '../database/database.ts';
import { type Evidence, type InvoiceView, readInvoicesOf } from '../invoicing/invoice-view.ts';
import { shipTo } from '../orders/order.ts';
import { orderLinesOf, orderOf } from '../orders/order-store.ts';
import { groupBy } from '../process/rows.ts';
import { readScans } from './journey-scans.ts';
import type {
  JourneyCredit,
  JourneyInvoice,
  JourneyParcel,
  JourneyPayment,
  JourneyView,
} from './journey-view.ts';
import { milestonesOf } from './milestones.ts';

/**
 * Everything that is known of an order, from entry to closing.
 *
 * @param today ISO date of now: what is promised for an earlier day is late.
 * @throws ORDER_UNKNOWN
 */
export async function readJourney(db: Db, number: string, today: string): Promise<JourneyView> {
  const order = await readOrder(db, number);
  const invoices = await readInvoicesOf(db, number);
  const parcels = await readParcels(db, number);
  const overdue = order.promisedOn !== null && order.promisedOn < today;
  const parts = {
    order,
    lines: await readLines(db, number, invoices),
    credit: await readCredit(db, number),
    scans: await readScans(db, number),
    parcels,
    shipments: await readShipments(db, number, overdue ? parcels : []),
    invoices: invoices.map(invoiceOf),
    payments: await readPayments(db, number),
  };
  const history = await readEvents(db, number);
  return { v: 1, ...parts, history, milestones: milestonesOf(parts, history) };
}

async function readOrder(db: Db, number: string): Promise<JourneyView['order']> {
  const row = await orderOf(db, number);
  const customer = await customerOf(db, row.customer_id);
  return {
    number: row.number,
    status: row.status,
    channel: row.channel,
    site: row.site,
    currency: row.currency,
    orderedOn: row.ordered_on,
    promisedOn: row.promised_on,
    receivedAt: row.received_at,
    customer: { id: customer.id, name: customer.name, city: customer.city, country: customer.country },
    shipTo: shipTo.parse(JSON.parse(row.ship_to)),
    netMinor: row.net_minor,
    freightMinor: row.freight_minor,
    taxMinor: row.tax_minor,
    grossMinor: row.gross_minor,
  };
}

async function readLines(
  db: Db,
  number: string,
  invoices: readonly InvoiceView[],
): Promise<JourneyView['lines']> {
  const rows = await orderLinesOf(db, number);
  const invoiced = groupBy(
    invoices.flatMap(({ lines }) => lines),
    ({ orderLine }) => orderLine,
  );
  return rows.map((row) => ({
    line: row.line,
    sku: row.sku,
    description: row.description,
    units: row.units,
    picked: row.picked,
    packed: row.packed,
    shipped: row.shipped,
    shorted: row.shorted,
    returned: row.returned,
    invoiced: (invoiced.get(row.line) ?? []).reduce((sum, { units }) => sum + units, 0),
    unitPriceMinor: row.unit_price_minor,
    discountBp: row.discount_bp,
    netMinor: row.net_minor,
  }));
}

async function readCredit(db: Db, number: string): Promise<JourneyCredit[]> {
  const rows = await db
    .selectFrom('credit_decisions')
    .selectAll()
    .where('order_number', '=', number)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    at: row.at,
    decision: row.decision === 'approved' ? 'approved' : 'held',
    limitMinor: row.limit_minor,
    exposureMinor: row.exposure_minor,
    orderMinor: row.order_minor,
    reason: row.reason,
  }));
}

async function readParcels(db: Db, number: string): Promise<JourneyParcel[]> {
  const rows = await db
    .selectFrom('parcels')
    .leftJoin('shipments', 'shipments.id', 'parcels.shipment_id')
    .selectAll('parcels')
    .select('shipments.dispatched_at')
    .where('parcels.order_number', '=', number)
    .orderBy('parcels.sealed_at')
    .orderBy('parcels.sscc')
    .execute();
  const items = await db
    .selectFrom('parcel_items')
    .innerJoin('parcels', 'parcels.sscc', 'parcel_items.sscc')
    .selectAll('parcel_items')
    .where('parcels.order_number', '=', number)
    .orderBy('parcel_items.line')
    .execute();
  const itemsOf = groupBy(items, ({ sscc }) => sscc);
  const standing = new Map((await parcelsOf(db, number)).map((parcel) => [parcel.sscc, parcel]));
  return rows.map((row) => ({
    shipment: row.shipment_id,
    sscc: row.sscc,
    sealedAt: row.sealed_at,
    station: row.station,
    dispatchedAt: row.dispatched_at,
    voidedAt: row.voided_at,
    status: standing.get(row.sscc)?.status ?? 'packed',
    statusAt: standing.get(row.sscc)?.at ?? row.sealed_at,
    takenBy: standing.get(row.sscc)?.proof?.name ?? null,
    items: (itemsOf.get(row.sscc) ?? []).map(({ line, sku, units }) => ({ line, sku, units })),
  }));
}

/** @param due parcels that should be there by now. */
async function readShipments(
  db: Db,
  number: string,
  due: readonly JourneyParcel[],
): Promise<JourneyView['shipments']> {
  const rows = await db
    .selectFrom('shipments')
    .innerJoin('shipment_lines', 'shipment_lines.shipment_id', 'shipments.id')
    .select(['shipments.id', 'shipments.dispatched_at as at', 'shipments.station', 'shipments.seq'])
    .select(['shipments.carrier', 'shipments.load'])
    .select(({ fn }) => fn.sum<number>('shipment_lines.units').as('units'))
    .where('shipments.order_number', '=', number)
    .groupBy(['shipments.id', 'shipments.dispatched_at', 'shipments.station', 'shipments.seq'])
    .groupBy(['shipments.carrier', 'shipments.load'])
    .orderBy('shipments.dispatched_at')
    .execute();
  const open = new Set(
    due.filter(({ status }) => status !== 'delivered' && status !== 'voided').map(({ shipment }) => shipment),
  );
  return rows.map((row) => ({ ...row, units: Number(row.units), late: open.has(row.id) }));
}

function invoiceOf(invoice: InvoiceView): JourneyInvoice {
  const { number, shipment, issuedAt, dueOn, status, netMinor, chargeMinor, taxMinor, grossMinor } = invoice;
  const { paidMinor, paymentReference, pdf } = invoice;
  return {
    ...{ number, shipment, issuedAt, dueOn, status, netMinor, chargeMinor, taxMinor, grossMinor },
    ...{ paidMinor, paymentReference, pdf },
    lines: invoice.lines.map(({ line, kind, description, units, unitPriceMinor, discountBp, ...rest }) => ({
      ...{ line, kind, description, units, unitPriceMinor, discountBp },
      netMinor: rest.netMinor,
      taxRateBp: rest.taxRateBp,
      evidence: rest.evidence.map(proofOf),
      packs: rest.packs.map(proofOf),
    })),
  };
}

function proofOf({ station, seq, scanSeq, units }: Evidence) {
  return { station, seq, scanSeq, units };
}

async function readPayments(db: Db, number: string): Promise<JourneyPayment[]> {
  const rows = await db
    .selectFrom('payment_allocations as share')
    .innerJoin('payments', 'payments.id', 'share.payment_id')
    .innerJoin('invoices', 'invoices.number', 'share.invoice_number')
    .select(['payments.id', 'payments.booked_on', 'payments.amount_minor', 'payments.remittance'])
    .select(['share.at', 'share.amount_minor as allocated', 'share.invoice_number', 'share.rule'])
    .where('invoices.order_number', '=', number)
    .orderBy('share.at')
    .orderBy('payments.id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    bookedOn: row.booked_on,
    at: row.at,
    amountMinor: row.amount_minor,
    allocatedMinor: row.allocated,
    invoice: row.invoice_number,
    rule: row.rule,
    remittance: row.remittance,
  }));
}

async function readEvents(db: Db, number: string): Promise<JourneyView['history'][number][]> {
  const rows = await db
    .selectFrom('order_events')
    .select(['type', 'at', 'summary', 'data'])
    .where('order_number', '=', number)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({ ...row, data: JSON.parse(row.data) as Record<string, unknown> }));
}
