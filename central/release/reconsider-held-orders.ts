import { creditHeadroom } from '../credit/credit-store.ts';
import type { Trx } from '../database/database.ts';
import { recordOrderEvents } from '../process/order-history.ts';
import { behind, type WaitingOrder } from './covered-orders.ts';
import { releaseOrder } from './release-order.ts';

/** What freed credit: a code that pages tell in the reader's language, what it is about, and the sentence for the history. */
interface CreditFreed {
  readonly because: 'order_cancelled' | 'order_short' | 'invoice_paid' | 'customer_changed';
  /** The order, the invoice or the customer. */
  readonly about: string;
  readonly sentence: string;
}

/**
 * Decides the orders of a customer again that credit holds, oldest first, as far as its limit reaches now. To be called
 * in the transaction of whatever freed credit. What a person stopped stays stopped. It costs what it releases, however many
 * are held.
 */
export async function reconsiderHeldOrders(
  trx: Trx,
  customer: string,
  { sentence, because, about }: CreditFreed,
  at: string,
): Promise<void> {
  // What the limit covers only becomes less, so that whoever was passed over need not be looked at again.
  let order = await nextCovered(trx, customer, undefined);
  while (order !== undefined) {
    const summary = `Decided again: ${sentence}`;
    const data = { because, about };
    await recordOrderEvents(trx, [{ order: order.number, at, type: 'credit.reconsidered', summary, data }]);
    await releaseOrder(trx, order.number, at);
    order = await nextCovered(trx, customer, order);
  }
}

/** The next held order of a customer that its limit covers, oldest first. */
async function nextCovered(
  trx: Trx,
  customer: string,
  after: WaitingOrder | undefined,
): Promise<WaitingOrder | undefined> {
  const headroom = await creditHeadroom(trx, customer);
  return trx
    .selectFrom('orders')
    .select(['number', 'received_at'])
    .where('customer_id', '=', customer)
    .where('status', 'in', ['on_credit_hold', 'in_fulfilment'])
    .where('held_by', '=', 'credit')
    .where(({ and, or, eb, lit }) =>
      or([
        and([eb('status', '=', 'on_credit_hold'), eb('uninvoiced_minor', '<=', headroom)]),
        // What a station had begun is in what is open already.
        and([eb('status', '=', 'in_fulfilment'), lit(headroom >= 0)]),
      ]),
    )
    .$if(after !== undefined, (all) => all.where(behind(after)))
    .orderBy('received_at')
    .orderBy('number')
    .limit(1)
    .executeTakeFirst();
}
