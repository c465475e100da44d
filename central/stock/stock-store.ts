import { unknownProduct } from '../catalog/product-store.ts';
import { centralErrors } from '../central-errors.ts';
import type { Db, Trx } from '../database/database.ts';
import { nextNumber } from '../database/number-series.ts';
import type { Stored } from '../stored.ts';
import type { Movement } from './movement.ts';

/** What is in the house of a product, and how much of it is promised to orders. In sales units. */
export interface Level {
  readonly onHand: number;
  readonly reserved: number;
}

/**
 * Books a movement: `on_hand` is always the sum of them.
 *
 * @returns `same` if this reference was booked before with the same units.
 * @throws PRODUCT_UNKNOWN; CONTENT_DIFFERS if the reference was booked with other units; STOCK_TOO_LOW if it would take
 *   away goods that are not there or are reserved.
 */
export async function addMovement(trx: Trx, movement: Movement): Promise<Stored> {
  const { site, sku, units, reason, reference, at } = movement;
  const booked = await bookedUnits(trx, movement);
  if (booked === units) return 'same';
  if (booked !== undefined) {
    throw centralErrors.fault(
      'CONTENT_DIFFERS',
      `${reason} ${reference} of ${sku} is booked with ${booked} units, not ${units}`,
      { place: 'reference' },
    );
  }
  await assertProduct(trx, sku);
  const { onHand, reserved } = await stockLevel(trx, site, sku);
  if (onHand + units < reserved) {
    throw centralErrors.fault(
      'STOCK_TOO_LOW',
      `${sku} at ${site}: ${onHand} on hand, ${reserved} of them reserved; ${units} cannot be booked`,
      { place: 'units' },
    );
  }
  await setLevel(trx, site, sku, { onHand: onHand + units, reserved });
  const id = await nextNumber(trx, 'stock_movement');
  await trx.insertInto('stock_movements').values({ id, site, sku, units, reason, reference, at }).execute();
  return 'added';
}

/** @returns zeros for a product that never moved at the site. */
export async function stockLevel(db: Db, site: string, sku: string): Promise<Level> {
  const row = await db
    .selectFrom('stock')
    .select(['on_hand', 'reserved'])
    .where('site', '=', site)
    .where('sku', '=', sku)
    .executeTakeFirst();
  return { onHand: row?.on_hand ?? 0, reserved: row?.reserved ?? 0 };
}

/** What is free of each of `skus` at a site: on hand and not reserved. Zero if it is not named in the answer. */
export async function freeUnits(db: Db, site: string, skus: readonly string[]): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('stock')
    .select(['sku', 'on_hand', 'reserved'])
    .where('site', '=', site)
    .where('sku', 'in', skus)
    .execute();
  return new Map(rows.map(({ sku, on_hand, reserved }) => [sku, on_hand - reserved]));
}

/** Promises `units` more of a product to orders, or fewer if negative. The caller has made sure that they are there. */
export async function addReserved(trx: Trx, site: string, sku: string, units: number): Promise<void> {
  await trx
    .updateTable('stock')
    .set((eb) => ({ reserved: eb('reserved', '+', units) }))
    .where('site', '=', site)
    .where('sku', '=', sku)
    .execute();
}

/** The units that were booked under this reference for this product and reason, if any were. */
export async function bookedUnits(
  trx: Trx,
  { site, sku, reason, reference }: Pick<Movement, 'site' | 'sku' | 'reason' | 'reference'>,
): Promise<number | undefined> {
  const row = await trx
    .selectFrom('stock_movements')
    .select('units')
    .where('site', '=', site)
    .where('sku', '=', sku)
    .where('reason', '=', reason)
    .where('reference', '=', reference)
    .executeTakeFirst();
  return row?.units;
}

async function setLevel(trx: Trx, site: string, sku: string, level: Level): Promise<void> {
  const columns = { on_hand: level.onHand, reserved: level.reserved };
  await trx
    .insertInto('stock')
    .values({ site, sku, ...columns })
    .onConflict((conflict) => conflict.columns(['site', 'sku']).doUpdateSet(columns))
    .execute();
}

async function assertProduct(trx: Trx, sku: string): Promise<void> {
  const known = await trx.selectFrom('products').select('sku').where('sku', '=', sku).executeTakeFirst();
  if (known === undefined) throw unknownProduct(sku);
}
