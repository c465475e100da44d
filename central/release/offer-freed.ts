import type { Trx } from '../database/database.ts';
import { reconsiderHeldOrders } from './reconsider-held-orders.ts';
import { retryBackOrders } from './release-order.ts';

/** Sites -> the products of which something is free there. */
export type FreedStock = Map<string, Set<string>>;

/** What nobody is promised any more. */
interface Freed {
  readonly stock: readonly FreedStock[];
  /** Orders that will come to less than they did: their customers have credit again. */
  readonly shortened: readonly { readonly number: string; readonly customer_id: string }[];
}

/** Offers freed goods and freed credit to the orders that wait for them, in the transaction that frees them. */
export async function offerFreed(trx: Trx, { stock, shortened }: Freed, at: string): Promise<void> {
  const skusAt: FreedStock = new Map();
  for (const [site, skus] of stock.flatMap((freed) => [...freed]))
    skusAt.set(site, new Set([...(skusAt.get(site) ?? []), ...skus]));
  for (const [site, skus] of skusAt) await retryBackOrders(trx, site, [...skus], at);
  const reasons = new Map(shortened.map(({ number, customer_id }) => [customer_id, number]));
  for (const [customer, number] of reasons) {
    const sentence = `order ${number} comes short of what was ordered.`;
    await reconsiderHeldOrders(trx, customer, { because: 'order_short', about: number, sentence }, at);
  }
}
