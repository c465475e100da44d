import { textOrder } from '../../kernel/text-order.ts';
import { groupBy } from '../process/rows.ts';
import type { OrderProgress } from './order-progress.ts';
import type { Returned } from './returned.ts';

/** What of a scan is in the books, and the one that had its piece before it. */
interface Share {
  readonly counted: number;
  readonly twin: Returned | null;
}

/**
 * Shares what left of a line out to what came back of it. No more counts than left, and no piece twice, whatever two
 * stations say: the first to come back counts, up to what left. It hangs on the facts alone and not on the order in
 * which they are heard of.
 *
 * @param returned of one line.
 */
export function shareReturned(returned: readonly Returned[], shipped: number): ReadonlyMap<Returned, Share> {
  const shares = new Map<Returned, Share>();
  const pieces = new Map<string, Returned>();
  let left = shipped;
  for (const one of returned.filter(({ undone }) => !undone).toSorted(asCame)) {
    const twin = one.serial === null ? null : (pieces.get(one.serial) ?? null);
    if (one.serial !== null && twin === null) pieces.set(one.serial, one);
    const counted = twin === null ? Math.min(one.units, left) : 0;
    left -= counted;
    shares.set(one, { counted, twin });
  }
  return shares;
}

function asCame(one: Returned, other: Returned): number {
  return textOrder(one.at, other.at) || textOrder(one.station, other.station) || one.seq - other.seq;
}

/** Counts what came back of an order anew, once all facts of a batch are applied. */
export function countReturned({ lines, returned, changes }: OrderProgress): void {
  for (const [number, of] of groupBy(returned, ({ line }) => line)) {
    const line = lines.get(number);
    if (line === undefined) continue;
    const shares = shareReturned(of, line.shipped);
    for (const one of of) one.counted = shares.get(one)?.counted ?? 0;
    const sum = of.reduce((total, { counted }) => total + counted, 0);
    if (sum === line.returned) continue;
    line.returned = sum;
    changes.lines.add(number);
  }
}
