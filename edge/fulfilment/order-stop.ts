import type { WorkView } from './work-view.ts';

/** Why an order may not go on now, whatever the work; it may again when a hold is lifted. */
export interface OrderStop {
  readonly status: 'on_hold' | 'cancelled' | 'conflict';
  /** Of a conflict: the station whose work counts. */
  readonly reason: string;
}

/** What central or the gateway says of it: the work in hand keeps the order as it was. */
export function stopOfOrder(order: string, work: WorkView): OrderStop | undefined {
  const document = work.order(order)?.document;
  if (document !== undefined && document.status !== 'released') {
    return { status: document.status, reason: document.holdReason ?? '-' };
  }
  const conflict = work.floor.progress(order)?.conflict;
  if (conflict === undefined || conflict.shown === true || conflict.keeper === work.station) return undefined;
  return { status: 'conflict', reason: conflict.keeper };
}
