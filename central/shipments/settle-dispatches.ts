import type { Trx } from '../database/database.ts';
import { retireOrderDocument } from '../release/order-document.ts';
import { reconsiderHeldOrders } from '../release/reconsider-held-orders.ts';
import { retryBackOrders } from '../release/release-order.ts';
import { consumeReservation } from '../stock/reservation.ts';
import type { OrderProgress } from './order-progress.ts';

/**
 * What left is no longer in stock, and no station has to see its order any more. What an order did not take, of its goods
 * and of its credit, goes to the orders that wait for it.
 */
export async function settleDispatches(
  trx: Trx,
  dispatched: readonly OrderProgress[],
  at: string,
): Promise<void> {
  for (const { order, changes } of dispatched) {
    for (const { id, site, lines } of changes.dispatches) {
      await consumeReservation(trx, { order: order.number, site, shipment: id, at, lines });
    }
    await retireOrderDocument(trx, order.site, order.number);
  }
  for (const progress of dispatched) await passOn(trx, progress, at);
}

async function passOn(trx: Trx, { order, lines }: OrderProgress, at: string): Promise<void> {
  const short = [...lines.values()].filter(({ units, shipped }) => shipped < units);
  if (short.length === 0) return;
  const skus = [...new Set(short.map(({ sku }) => sku))];
  await retryBackOrders(trx, order.site, skus, at);
  await reconsiderHeldOrders(
    trx,
    order.customer_id,
    `order ${order.number} left short of what was ordered.`,
    at,
  );
}
