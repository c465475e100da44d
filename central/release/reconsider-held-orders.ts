import { creditOutlook } from '../credit/credit-store.ts';
import type { Trx } from '../database/database.ts';
import { recordOrderEvents } from '../process/order-history.ts';
import { releaseOrder } from './release-order.ts';

/** What freed credit: a code that pages tell in the reader's language, what it is about, and the sentence for the history. */
export interface CreditFreed {
  readonly because: 'order_cancelled' | 'order_left_short' | 'invoice_paid' | 'customer_changed';
  /** The order, the invoice or the customer. */
  readonly about: string;
  readonly sentence: string;
}

/**
 * Decides the orders of a customer again that credit holds, oldest first, as far as its limit reaches now. To be called
 * in the transaction of whatever freed credit. What a person stopped stays stopped.
 */
export async function reconsiderHeldOrders(
  trx: Trx,
  customer: string,
  { sentence, because, about }: CreditFreed,
  at: string,
): Promise<void> {
  const held = await trx
    .selectFrom('orders')
    .selectAll()
    .where('customer_id', '=', customer)
    .where('status', 'in', ['on_credit_hold', 'in_fulfilment'])
    .where('held_by', '=', 'credit')
    .orderBy('received_at')
    .orderBy('number')
    .execute();
  for (const order of held) {
    // Looked at first, so that the history of an order that stays held does not fill with decisions.
    if ((await creditOutlook(trx, order)).decision === 'held') continue;
    const summary = `Decided again: ${sentence}`;
    const data = { because, about };
    await recordOrderEvents(trx, [{ order: order.number, at, type: 'credit.reconsidered', summary, data }]);
    await releaseOrder(trx, order.number, at);
  }
}
