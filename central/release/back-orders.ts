import type { CentralConfig } from '../central-config.ts';
import type { Trx } from '../database/database.ts';
import { enterOrder } from '../orders/enter-order.ts';
import { detailsOf, type OrderInput, orderInput } from '../orders/order.ts';
import { orderLinesOf } from '../orders/order-store.ts';
import { recordOrderEvents } from '../process/order-history.ts';
import { mayBecome } from '../process/order-states.ts';
import { rulesOf } from '../rules/rules-store.ts';
import type { OrderLineRow, OrderProgress, OrderRow } from '../shipments/order-progress.ts';
import { cancelOrder } from './cancel-order.ts';
import { releaseOrder } from './release-order.ts';

/** Why an order is cancelled of which nothing was to be had. */
export const nothingToHave = 'nothing of it was to be had';

/**
 * What becomes of units that were short, by the rule of the site: once the order has left, or if nothing of it was to be had,
 * a back-order of its own takes them over and waits for stock; or they are not sent any more. A site without rules of its
 * own sends no rest.
 */
export async function settleShorts(
  trx: Trx,
  config: Pick<CentralConfig, 'currency'>,
  progresses: readonly OrderProgress[],
  at: string,
): Promise<void> {
  for (const { order, lines } of progresses) {
    const all = [...lines.values()];
    const open = all.filter(({ shorted, back_ordered }) => shorted > back_ordered);
    const nothing = all.every(({ shorted, units }) => shorted === units) && order.status === 'in_fulfilment';
    if (open.length === 0 || (order.dispatched_at === null && !nothing)) continue;
    const rest = (await rulesOf(trx, order.site))?.rules.pick.short.rest;
    if (rest === undefined) continue;
    if (rest === 'back_order') await backOrder(trx, config, order, open, at);
    else await markDone(trx, order, open);
    if (nothing && mayBecome(order.status, 'cancelled'))
      await cancelOrder(trx, order.number, nothingToHave, at);
  }
}

async function backOrder(
  trx: Trx,
  config: Pick<CentralConfig, 'currency'>,
  order: OrderRow,
  open: readonly OrderLineRow[],
  at: string,
): Promise<void> {
  const number = await nextName(trx, order.number);
  const input: OrderInput = { ...inputOf(number, order, open), backOrderOf: order.number };
  await enterOrder(trx, input, { currency: config.currency, site: order.site, at });
  await markDone(trx, order, open);
  const summary = `What was short is order ${number} now, which waits for stock.`;
  const data = { backOrder: number };
  await recordOrderEvents(trx, [{ order: order.number, at, type: 'order.back_ordered', summary, data }]);
  await releaseOrder(trx, number, at);
}

/** `SO-1-B1`: an order number has at most 40 characters, so that of a long one the end is kept. */
async function nextName(trx: Trx, order: string): Promise<string> {
  const { count } = await trx
    .selectFrom('orders')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('back_order_of', '=', order)
    .executeTakeFirstOrThrow();
  const ending = `-B${Number(count) + 1}`;
  return `${order.slice(0, 40 - ending.length)}${ending}`;
}

/** The rest at the prices that the customer was promised; the freight was charged with the first part. */
function inputOf(number: string, order: OrderRow, open: readonly OrderLineRow[]): OrderInput {
  return orderInput.parse({
    number,
    customer: order.customer_id,
    site: order.site,
    channel: order.channel,
    customerReference: order.customer_reference,
    orderedOn: order.ordered_on,
    promisedOn: order.promised_on,
    shipTo: JSON.parse(order.ship_to) as unknown,
    ...detailsOf(order),
    lines: open.map((row) => ({
      line: row.line,
      sku: row.sku,
      units: row.shorted - row.back_ordered,
      unitPriceMinor: row.unit_price_minor,
      discountBp: row.discount_bp,
      taxCategory: row.tax_category,
      taxRateBp: row.tax_rate_bp,
      ...(row.lot === null ? {} : { lot: row.lot }),
      ...(row.substitution === null ? {} : { substitution: row.substitution }),
    })),
  });
}

async function markDone(trx: Trx, order: OrderRow, open: readonly OrderLineRow[]): Promise<void> {
  const rows = await orderLinesOf(trx, order.number);
  for (const { line, shorted } of rows.filter((row) => open.some((one) => one.line === row.line))) {
    await trx
      .updateTable('order_lines')
      .set({ back_ordered: shorted })
      .where('order_number', '=', order.number)
      .where('line', '=', line)
      .execute();
  }
}
