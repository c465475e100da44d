import type { Verdict } from '../decision.ts';
import type { WorkView } from '../work-view.ts';
import { goodsRefusals } from './goods-refusals.ts';
import type { ScannedItem } from './scanned-item.ts';

/** Whether another station took the piece for one of these orders, as far as the gateway has told. */
export function isTakenElsewhere(serial: string, orders: readonly string[], work: WorkView): boolean {
  return orders.some((order) => {
    const progress = work.floor.progress(order);
    // What was told of this station alone it knows better: the serial may have been taken back since.
    const isOwn = progress?.stations.every((station) => station === work.station) === true;
    const isBack = progress?.serialsBack?.includes(serial) === true;
    return !isOwn && !isBack && progress?.serials.includes(serial) === true;
  });
}

/**
 * The site knows the piece to be in another order that has left, or is wanted still. Without network that may be over, and the
 * gateway finds it later.
 */
export function refuseOfOtherOrder(
  { product, serial, content }: ScannedItem,
  orders: readonly string[],
  work: WorkView,
): Verdict | null {
  if (serial === null || !work.connected()) return null;
  const other = work.floor
    .ordersWithPiece(serial)
    .find((order) => !orders.includes(order) && keepsItsGoods(order, work));
  return other === undefined ? null : goodsRefusals.serialOfOther(product.name, content.serial ?? '', other);
}

/** What this station did alone it knows better; what was picked of a cancelled order goes back to its shelf. */
function keepsItsGoods(order: string, work: WorkView): boolean {
  const { stations = [], lines = [] } = work.floor.progress(order) ?? {};
  if (lines.some(({ shipped }) => shipped > 0)) return true;
  const document = work.order(order)?.document;
  const isOwn = stations.every((other) => other === work.station);
  return !isOwn && document !== undefined && document.status !== 'cancelled';
}
