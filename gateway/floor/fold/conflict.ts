import type { DataOf, FloorBooks } from './floor-books.ts';
import { orderedUnits, sealedUnits, type Units } from './order-units.ts';
import { sharedPieces, sharersOf } from './pieces.ts';
import { byRight, type Worker, workersOf } from './workers.ts';

type Progress = DataOf<'progress'>;
type Conflict = NonNullable<Progress['conflict']>;
type Kind = NonNullable<Conflict['kinds']>[number];

/** What is too much of an order, and by whom. */
interface Finding {
  readonly kinds: readonly Kind[];
  /** Somebody has to take back what they did. */
  readonly isToUndo: boolean;
}

/**
 * Looks for work that was done twice: by a station without a claim where the site keeps them, by two that did not know of each
 * other, or more than was ordered, picked or packed. Who goes on is the site's rule. It lasts until the others have taken back
 * theirs, or the quantities are right again; what has left twice stays. A piece that is in two orders is shown at both.
 */
export function judgeConflict(books: FloorBooks, order: string, at: string): void {
  judgeOne(books, order, at);
  // What was taken back of one order ends it for the other one, too.
  for (const other of sharersOf(books, order)) judgeOne(books, other, at);
}

function judgeOne(books: FloorBooks, order: string, at: string): void {
  const { documents } = books;
  const progress = documents.get('progress', order);
  if (progress === undefined) return;
  const { conflict: before, ...rest } = progress;
  const workers = [...workersOf(books, order)].sort(byRight(books.rules().claims.conflict));
  const pieces = sharedPieces(books, order);
  const { kinds, isToUndo } = find(books, progress, workers, pieces.length > 0);
  const [first, ...others] = workers;
  const keeper = first?.station ?? progress.stations[0];
  if (kinds.length === 0 || keeper === undefined) {
    if (before !== undefined) documents.put('progress', order, rest, hasLeft(rest));
    return;
  }
  const isShown = !isToUndo || books.rules().claims.conflict === 'show';
  const conflict: Conflict = {
    keeper,
    others: others.map(({ station }) => station).sort(),
    since: before?.since ?? (at as Conflict['since']),
    kinds: [...kinds],
    ...(pieces.length === 0 ? {} : { pieces: [...pieces] }),
    ...(isShown ? { shown: true as const } : {}),
  };
  // It is finished only when it is settled.
  documents.put('progress', order, { ...rest, conflict }, false);
}

export function hasLeft({ lines, conflict }: Progress): boolean {
  if (conflict !== undefined) return false;
  return lines.some(({ shipped }) => shipped > 0) && lines.every(({ picked, shipped }) => shipped >= picked);
}

function find(
  books: FloorBooks,
  { order, lines }: Progress,
  workers: readonly Worker[],
  isPieceElsewhere: boolean,
): Finding {
  const ordered = orderedUnits(books, order);
  const more = (line: number, units: number) => units > (ordered?.[line] ?? Number.MAX_SAFE_INTEGER);
  const overPicked = lines.filter(({ line, picked }) => more(line, picked));
  const sealed: Units = sealedUnits(books, order);
  const leftAlready = lines.some(({ shipped }) => shipped > 0);
  const isShared = workers.length > 1 && !leftAlready;
  const isUnclaimed = isShared && workers.some(({ unclaimed }) => unclaimed);
  const found: readonly (readonly [Kind, boolean])[] = [
    ['unclaimed', isUnclaimed],
    ['two_workers', isShared && workers.some(({ blind }) => blind === true)],
    ['picked_over_ordered', overPicked.length > 0],
    ['packed_over_picked', lines.some(({ picked, packed }) => packed > picked)],
    ['sealed_over_ordered', Object.entries(sealed).some(([line, units]) => more(Number(line), units))],
    ['shipped_over_ordered', lines.some(({ line, shipped }) => more(line, shipped))],
    ['piece_elsewhere', isPieceElsewhere],
  ];
  const both = (line: number) => workers.filter(({ lines: of }) => (of?.[line] ?? 0) > 0).length > 1;
  return {
    kinds: found.flatMap(([kind, is]) => (is ? [kind] : [])),
    isToUndo: isUnclaimed || overPicked.some(({ line }) => both(line)),
  };
}
