import type { Trx } from '../database/database.ts';
import { retireOrderDocument } from '../release/order-document.ts';
import { reconsiderHeldOrders } from '../release/reconsider-held-orders.ts';
import { retryBackOrders } from '../release/release-order.ts';
import { consumeReservation } from '../stock/reservation.ts';
import { addReserved, stockLevel } from '../stock/stock-store.ts';
import type { DispatchLine, ItemCount, OrderLineRow, OrderProgress, OrderRow } from './order-progress.ts';

/**
 * What left is no longer in stock, and no station has to see its order any more, unless something of it is picked and has not
 * left. What an order did not take, of its goods and of its credit, goes to the orders that wait for it.
 */
export async function settleDispatches(
  trx: Trx,
  dispatched: readonly OrderProgress[],
  at: string,
): Promise<void> {
  for (const { order, lines, changes } of dispatched) {
    for (const { id, site, lines: left, service } of changes.dispatches) {
      if (service) continue;
      await consumeReservation(trx, { order: order.number, site, shipment: id, at, lines: takenFrom(left) });
    }
    const open = [...lines.values()].filter(({ picked, shipped }) => picked > shipped);
    if (open.length === 0) await retireOrderDocument(trx, order.site, order.number);
    else await reserveAgain(trx, order, open);
  }
  for (const progress of dispatched) await passOn(trx, progress, at);
}

/** The products that really left: where a line was substituted, the other one. */
function takenFrom(lines: readonly DispatchLine[]): ItemCount[] {
  return lines.flatMap(({ line, sku, units, proofs }) => {
    const others = proofs.filter(({ pick }) => pick.sku !== sku);
    const substituted = others.map(({ pick, units: taken }) => ({ line, sku: pick.sku, units: taken }));
    const rest = units - substituted.reduce((sum, other) => sum + other.units, 0);
    return rest > 0 ? [{ line, sku, units: rest }, ...substituted] : substituted;
  });
}

/** What is picked for a later shipment of the order stays its own, as far as the books have it. */
async function reserveAgain(trx: Trx, order: OrderRow, open: readonly OrderLineRow[]): Promise<void> {
  for (const { line, sku, picked, shipped } of open) {
    const { onHand, reserved } = await stockLevel(trx, order.site, sku);
    const units = Math.min(picked - shipped, onHand - reserved);
    if (units <= 0) continue;
    await addReserved(trx, order.site, sku, units);
    await trx
      .updateTable('order_lines')
      .set({ reserved: units })
      .where('order_number', '=', order.number)
      .where('line', '=', line)
      .execute();
  }
}

async function passOn(trx: Trx, { order, lines }: OrderProgress, at: string): Promise<void> {
  const short = [...lines.values()].filter(({ units, shipped }) => shipped < units);
  if (short.length === 0) return;
  const skus = [...new Set(short.map(({ sku }) => sku))];
  await retryBackOrders(trx, order.site, skus, at);
  await reconsiderHeldOrders(
    trx,
    order.customer_id,
    {
      because: 'order_left_short',
      about: order.number,
      sentence: `order ${order.number} left short of what was ordered.`,
    },
    at,
  );
}
