import type { OrderLineRow, OrderProgress, OrderRow } from './order-progress.ts';

type Counted = Pick<OrderLineRow, 'units' | 'picked' | 'shipped' | 'shorted'>;

/**
 * Units of a line that may still leave: they are neither shipped nor given up. Of a cancelled order, what was picked before
 * it was known there.
 */
export function restOf(
  { cancelled_at }: Pick<OrderRow, 'cancelled_at'>,
  { units, picked, shipped, shorted }: Counted,
): number {
  const wanted = cancelled_at === null ? Math.max(units - shorted, picked) : picked;
  return Math.max(0, wanted - shipped);
}

/** Whether a shipment more of the order may come. */
export function hasRest({ order, lines }: OrderProgress): boolean {
  return [...lines.values()].some((line) => restOf(order, line) > 0);
}
