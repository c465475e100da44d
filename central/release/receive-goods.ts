import type { Trx } from '../database/database.ts';
import type { Movement } from '../stock/movement.ts';
import { addMovement } from '../stock/stock-store.ts';
import type { Stored } from '../stored.ts';
import { retryBackOrders } from './release-order.ts';

/**
 * Books a movement; if goods came, the orders that waited for them are released in the same transaction.
 *
 * @throws PRODUCT_UNKNOWN, CONTENT_DIFFERS, STOCK_TOO_LOW
 */
export async function receiveGoods(trx: Trx, movement: Movement): Promise<Stored> {
  const stored = await addMovement(trx, movement);
  if (stored === 'added' && movement.units > 0) {
    await retryBackOrders(trx, movement.site, [movement.sku], movement.at);
  }
  return stored;
}
