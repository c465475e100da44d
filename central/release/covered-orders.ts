import type { ExpressionBuilder } from 'kysely';
import type { Trx } from '../database/database.ts';
import type { Database } from '../database/schema.ts';

/** A back order in its place of the queue. */
export interface WaitingOrder {
  readonly number: string;
  readonly received_at: string;
}

const atOnce = 100;

/** Whether an order came after another one. */
export function behind(after: WaitingOrder | undefined) {
  return ({ eb, refTuple, tuple }: ExpressionBuilder<Database, 'orders'>) =>
    eb(
      refTuple('orders.received_at', 'orders.number'),
      '>',
      tuple(after?.received_at ?? '', after?.number ?? ''),
    );
}

/**
 * The next back orders of a site that want one of `skus` and of which no line wants more than is free, oldest first. Whether the
 * goods reach for all lines of one together is not looked at.
 */
export async function coveredOrders(
  trx: Trx,
  site: string,
  skus: readonly string[],
  after: WaitingOrder | undefined,
): Promise<WaitingOrder[]> {
  return trx
    .selectFrom('orders')
    .select(['orders.number', 'orders.received_at'])
    .where('orders.site', '=', site)
    .where('orders.status', '=', 'back_ordered')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('order_lines')
          .select('order_lines.line')
          .whereRef('order_lines.order_number', '=', 'orders.number')
          .where('order_lines.sku', 'in', skus),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('order_lines')
            .leftJoin('stock', (join) =>
              join.onRef('stock.sku', '=', 'order_lines.sku').on('stock.site', '=', site),
            )
            .select('order_lines.line')
            .whereRef('order_lines.order_number', '=', 'orders.number')
            .where(({ eb, fn, val }) =>
              eb(
                eb('order_lines.units', '-', eb.ref('order_lines.reserved')),
                '>',
                fn.coalesce(eb('stock.on_hand', '-', eb.ref('stock.reserved')), val(0)),
              ),
            ),
        ),
      ),
    )
    .$if(after !== undefined, (all) => all.where(behind(after)))
    .orderBy('orders.received_at')
    .orderBy('orders.number')
    .limit(atOnce)
    .execute();
}
