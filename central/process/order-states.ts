/**
 * The life of an order as one table: whoever changes `orders.status` asks here. A status that nothing leads to, or
 * that leads nowhere without being an end, is a defect that the test of this table finds.
 */
const transitions = {
  received: ['on_credit_hold', 'back_ordered', 'released', 'cancelled'],
  // A station that was offline may have started it before the hold reached it: what happened on the floor is true.
  on_credit_hold: ['back_ordered', 'released', 'in_fulfilment', 'cancelled'],
  back_ordered: ['on_credit_hold', 'released', 'cancelled'],
  released: ['on_credit_hold', 'back_ordered', 'in_fulfilment', 'cancelled'],
  in_fulfilment: ['dispatched', 'cancelled'],
  dispatched: ['closed'],
  // A further parcel of an order that was closed opens it again, until that one is paid too.
  closed: ['dispatched'],
  // As with a hold: a station that was offline may have begun it, and what left is invoiced.
  cancelled: ['in_fulfilment'],
} as const satisfies Record<string, readonly string[]>;

export type OrderStatus = keyof typeof transitions;

export const orderStates: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = transitions;

/** Where every order begins. */
export const firstOrderStatus: OrderStatus = 'received';

export function isOrderStatus(text: string): text is OrderStatus {
  return Object.hasOwn(orderStates, text);
}

/** Whether an order of status `from` may become `to`. A status of the database that the table does not know may become nothing. */
export function mayBecome(from: string, to: OrderStatus): boolean {
  return isOrderStatus(from) && orderStates[from].includes(to);
}
