import type { Trx } from '../database/database.ts';
import { recordOrderEvents } from '../process/order-history.ts';
import { mayBecome } from '../process/order-states.ts';

/**
 * Closes those of the orders that are dispatched and settled: everything that left is on an invoice, and every invoice
 * is paid (R53).
 */
export async function closeSettledOrders(trx: Trx, orders: readonly string[], at: string): Promise<void> {
  if (orders.length === 0) return;
  const settled = await settledOrders(trx, orders);
  if (settled.length === 0) return;
  await trx
    .updateTable('orders')
    .set({ status: 'closed', closed_at: at })
    .where('number', 'in', settled)
    .execute();
  await recordOrderEvents(
    trx,
    settled.map((order) => ({
      order,
      at,
      type: 'order.closed',
      summary: 'Delivered and paid: the order is closed.',
    })),
  );
}

async function settledOrders(trx: Trx, orders: readonly string[]): Promise<string[]> {
  const rows = await trx
    .selectFrom('orders')
    .select(['orders.number', 'orders.status'])
    .select((eb) => [
      eb
        .selectFrom('order_lines')
        .select(({ fn }) => fn.sum<number>('shipped').as('units'))
        .whereRef('order_lines.order_number', '=', 'orders.number')
        .as('shipped'),
      eb
        .selectFrom('invoice_lines')
        .innerJoin('invoices', 'invoices.number', 'invoice_lines.invoice_number')
        .select(({ fn }) => fn.sum<number>('invoice_lines.units').as('units'))
        .whereRef('invoices.order_number', '=', 'orders.number')
        .where('invoice_lines.kind', '=', 'goods')
        .as('invoiced'),
      eb
        .selectFrom('invoices')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .whereRef('invoices.order_number', '=', 'orders.number')
        .where('invoices.status', '!=', 'paid')
        .as('unpaid'),
    ])
    .where('orders.number', 'in', orders)
    .execute();
  return rows
    .filter(({ status }) => mayBecome(status, 'closed'))
    .filter(({ shipped, invoiced, unpaid }) => Number(shipped) === Number(invoiced) && Number(unpaid) === 0)
    .map(({ number }) => number);
}
