import type { Trx } from '../database/database.ts';
import { groupBy } from '../process/rows.ts';
import { addMovement, addReserved, bookedUnits, freeUnits, stockLevel } from './stock-store.ts';

/** A product of which there is not enough for an order. */
export interface Shortage {
  readonly sku: string;
  readonly wanted: number;
  readonly free: number;
}

/** An order line as far as the stock is concerned. */
interface WantedLine {
  readonly line: number;
  readonly sku: string;
  readonly units: number;
  readonly reserved: number;
}

/** What an order still wants of each product and the site cannot give; empty if it can be reserved whole. */
export async function shortagesOf(trx: Trx, site: string, lines: readonly WantedLine[]): Promise<Shortage[]> {
  const wants = wantedBySku(lines);
  const free = await freeUnits(trx, site, [...wants.keys()]);
  return [...wants]
    .map(([sku, wanted]) => ({ sku, wanted, free: free.get(sku) ?? 0 }))
    .filter((want) => want.free < want.wanted);
}

/**
 * Reserves an order whole or not at all: a part of it would only keep the goods from orders that could leave.
 *
 * @returns what is short; empty if everything is reserved now.
 */
export async function reserveOrder(
  trx: Trx,
  order: { readonly number: string; readonly site: string },
  lines: readonly WantedLine[],
): Promise<Shortage[]> {
  const shortages = await shortagesOf(trx, order.site, lines);
  if (shortages.length > 0) return shortages;
  for (const [sku, wanted] of wantedBySku(lines)) await addReserved(trx, order.site, sku, wanted);
  await trx
    .updateTable('order_lines')
    .set((eb) => ({ reserved: eb.ref('units') }))
    .where('order_number', '=', order.number)
    .execute();
  return [];
}

/** A dispatch as far as the stock is concerned. */
interface Consumption {
  readonly order: string;
  readonly site: string;
  readonly shipment: string;
  readonly at: string;
  readonly lines: readonly { readonly line: number; readonly sku: string; readonly units: number }[];
}

/**
 * Books what left with a dispatch: `on_hand` and `reserved` go down by the shipped units, and what is left of the
 * order's reservation (shorted units) is free for other orders. Call it once per dispatch, in the transaction that
 * applies it; the same shipment again changes nothing. It writes `reserved` of the order's lines and no other column.
 *
 * Facts win over the books: goods that left although the books did not have them, or had promised them to others, are
 * booked as `found` first, so that `on_hand` stays the sum of its movements and is never below `reserved`.
 *
 * @returns what the order had reserved, by product.
 */
export async function consumeReservation(
  trx: Trx,
  consumption: Consumption,
): Promise<ReadonlyMap<string, number>> {
  const { order, site, shipment, at } = consumption;
  const freed = await freeReservation(trx, order, site);
  for (const [sku, units] of unitsBySku(consumption.lines)) {
    const shipped = { site, sku, units: -units, reason: 'shipment', reference: shipment, at } as const;
    if ((await bookedUnits(trx, shipped)) !== undefined) continue;
    const { onHand, reserved } = await stockLevel(trx, site, sku);
    const missing = units - (onHand - reserved);
    if (missing > 0) await addMovement(trx, { ...shipped, units: missing, reason: 'found' });
    await addMovement(trx, shipped);
  }
  return freed;
}

/** Gives back what an order has reserved. @returns the units by product. */
export async function freeReservation(
  trx: Trx,
  order: string,
  site: string,
): Promise<ReadonlyMap<string, number>> {
  const lines = await trx
    .selectFrom('order_lines')
    .select(['sku', 'reserved as units'])
    .where('order_number', '=', order)
    .where('reserved', '>', 0)
    .execute();
  const freed = unitsBySku(lines);
  for (const [sku, units] of freed) await addReserved(trx, site, sku, -units);
  await trx.updateTable('order_lines').set({ reserved: 0 }).where('order_number', '=', order).execute();
  return freed;
}

function wantedBySku(lines: readonly WantedLine[]): Map<string, number> {
  return unitsBySku(lines.map(({ sku, units, reserved }) => ({ sku, units: units - reserved })));
}

function unitsBySku(lines: readonly { readonly sku: string; readonly units: number }[]): Map<string, number> {
  const sums = [...groupBy(lines, ({ sku }) => sku)].map(([sku, group]): [string, number] => [
    sku,
    group.reduce((sum, { units }) => sum + units, 0),
  ]);
  return new Map(sums);
}
