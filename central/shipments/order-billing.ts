import type { Trx } from '../database/database.ts';
import { totalsOf } from '../orders/pricing.ts';
import type { OrderProgress } from './order-progress.ts';

/** How far orders are delivered, invoiced and paid. Money in minor units. */
interface OrderBilling {
  readonly number: string;
  readonly status: string;
  readonly invoicedMinor: number;
  readonly shippedUnits: number;
  readonly invoicedUnits: number;
  readonly unpaidInvoices: number;
  /** Lines of which units are neither shipped nor given up: they may still come. None of an order that was cancelled. */
  readonly linesToShip: number;
}

export async function readBilling(trx: Trx, orders: readonly string[]): Promise<OrderBilling[]> {
  const rows = await trx
    .selectFrom('orders')
    .select(['orders.number', 'orders.status'])
    .select((eb) => [
      eb
        .selectFrom('order_lines')
        .select(({ fn }) => fn.sum<number | null>('shipped').as('units'))
        .whereRef('order_lines.order_number', '=', 'orders.number')
        .as('shipped'),
      eb
        .selectFrom('invoice_lines')
        .innerJoin('invoices', 'invoices.number', 'invoice_lines.invoice_number')
        .select(({ fn }) => fn.sum<number | null>('invoice_lines.units').as('units'))
        .whereRef('invoices.order_number', '=', 'orders.number')
        .where('invoice_lines.kind', '=', 'goods')
        .as('invoiced'),
      eb
        .selectFrom('invoices')
        .select(({ fn }) => fn.sum<number | null>('invoices.gross_minor').as('gross'))
        .whereRef('invoices.order_number', '=', 'orders.number')
        .as('invoiced_minor'),
      eb
        .selectFrom('invoices')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('invoices.order_number', '=', 'orders.number')
        .where('invoices.status', '!=', 'paid')
        .as('unpaid'),
      eb
        .selectFrom('order_lines')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('order_lines.order_number', '=', 'orders.number')
        .where('orders.cancelled_at', 'is', null)
        .where((line) => line('units', '>', line('shipped', '+', line.ref('shorted'))))
        .as('to_ship'),
    ])
    .where('orders.number', 'in', orders)
    .execute();
  return rows.map((row) => ({
    number: row.number,
    status: row.status,
    invoicedMinor: Number(row.invoiced_minor ?? 0),
    shippedUnits: Number(row.shipped ?? 0),
    invoicedUnits: Number(row.invoiced ?? 0),
    unpaidInvoices: Number(row.unpaid ?? 0),
    linesToShip: Number(row.to_ship ?? 0),
  }));
}

/**
 * Keeps what of orders is still to be invoiced. Goods that were short are not sent any more; what another station may still
 * send is, and goods that left without proof are owed, although there is no invoice yet.
 */
export async function saveUninvoiced(trx: Trx, progresses: readonly OrderProgress[]): Promise<void> {
  if (progresses.length === 0) return;
  const progressOf = new Map(progresses.map((progress) => [progress.order.number, progress]));
  for (const order of await readBilling(trx, [...progressOf.keys()])) {
    const progress = progressOf.get(order.number);
    if (progress === undefined) continue;
    const owed = order.shippedUnits > order.invoicedUnits || order.linesToShip > 0;
    const uninvoiced_minor = owed ? Math.max(0, comesTo(progress) - order.invoicedMinor) : 0;
    await trx.updateTable('orders').set({ uninvoiced_minor }).where('number', '=', order.number).execute();
  }
}

/** The gross of all that left or may still leave, in minor units. */
function comesTo({ order, lines }: OrderProgress): number {
  const priced = [...lines.values()].map((line) => ({
    units: order.cancelled_at === null ? Math.max(line.units - line.shorted, line.shipped) : line.shipped,
    unitPriceMinor: line.unit_price_minor,
    discountBp: line.discount_bp,
    taxCategory: line.tax_category,
    taxRateBp: line.tax_rate_bp,
  }));
  return totalsOf(priced, order.freight_minor).grossMinor;
}
