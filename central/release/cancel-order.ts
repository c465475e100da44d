import type { Trx } from '../database/database.ts';
import { moveOrder, orderOf } from '../orders/order-store.ts';
import { recordOrderEvents } from '../process/order-history.ts';
import { freeReservation } from '../stock/reservation.ts';
import { retireOrderDocument } from './order-document.ts';
import { reconsiderHeldOrders } from './reconsider-held-orders.ts';
import { retryBackOrders } from './release-order.ts';

/**
 * Cancels an order that no station has begun: its goods and its credit are free for others at once, and the stations
 * drop it. An order that is cancelled stays as it is.
 *
 * @throws ORDER_UNKNOWN; ORDER_STATE if it is in fulfilment or further.
 */
export async function cancelOrder(
  trx: Trx,
  number: string,
  reason: string | null,
  at: string,
): Promise<void> {
  const order = await orderOf(trx, number);
  if (order.status === 'cancelled') return;
  await moveOrder(trx, order, 'cancelled', { held_by: null });
  const freed = await freeReservation(trx, number, order.site);
  await retireOrderDocument(trx, order.site, number);
  const summary = reason === null ? 'Cancelled.' : `Cancelled: ${reason}`;
  await recordOrderEvents(trx, [{ order: number, at, type: 'order.cancelled', summary }]);
  await retryBackOrders(trx, order.site, freed, at);
  await reconsiderHeldOrders(trx, order.customer_id, `order ${number} was cancelled.`, at);
}
