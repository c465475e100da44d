import type { ExpressionBuilder } from 'kysely';
import { z } from 'zod';
import type { Db } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import type { OrderListItem } from '../insight/journey-view.ts';
import { towards } from '../paging.ts';
import { shipTo } from './order.ts';
import { orderLinesOf, orderOf } from './order-store.ts';

/** Which orders a list shows. */
export interface OrderFilter {
  readonly after?: string | undefined;
  readonly order: 'oldest' | 'newest';
  readonly limit: number;
  readonly status?: string | undefined;
  readonly customer?: string | undefined;
}

/** Orders by number, from the first or from the last one. */
export async function listOrders(db: Db, filter: OrderFilter): Promise<OrderListItem[]> {
  const { status, customer, after } = filter;
  const { beyond, sort } = towards(filter.order);
  const rows = await db
    .selectFrom('orders')
    .innerJoin('customers', 'customers.id', 'orders.customer_id')
    .select(['orders.number', 'customers.name', 'orders.status', 'orders.ordered_on'])
    .select(['orders.gross_minor', 'orders.currency'])
    // Summed for the orders of the page alone: grouping a join would sum up every order that there is.
    .select((eb) => [sumOfLines(eb, 'units').as('units'), sumOfLines(eb, 'shipped').as('shipped')])
    .$if(after !== undefined, (query) => query.where('orders.number', beyond, after ?? ''))
    .$if(status !== undefined, (query) => query.where('orders.status', '=', status ?? ''))
    .$if(customer !== undefined, (query) => query.where('orders.customer_id', '=', customer ?? ''))
    .orderBy('orders.number', sort)
    .limit(filter.limit)
    .execute();
  return rows.map((row) => ({
    number: row.number,
    customer: row.name,
    status: row.status,
    orderedOn: row.ordered_on,
    units: Number(row.units),
    shippedUnits: Number(row.shipped),
    grossMinor: row.gross_minor,
    currency: row.currency,
  }));
}

function sumOfLines(eb: ExpressionBuilder<Database, 'orders'>, column: 'units' | 'shipped') {
  return eb
    .selectFrom('order_lines')
    .select(({ fn }) => fn.sum<number>(column).as('sum'))
    .whereRef('order_lines.order_number', '=', 'orders.number');
}

const count = z.number().int();
const lineAnswer = z.strictObject({
  line: count,
  sku: z.string(),
  description: z.string(),
  units: count,
  unitPriceMinor: count,
  discountBp: count,
  taxCategory: z.string(),
  taxRateBp: count,
  netMinor: count,
  reserved: count,
  picked: count,
  packed: count,
  shipped: count,
  shorted: count,
});

/** An order as `GET /v1/orders/:number` answers it. Money in minor units, rates in basis points. */
export const orderAnswer = z.strictObject({
  v: z.literal(1),
  number: z.string(),
  customer: z.string(),
  site: z.string(),
  channel: z.string(),
  status: z.string(),
  currency: z.string(),
  customerReference: z.string().nullable(),
  orderedOn: z.string(),
  promisedOn: z.string().nullable(),
  shipTo,
  netMinor: count,
  freightMinor: count,
  taxMinor: count,
  grossMinor: count,
  receivedAt: z.string(),
  releasedAt: z.string().nullable(),
  dispatchedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  lines: z.array(lineAnswer),
  events: z.array(
    z.strictObject({ at: z.string(), type: z.string(), summary: z.string(), data: z.unknown() }),
  ),
});

/** One order with its lines and its history. @throws ORDER_UNKNOWN */
export async function orderDetail(db: Db, number: string): Promise<z.output<typeof orderAnswer>> {
  const order = await orderOf(db, number);
  const lines = await orderLinesOf(db, number);
  const events = await db
    .selectFrom('order_events')
    .select(['at', 'type', 'summary', 'data'])
    .where('order_number', '=', number)
    .orderBy('id')
    .execute();
  return {
    v: 1 as const,
    number,
    customer: order.customer_id,
    site: order.site,
    channel: order.channel,
    status: order.status,
    currency: order.currency,
    customerReference: order.customer_reference,
    orderedOn: order.ordered_on,
    promisedOn: order.promised_on,
    shipTo: shipTo.parse(JSON.parse(order.ship_to)),
    netMinor: order.net_minor,
    freightMinor: order.freight_minor,
    taxMinor: order.tax_minor,
    grossMinor: order.gross_minor,
    receivedAt: order.received_at,
    releasedAt: order.released_at,
    dispatchedAt: order.dispatched_at,
    closedAt: order.closed_at,
    lines: lines.map(lineView),
    events: events.map(({ data, ...event }) => ({ ...event, data: JSON.parse(data) as unknown })),
  };
}

function lineView(line: Database['order_lines']): z.output<typeof lineAnswer> {
  return {
    line: line.line,
    sku: line.sku,
    description: line.description,
    units: line.units,
    unitPriceMinor: line.unit_price_minor,
    discountBp: line.discount_bp,
    taxCategory: line.tax_category,
    taxRateBp: line.tax_rate_bp,
    netMinor: line.net_minor,
    reserved: line.reserved,
    picked: line.picked,
    packed: line.packed,
    shipped: line.shipped,
    shorted: line.shorted,
  };
}
