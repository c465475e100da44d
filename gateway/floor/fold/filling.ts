import type { DataOf, FloorBooks } from './floor-books.ts';
import { orderedUnits } from './order-units.ts';

type Tote = DataOf<'tote'>;

/** The orders of which a walk of the wave is not closed. */
export type OpenOrders = (wave: string) => ReadonlySet<string>;

/** Looks at each wave once. */
export function openOrders({ documents }: FloorBooks): OpenOrders {
  const found = new Map<string, ReadonlySet<string>>();
  return (wave) => {
    const known = found.get(wave);
    if (known !== undefined) return known;
    const tasks = (documents.get('wave', wave)?.tasks ?? []).map((name) => documents.get('task', name));
    const open = new Set(
      tasks.flatMap((task) => (task === undefined || task.status === 'closed' ? [] : task.orders)),
    );
    found.set(wave, open);
    return open;
  };
}

/**
 * Whether units may still come into a tote: as long as a walk of its order is not closed, be it the next zone's; of an order
 * that is picked without a task, until each line is picked or given up. Null where nobody can tell.
 */
export function isBeingFilled(
  books: FloorBooks,
  { order, task: name }: Tote,
  open: OpenOrders = openOrders(books),
): boolean | null {
  const task = name === undefined ? undefined : books.documents.get('task', name);
  if (task !== undefined && task.status !== 'closed') return true;
  if (order === null) return task === undefined ? null : false;
  const latest = latestWalk(books, order);
  if (task === undefined && latest === undefined) return isIncomplete(books, order);
  // The rest of an order is picked on a walk of a later wave.
  const waves = [task?.wave, latest?.wave];
  return waves.some((wave) => wave !== undefined && open(wave).has(order));
}

/** A walk of the order has begun. */
export function noteWalk({ memory, documents }: FloorBooks, order: string, task: string): void {
  // What is remembered goes with the progress of its order.
  if (documents.get('progress', order) !== undefined) memory.put('walk', order, order, { task });
}

function latestWalk({ memory, documents }: FloorBooks, order: string): DataOf<'task'> | undefined {
  const walk = memory.get<{ readonly task: string }>('walk', order);
  return walk === undefined ? undefined : documents.get('task', walk.task);
}

/** Units of the order are neither picked nor given up; null where nobody knows what was ordered. */
function isIncomplete(books: FloorBooks, number: string): boolean | null {
  const ordered = orderedUnits(books, number);
  if (ordered === null) return null;
  const told = books.documents.get('progress', number)?.lines ?? [];
  const lines = new Map(told.map((line) => [line.line, line]));
  return Object.entries(ordered).some(([line, units]) => {
    const { picked = 0, shorted = 0 } = lines.get(Number(line)) ?? {};
    return picked + shorted < units;
  });
}
