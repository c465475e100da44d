import type { Trx } from '../database/database.ts';
import { recordOrderEvents } from '../process/order-history.ts';
import { mayBecome } from '../process/order-states.ts';
import { readBilling } from '../shipments/order-billing.ts';

/**
 * Closes those of the orders that are dispatched and settled: nothing more of it will come, everything that left is on an
 * invoice, and every invoice is paid (R53).
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
  const billing = await readBilling(trx, orders);
  return billing
    .filter(({ status }) => mayBecome(status, 'closed'))
    .filter(({ linesToShip }) => linesToShip === 0)
    .filter(({ shippedUnits, invoicedUnits }) => shippedUnits === invoicedUnits)
    .filter(({ unpaidInvoices }) => unpaidInvoices === 0)
    .map(({ number }) => number);
}
