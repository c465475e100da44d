import type { Trx } from '../database/database.ts';
import { moveOrder, orderOf } from '../orders/order-store.ts';
import { recordOrderEvents } from '../process/order-history.ts';
import { freeReservation } from '../stock/reservation.ts';
import { publishOrder, retireOrderDocument } from './order-document.ts';
import { reconsiderHeldOrders } from './reconsider-held-orders.ts';
import { retryBackOrders } from './release-order.ts';

/** So long after a cancellation no station comes back with work on it. */
const keptDays = 30;

/**
 * Cancels an order of which nothing has left: its goods and its credit are free for others at once. A station that has it
 * hears why, and stops at the next scan. An order that is cancelled stays as it is.
 *
 * @throws ORDER_UNKNOWN; ORDER_STATE if it was dispatched.
 */
export async function cancelOrder(
  trx: Trx,
  number: string,
  reason: string | null,
  at: string,
): Promise<void> {
  const order = await orderOf(trx, number);
  if (order.status === 'cancelled') return;
  await moveOrder(trx, order, 'cancelled', { held_by: null, cancelled_at: at, cancel_reason: reason });
  const freed = await freeReservation(trx, number, order.site);
  if (order.released_at !== null) await publishOrder(trx, number, { status: 'cancelled', reason });
  const summary = reason === null ? 'Cancelled.' : `Cancelled: ${reason}`;
  const data = { reason: reason ?? '' };
  await recordOrderEvents(trx, [{ order: number, at, type: 'order.cancelled', summary, data }]);
  await retryBackOrders(trx, order.site, [...freed.keys()], at);
  const sentence = `order ${number} was cancelled.`;
  const cause = { because: 'order_cancelled', about: number, sentence } as const;
  await reconsiderHeldOrders(trx, order.customer_id, cause, at);
  await retireCancelled(trx, order.site, at);
}

/** Takes orders off the stations that were cancelled long ago. */
export async function retireCancelled(trx: Trx, site: string, at: string): Promise<void> {
  const before = new Date(Date.parse(at) - keptDays * 86_400_000).toISOString();
  const old = await trx
    .selectFrom('orders')
    .innerJoin('work_documents as document', (join) =>
      join
        .onRef('document.site', '=', 'orders.site')
        .onRef('document.id', '=', 'orders.number')
        .on('document.kind', '=', 'order'),
    )
    .select('orders.number')
    .where('orders.site', '=', site)
    .where('orders.status', '=', 'cancelled')
    .where('orders.cancelled_at', '<', before)
    .where('document.data', 'is not', null)
    .limit(1_000)
    .execute();
  for (const { number } of old) await retireOrderDocument(trx, site, number);
}
