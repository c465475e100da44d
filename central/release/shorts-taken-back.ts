import type { Trx } from '../database/database.ts';
import type { FactMisfit } from '../facts/fact-store.ts';
import { moveOrder, orderLinesOf } from '../orders/order-store.ts';
import { recordOrderEvents } from '../process/order-history.ts';
import { mayBecome } from '../process/order-states.ts';
import type { OrderProgress } from '../shipments/order-progress.ts';
import { hasRest } from '../shipments/order-rest.ts';
import { addReserved, freeUnits } from '../stock/stock-store.ts';
import { nothingToHave } from './back-orders.ts';
import { cancelOrder } from './cancel-order.ts';
import { publishOrder } from './order-document.ts';

/**
 * What follows where a short was taken back: the back-order that stood for it is withdrawn, an order that had ended with its
 * last short goes on, and what is to be picked is reserved again. What is still short gets its back-order from `settleShorts`.
 *
 * @returns shorts whose back-order is in work already: a person has to say which of the two orders leaves.
 */
export async function settleShortsTakenBack(
  trx: Trx,
  progresses: readonly OrderProgress[],
  at: string,
): Promise<FactMisfit[]> {
  const misfits: FactMisfit[] = [];
  for (const progress of progresses) {
    const [fact] = progress.changes.unshorted;
    if (fact === undefined) continue;
    const { number } = progress.order;
    await withdrawBackOrders(trx, progress, at);
    const twice = [...progress.lines.values()].find(({ shorted, back_ordered }) => back_ordered > shorted);
    if (twice !== undefined) {
      const message = `Line ${twice.line} of ${number} is not short after all, and its back-order is in work already.`;
      misfits.push({ code: 'BACK_ORDER_BEGUN', message, fact });
    }
    await takeUp(trx, progress, at);
    await reserveAgain(trx, progress);
  }
  return misfits;
}

/** The newest first, as long as more is back-ordered than is short. One that is in work stays. */
async function withdrawBackOrders(trx: Trx, progress: OrderProgress, at: string): Promise<void> {
  const { number } = progress.order;
  const rests = await trx
    .selectFrom('orders')
    .select(['number', 'status'])
    .where('back_order_of', '=', number)
    .where('status', 'not in', ['cancelled', 'in_fulfilment'])
    .orderBy('received_at', 'desc')
    .orderBy('number', 'desc')
    .execute();
  for (const { number: rest, status } of rests) {
    const lines = await orderLinesOf(trx, rest);
    const isTooMuch = lines.some(({ line }) => surplusOf(progress, line) > 0);
    if (!isTooMuch || !mayBecome(status, 'cancelled')) continue;
    await cancelOrder(trx, rest, `what was short of ${number} was found`, at);
    for (const { line, units } of lines) await takeOver(trx, progress, line, units);
    const summary = `The back-order ${rest} is withdrawn: what was short was found.`;
    const data = { backOrder: rest };
    await recordOrderEvents(trx, [{ order: number, at, type: 'order.back_order_withdrawn', summary, data }]);
  }
}

function surplusOf({ lines }: OrderProgress, line: number): number {
  const row = lines.get(line);
  return row === undefined ? 0 : row.back_ordered - row.shorted;
}

/** The units of a withdrawn back-order are no more back-ordered. */
async function takeOver(trx: Trx, progress: OrderProgress, line: number, units: number): Promise<void> {
  const row = progress.lines.get(line);
  if (row === undefined) return;
  row.back_ordered = Math.max(0, row.back_ordered - units);
  await trx
    .updateTable('order_lines')
    .set({ back_ordered: row.back_ordered })
    .where('order_number', '=', progress.order.number)
    .where('line', '=', line)
    .execute();
}

/**
 * An order that ended because all of it was short, or is closed as nothing more was to come, goes on; one that a person
 * cancelled stays cancelled. The stations of one that had left get it back.
 */
async function takeUp(trx: Trx, progress: OrderProgress, at: string): Promise<void> {
  const { order } = progress;
  const ended = order.status === 'cancelled' && order.cancel_reason === nothingToHave;
  if (ended) {
    await moveOrder(trx, order, 'in_fulfilment', { cancelled_at: null, cancel_reason: null });
    Object.assign(order, { status: 'in_fulfilment', cancelled_at: null, cancel_reason: null });
  }
  const closed = order.status === 'closed' && hasRest(progress);
  if (closed) {
    await moveOrder(trx, order, 'dispatched', { closed_at: null });
    Object.assign(order, { status: 'dispatched', closed_at: null });
  }
  if (ended || (order.status === 'dispatched' && hasRest(progress)))
    await publishOrder(trx, order.number, null);
  if (!ended && !closed) return;
  const summary = 'It goes on: what was short was found.';
  await recordOrderEvents(trx, [{ order: order.number, at, type: 'order.reopened', summary }]);
}

/** As far as the goods reach: what others have reserved stays theirs. */
async function reserveAgain(trx: Trx, { order, lines }: OrderProgress): Promise<void> {
  if (order.status !== 'in_fulfilment' && order.status !== 'dispatched') return;
  for (const { line, sku, units, shorted, shipped, reserved } of await orderLinesOf(trx, order.number)) {
    if (!lines.has(line)) continue;
    const free = (await freeUnits(trx, order.site, [sku])).get(sku) ?? 0;
    const more = Math.min(units - shorted - shipped - reserved, free);
    if (more <= 0) continue;
    await addReserved(trx, order.site, sku, more);
    await trx
      .updateTable('order_lines')
      .set({ reserved: reserved + more })
      .where('order_number', '=', order.number)
      .where('line', '=', line)
      .execute();
  }
}
