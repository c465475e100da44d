import { centralErrors } from '../central-errors.ts';
import { decideOrderCredit } from '../credit/credit-store.ts';
import type { Trx } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { detailsOf } from '../orders/order.ts';
import { moveOrder, orderLinesOf, orderOf } from '../orders/order-store.ts';
import { recordOrderEvents } from '../process/order-history.ts';
import type { OrderStatus } from '../process/order-states.ts';
import { reserveOrder, type Shortage, shortagesOf } from '../stock/reservation.ts';
import { freeUnits } from '../stock/stock-store.ts';
import { coveredOrders, type WaitingOrder } from './covered-orders.ts';
import { publishOrder } from './order-document.ts';

type OrderRow = Database['orders'];

const undecided: readonly string[] = ['received', 'on_credit_hold', 'back_ordered'] satisfies OrderStatus[];

/**
 * Decides an order's credit on what is open now, reserves its goods and releases it to its site; each step is in its
 * history. May be called again, for example after a raised limit. It lifts every hold, also of an order that a station
 * had begun before it heard of the hold.
 *
 * @returns its status then: `released`, `on_credit_hold`, `back_ordered`, or `in_fulfilment` if it was begun.
 * @throws ORDER_UNKNOWN; ORDER_STATE if it is in fulfilment without a hold, or further, or cancelled.
 */
export async function releaseOrder(trx: Trx, number: string, at: string): Promise<OrderStatus> {
  const order = await orderOf(trx, number);
  if (order.status === 'released') return 'released';
  const begun = order.status === 'in_fulfilment' && order.held_by !== null;
  if (!begun && !undecided.includes(order.status)) {
    throw centralErrors.fault('ORDER_STATE', `order ${number} is ${order.status}; it cannot be released`, {
      place: 'status',
    });
  }
  const { decision, reason } = await decideOrderCredit(trx, order, at);
  if (decision === 'held') return hold(trx, order, reason, 'credit');
  return begun ? letGoOn(trx, order, at) : reserveAndRelease(trx, order, at);
}

/** The goods of an order that a station began are reserved, or packed, already. */
async function letGoOn(trx: Trx, order: OrderRow, at: string): Promise<OrderStatus> {
  const { number, site } = order;
  await moveOrder(trx, order, 'in_fulfilment', { held_by: null });
  await publishOrder(trx, number, null);
  const summary = `The hold is lifted: ${site} goes on with it.`;
  await recordOrderEvents(trx, [
    { order: number, at, type: 'order.released', summary, data: { goesOnAt: site } },
  ]);
  return 'in_fulfilment';
}

async function reserveAndRelease(trx: Trx, order: OrderRow, at: string): Promise<OrderStatus> {
  const { number } = order;
  const lines = await orderLinesOf(trx, number);
  // A service takes nothing from the stock.
  const service = detailsOf(order).kind === 'service';
  const shortages = service ? [] : await reserveOrder(trx, order, lines);
  if (shortages.length > 0) return backOrder(trx, order, shortages, at);
  const units = lines.reduce((sum, line) => sum + line.units, 0);
  await moveOrder(trx, order, 'released', { released_at: at, held_by: null });
  await publishOrder(trx, number, null);
  await recordOrderEvents(trx, [
    { order: number, at, type: 'stock.reserved', summary: `${units} units are reserved.`, data: { units } },
    {
      order: number,
      at,
      type: 'order.released',
      summary: `Released to site ${order.site}.`,
      data: { site: order.site },
    },
  ]);
  return 'released';
}

/**
 * Stops an order that has not been started, for a reason that people at the stations read. Only `releaseOrder` lets it go
 * on: a hold by a person outlasts payments and raised limits, also where credit held the order before.
 *
 * @throws ORDER_UNKNOWN, ORDER_STATE
 */
export async function holdOrder(trx: Trx, number: string, reason: string, at: string): Promise<void> {
  const order = await orderOf(trx, number);
  await hold(trx, order, reason, 'person');
  await recordOrderEvents(trx, [
    { order: number, at, type: 'order.held', summary: reason, data: { reason } },
  ]);
}

/**
 * Releases the back orders of a site that wait for one of `skus`, first come first served, as far as the goods reach. It costs
 * what it releases: of the others, however many wait, the database looks at the lines.
 */
export async function retryBackOrders(
  trx: Trx,
  site: string,
  skus: readonly string[],
  at: string,
): Promise<void> {
  if (skus.length === 0) return;
  const free = await freeUnits(trx, site, skus);
  const offered = skus.filter((sku) => (free.get(sku) ?? 0) > 0);
  if (offered.length === 0) return;
  // What is free only becomes less, so that whoever was passed over need not be looked at again.
  let after: WaitingOrder | undefined;
  for (;;) {
    const found = await coveredOrders(trx, site, offered, after);
    if (found.length === 0) return;
    after = await releaseCovered(trx, site, found, at);
  }
}

/** Releases orders up to the first for which those before it left too little. @returns the last that was looked at. */
async function releaseCovered(
  trx: Trx,
  site: string,
  orders: readonly WaitingOrder[],
  at: string,
): Promise<WaitingOrder | undefined> {
  for (const order of orders) {
    const shortages = await shortagesOf(trx, site, await orderLinesOf(trx, order.number));
    if (shortages.length > 0) return order;
    await releaseOrder(trx, order.number, at);
  }
  return orders.at(-1);
}

/** A station that has the order's document must hear of the hold; an order that was never released has none. */
async function hold(
  trx: Trx,
  order: OrderRow,
  reason: string,
  by: 'credit' | 'person',
): Promise<OrderStatus> {
  const status = order.status === 'in_fulfilment' && by === 'credit' ? 'in_fulfilment' : 'on_credit_hold';
  await moveOrder(trx, order, status, { held_by: by });
  if (order.released_at !== null) await publishOrder(trx, order.number, { status: 'on_hold', reason });
  return status;
}

async function backOrder(
  trx: Trx,
  order: OrderRow,
  shortages: readonly Shortage[],
  at: string,
): Promise<OrderStatus> {
  await moveOrder(trx, order, 'back_ordered', { held_by: null });
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
