import { centralErrors } from '../central-errors.ts';
import { decideOrderCredit } from '../credit/credit-store.ts';
import type { Trx } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { moveOrder, orderLinesOf, orderOf } from '../orders/order-store.ts';
import { recordOrderEvents } from '../process/order-history.ts';
import type { OrderStatus } from '../process/order-states.ts';
import { reserveOrder, type Shortage, shortagesOf } from '../stock/reservation.ts';
import { publishOrder } from './order-document.ts';

type OrderRow = Database['orders'];

const undecided: readonly string[] = ['received', 'on_credit_hold', 'back_ordered'] satisfies OrderStatus[];

/**
 * Decides an order's credit on what is open now, reserves its goods and releases it to its site; each step is in its
 * history. May be called again, for example after a raised limit.
 *
 * @returns its status then: `released`, `on_credit_hold` or `back_ordered`.
 * @throws ORDER_UNKNOWN; ORDER_STATE if it is in fulfilment or further, or cancelled.
 */
export async function releaseOrder(trx: Trx, number: string, at: string): Promise<OrderStatus> {
  const order = await orderOf(trx, number);
  if (order.status === 'released') return 'released';
  if (!undecided.includes(order.status)) {
    throw centralErrors.fault('ORDER_STATE', `order ${number} is ${order.status}; it cannot be released`, {
      place: 'status',
    });
  }
  const { decision, reason } = await decideOrderCredit(trx, order, at);
  if (decision === 'held') return hold(trx, order, reason);
  const lines = await orderLinesOf(trx, number);
  const shortages = await reserveOrder(trx, order, lines);
  if (shortages.length > 0) return backOrder(trx, order, shortages, at);
  const units = lines.reduce((sum, line) => sum + line.units, 0);
  await moveOrder(trx, order, 'released', { released_at: at });
  await publishOrder(trx, number, null);
  await recordOrderEvents(trx, [
    { order: number, at, type: 'stock.reserved', summary: `${units} units are reserved.`, data: { units } },
    { order: number, at, type: 'order.released', summary: `Released to site ${order.site}.` },
  ]);
  return 'released';
}

/**
 * Stops an order that has not been started, for a reason that people at the stations read. `releaseOrder` lets it go on.
 *
 * @throws ORDER_UNKNOWN, ORDER_STATE
 */
export async function holdOrder(trx: Trx, number: string, reason: string, at: string): Promise<void> {
  const order = await orderOf(trx, number);
  if (order.status === 'on_credit_hold') return;
  await hold(trx, order, reason);
  await recordOrderEvents(trx, [{ order: number, at, type: 'order.held', summary: reason }]);
}

/** Releases the back orders of a site that wait for one of `skus`, first come first served, as far as the goods reach. */
export async function retryBackOrders(
  trx: Trx,
  site: string,
  skus: readonly string[],
  at: string,
): Promise<void> {
  const waiting = await trx
    .selectFrom('orders')
    .innerJoin('order_lines', 'order_lines.order_number', 'orders.number')
    .select(['orders.number', 'orders.received_at'])
    .distinct()
    .where('orders.site', '=', site)
    .where('orders.status', '=', 'back_ordered')
    .where('order_lines.sku', 'in', skus)
    .orderBy('orders.received_at')
    .orderBy('orders.number')
    .execute();
  for (const { number } of waiting) {
    // Looked at first, so that the history of an order that goes on waiting does not fill with decisions.
    const shortages = await shortagesOf(trx, site, await orderLinesOf(trx, number));
    if (shortages.length === 0) await releaseOrder(trx, number, at);
  }
}

/** A station that holds the order's document must hear of the hold; an order that was never released has none. */
async function hold(trx: Trx, order: OrderRow, reason: string): Promise<OrderStatus> {
  await moveOrder(trx, order, 'on_credit_hold');
  if (order.released_at !== null) await publishOrder(trx, order.number, reason);
  return 'on_credit_hold';
}

async function backOrder(
  trx: Trx,
  order: OrderRow,
  shortages: readonly Shortage[],
  at: string,
): Promise<OrderStatus> {
  await moveOrder(trx, order, 'back_ordered');
  const named = shortages
    .slice(0, 5)
    .map(({ sku, wanted, free }) => `${sku} (wanted ${wanted}, free ${free})`)
    .join(', ');
  const summary = `Not enough stock at ${order.site}: ${named}${shortages.length > 5 ? ' and others' : ''}.`;
  await recordOrderEvents(trx, [
    { order: order.number, at, type: 'stock.short', summary, data: { shortages } },
  ]);
  return 'back_ordered';
}
