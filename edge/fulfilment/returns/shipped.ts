import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import type { ReturnLine } from './return-work.ts';

/** What of an order can come back, as far as this station knows. */
export interface Shipped {
  readonly order: string;
  readonly lines: readonly ReturnLine[];
  readonly serials: readonly string[];
}

/**
 * What left with an order: as the gateway has followed it; nothing of one that nobody has begun, or of a service; where the gateway says nothing
 * any more, at most what was ordered or, if only its parcels are known, what they hold. Less what came back before, at this station or by the gateway's word at another.
 *
 * @returns undefined if nothing is known of the order.
 */
export function shippedOf(
  state: StationState,
  order: string,
  sscc: string | undefined,
  work: WorkView,
): Shipped | undefined {
  const items = itemsOf(order, sscc, work);
  if (items === undefined) return undefined;
  const progress = work.floor.progress(order);
  const isService = work.order(order)?.document.kind === 'service';
  const isNothingOut = isService || (progress === undefined && isStillToDo(order, work));
  const told = new Map(progress?.lines.map((one) => [one.line, one]));
  const before = state.returned.find((one) => one.order === order);
  const lines = items.map(({ line, sku, units }) => {
    const here = before?.lines.find((one) => one.line === line)?.units ?? 0;
    const left = isNothingOut ? 0 : progress === undefined ? units : (told.get(line)?.shipped ?? 0);
    // The gateway may not have heard of the last return of this station, and of others this station knows by it alone.
    const back = Math.max(here, told.get(line)?.returned ?? 0);
    return { line, sku, left: Math.max(0, left - back), ...(back === 0 ? {} : { back }), received: 0 };
  });
  return { order, lines, serials: progress?.serials ?? [] };
}

/**
 * Central still wants the order, and the gateway knows of no work on it: it keeps what it knows as long as central does. A station
 * without network may only not have heard of it.
 */
function isStillToDo(order: string, work: WorkView): boolean {
  if (!work.connected() || work.order(order) === undefined || work.finished(order)) return false;
  return work.floor.parcelsOf(order).every(({ status }) => status !== 'dispatched');
}

type Item = Pick<ReturnLine, 'line' | 'sku'> & { readonly units: number };

function itemsOf(order: string, sscc: string | undefined, work: WorkView) {
  const ordered = work.order(order)?.document.lines;
  if (ordered !== undefined) return ordered;
  if (sscc !== undefined) {
    const parcel = work.floor.parcel(sscc);
    return parcel?.order === order ? parcel.items : undefined;
  }
  const left = work.floor.parcelsOf(order).filter(({ status }) => status === 'dispatched');
  return left.length === 0 ? undefined : addedUp(left.flatMap(({ items }) => items));
}

/** A line may lie in several parcels. */
function addedUp(items: readonly Item[]): Item[] {
  const lines = new Map<number, Item>();
  for (const item of items) {
    lines.set(item.line, { ...item, units: item.units + (lines.get(item.line)?.units ?? 0) });
  }
  return [...lines.values()];
}
