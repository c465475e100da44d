import type { Trx } from '../database/database.ts';
import type { FreedStock } from '../release/offer-freed.ts';
import { retireOrderDocument } from '../release/order-document.ts';
import { consumeReservation, freeReservation } from '../stock/reservation.ts';
import { addReserved, stockLevel } from '../stock/stock-store.ts';
import type { DispatchLine, ItemCount, OrderProgress } from './order-progress.ts';
import { hasRest, restOf } from './order-rest.ts';

/**
 * What left is no longer in stock. As long as more of an order may come, the goods for it stay its own and the stations keep
 * the order; when nothing more comes, no station has to see it any more.
 *
 * @param progresses orders of which something left, now or before.
 * @returns what the orders had reserved and did not take.
 */
export async function settleDispatches(
  trx: Trx,
  progresses: readonly OrderProgress[],
  at: string,
): Promise<FreedStock> {
  const freed: FreedStock = new Map();
  for (const progress of progresses) {
    const { order } = progress;
    for (const [sku, units] of await settleOrder(trx, progress, at))
      if (units > 0) freed.set(order.site, (freed.get(order.site) ?? new Set()).add(sku));
    if (!hasRest(progress)) await retireOrderDocument(trx, order.site, order.number);
  }
  return freed;
}

/** @returns of each product the units of the reservation less what left of it. */
async function settleOrder(
  trx: Trx,
  progress: OrderProgress,
  at: string,
): Promise<ReadonlyMap<string, number>> {
  const { order, changes } = progress;
  const left = changes.dispatches.filter(({ service }) => !service);
  if (left.length === 0)
    return hasRest(progress) ? new Map() : freeReservation(trx, order.number, order.site);
  const sums = new Map<string, number>();
  const add = (sku: string, units: number) => sums.set(sku, (sums.get(sku) ?? 0) + units);
  for (const { id, site, lines } of left) {
    const taken = takenFrom(lines);
    const consumption = { order: order.number, site, shipment: id, at, lines: taken };
    for (const [sku, units] of await consumeReservation(trx, consumption)) add(sku, units);
    for (const { sku, units } of taken) add(sku, -units);
  }
  for (const { sku, units } of await reserveRest(trx, progress)) add(sku, -units);
  return sums;
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

/** What may leave with a later shipment stays the order's own, as far as the books have it. */
async function reserveRest(trx: Trx, { order, lines }: OrderProgress): Promise<ItemCount[]> {
  const reserved: ItemCount[] = [];
  for (const row of lines.values()) {
    const rest = restOf(order, row);
    if (rest === 0) continue;
    const { line, sku } = row;
    const level = await stockLevel(trx, order.site, sku);
    const units = Math.min(rest, level.onHand - level.reserved);
    if (units <= 0) continue;
    await addReserved(trx, order.site, sku, units);
    await trx
      .updateTable('order_lines')
      .set({ reserved: units })
      .where('order_number', '=', order.number)
      .where('line', '=', line)
      .execute();
    reserved.push({ line, sku, units });
  }
  return reserved;
}
