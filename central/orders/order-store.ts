import { centralErrors } from '../central-errors.ts';
import type { Db, Trx } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { mayBecome, type OrderStatus } from '../process/order-states.ts';

type OrderRow = Database['orders'];

/** @throws ORDER_UNKNOWN */
export async function orderOf(db: Db, number: string): Promise<OrderRow> {
  const order = await db.selectFrom('orders').selectAll().where('number', '=', number).executeTakeFirst();
  if (order !== undefined) return order;
  throw centralErrors.fault('ORDER_UNKNOWN', `there is no order ${number}`, { place: 'number' });
}

export async function orderLinesOf(db: Db, number: string): Promise<Database['order_lines'][]> {
  return db
    .selectFrom('order_lines')
    .selectAll()
    .where('order_number', '=', number)
    .orderBy('line')
    .execute();
}

/**
 * Moves an order on to another status, with what belongs to it.
 *
 * @throws ORDER_STATE if its status may not become that one.
 */
export async function moveOrder(
  trx: Trx,
  order: Pick<OrderRow, 'number' | 'status'>,
  to: OrderStatus,
  stamps: Partial<
    Pick<OrderRow, 'released_at' | 'closed_at' | 'held_by' | 'cancelled_at' | 'cancel_reason'>
  > = {},
): Promise<void> {
  if (order.status !== to && !mayBecome(order.status, to)) {
    throw centralErrors.fault(
      'ORDER_STATE',
      `order ${order.number} is ${order.status}; it cannot become ${to}`,
      {
        place: 'status',
      },
    );
  }
  await trx
    .updateTable('orders')
    .set({ status: to, ...stamps })
    .where('number', '=', order.number)
    .execute();
}
