import type { ScreenOrder, ScreenView } from '../fulfilment/screen-view.ts';

/** How far the work in hand is; a total of 0 means that its end is not known before it is there. */
export interface Progress {
  readonly title: string;
  readonly detail: string;
  readonly done: number;
  readonly total: number;
}

export function progressOf({ order }: ScreenView): Progress | null {
  if (order === null) return null;
  const { number, customer, unitsDone, unitsTotal } = order;
  return { title: number, detail: `${customer} · ${withoutName(order)}`, done: unitsDone, total: unitsTotal };
}

/** The address, without the name of its first line where that is the customer's. */
function withoutName(order: ScreenOrder): string {
  const name = `${order.customer}, `;
  return order.shipTo.startsWith(name) ? order.shipTo.slice(name.length) : order.shipTo;
}
