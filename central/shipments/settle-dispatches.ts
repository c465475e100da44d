import type { Trx } from '../database/database.ts';
import { retireOrderDocument } from '../release/order-document.ts';
import { consumeReservation } from '../stock/reservation.ts';
import type { OrderProgress } from './order-progress.ts';

/** What left is no longer in stock, and no station has to see its order any more. */
export async function settleDispatches(
  trx: Trx,
  progresses: readonly OrderProgress[],
  at: string,
): Promise<void> {
  for (const { order, changes } of progresses) {
    for (const { id, site, lines } of changes.dispatches) {
      await consumeReservation(trx, { order: order.number, site, shipment: id, at, lines });
    }
    if (changes.dispatches.length > 0) await retireOrderDocument(trx, order.site, order.number);
  }
}
