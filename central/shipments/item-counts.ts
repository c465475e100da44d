import type { ItemCount, Misfit, OrderLineRow, OrderProgress } from './order-progress.ts';

/** The order line that a fact names, or why there is none. */
export function lineOf(
  { order, lines }: OrderProgress,
  item: { readonly line: number; readonly sku: string },
): OrderLineRow | Misfit {
  const line = lines.get(item.line);
  if (line?.sku === item.sku) return line;
  const known = line === undefined ? 'has no such line' : `has ${line.sku} there`;
  return {
    code: 'LINE_UNKNOWN',
    message: `Line ${item.line} with ${item.sku}: order ${order.number} ${known}.`,
  };
}

/** One count per line and product, however often they are named. */
export function countItems(items: readonly ItemCount[]): ItemCount[] {
  const counts = new Map<string, ItemCount>();
  for (const item of items) {
    const key = `${item.line} ${item.sku}`;
    counts.set(key, { ...item, units: item.units + (counts.get(key)?.units ?? 0) });
  }
  return [...counts.values()];
}
