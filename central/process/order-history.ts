import type { Trx } from '../database/database.ts';
import { insertRows } from '../database/insert-rows.ts';
import { nextNumbers } from '../database/number-series.ts';
import { noteOrderChange } from '../database/transaction.ts';

/** A line of an order's history: what happened, in one sentence, with the numbers behind it. */
export interface OrderEvent {
  readonly order: string;
  readonly at: string;
  /** Such as `order.released`; live pages are told of it after the commit. */
  readonly type: string;
  readonly summary: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Adds to the history of orders, in the order given. */
export async function recordOrderEvents(trx: Trx, events: readonly OrderEvent[]): Promise<void> {
  const ids = await nextNumbers(trx, 'order_event', events.length);
  const rows = events.map(({ order, at, type, summary, data }, nth) => ({
    id: ids[nth] ?? 0,
    order_number: order,
    at,
    type,
    summary,
    data: JSON.stringify(data ?? {}),
  }));
  await insertRows(trx, 'order_events', rows);
  for (const { order, type } of events) noteOrderChange(trx, order, type);
}
