import { claimId } from '../../../protocols/wire/floor.ts';
import type { DataOf, FactOf, FloorBooks } from './floor-books.ts';

type Progress = DataOf<'progress'>;

/** What one station did on an order. */
interface Worker {
  readonly station: Progress['stations'][number];
  readonly firstAt: string;
  /** Units that it picked and has not undone. */
  readonly units: number;
  /** When it last picked under a claim. */
  readonly claimedAt: string | null;
  /** Whether it picked without one. */
  readonly unclaimed: boolean;
}

/** Notes that the station worked on the order. */
export function noteWork(
  { memory, heldClaim }: FloorBooks,
  { station, at }: FactOf<'order.started' | 'pick.confirmed' | 'pick.undone' | 'item.undone'>,
  {
    order,
    units,
    task,
  }: { readonly order: string; readonly units: number; readonly task?: string | undefined },
): void {
  const id = `${order} ${station}`;
  const before = memory.get<Worker>('worker', id) ?? {
    station,
    firstAt: at,
    units: 0,
    claimedAt: null,
    unclaimed: false,
  };
  const claims = [claimId({ kind: 'order', order })];
  if (task !== undefined) claims.push(claimId({ kind: 'task', task }));
  const held = units > 0 ? heldClaim(station, claims, at) : null;
  memory.put('worker', id, order, {
    ...before,
    firstAt: at < before.firstAt ? at : before.firstAt,
    units: Math.max(0, before.units + units),
    claimedAt: held === true ? at : before.claimedAt,
    unclaimed: before.unclaimed || held === false,
  });
}

/**
 * Two stations picked the same order and one of them had no claim: whoever had it goes on; else who began first by the
 * clocks of the stations, and by their names where these are equal. It lasts until the others have undone their picks or the
 * order has left.
 */
export function judgeConflict({ documents, memory }: FloorBooks, order: string, at: string): void {
  const progress = documents.get('progress', order);
  if (progress === undefined) return;
  const workers = memory
    .owned<Worker>(order, 'worker')
    .flatMap(({ value }) => (value.units > 0 ? [value] : []));
  const isConflict = workers.length > 1 && workers.some(({ unclaimed }) => unclaimed);
  const { conflict: before, ...rest } = progress;
  const [keeper, ...others] = [...workers].sort(byRight);
  const leftAlready = progress.lines.some(({ shipped }) => shipped > 0);
  if (!isConflict || keeper === undefined || leftAlready) {
    if (before !== undefined) documents.put('progress', order, rest);
    return;
  }
  const conflict = {
    keeper: keeper.station,
    others: others.map(({ station }) => station).sort(),
    since: before?.since ?? (at as NonNullable<Progress['conflict']>['since']),
  };
  documents.put('progress', order, { ...rest, conflict });
}

function byRight(a: Worker, b: Worker): number {
  const claimed = (b.claimedAt ?? '').localeCompare(a.claimedAt ?? '');
  return claimed || a.firstAt.localeCompare(b.firstAt) || a.station.localeCompare(b.station);
}
