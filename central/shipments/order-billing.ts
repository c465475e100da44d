import type { Db } from '../database/database.ts';

/** How far an order is delivered, invoiced and paid. Money in minor units. */
export interface OrderBilling {
  readonly number: string;
  readonly status: string;
  readonly grossMinor: number;
  readonly invoicedMinor: number;
  readonly shippedUnits: number;
  readonly invoicedUnits: number;
  readonly unpaidInvoices: number;
}

/** Orders that are billed by what of them was shipped. */
export function orderBilling(db: Db) {
  return db
    .selectFrom('orders')
    .select(['orders.number', 'orders.status', 'orders.gross_minor'])
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
    ]);
}

type BillingRow = Awaited<ReturnType<ReturnType<typeof orderBilling>['execute']>>[number];

export function billingOf(row: BillingRow): OrderBilling {
  return {
    number: row.number,
    status: row.status,
    grossMinor: row.gross_minor,
    invoicedMinor: Number(row.invoiced_minor ?? 0),
    shippedUnits: Number(row.shipped ?? 0),
    invoicedUnits: Number(row.invoiced ?? 0),
    unpaidInvoices: Number(row.unpaid ?? 0),
  };
}
