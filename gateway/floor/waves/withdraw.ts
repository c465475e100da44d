import type { OrderDocument } from '../../../protocols/wire/work/order-document.ts';
import type { DataOf, FloorDocuments } from '../fold/floor-books.ts';
import { ordersOf } from './plan-wave.ts';
import type { WaveBook } from './wave-book.ts';

type Task = DataOf<'task'>;

/**
 * An order was held, cancelled or changed: it leaves its wave, if nobody has begun to pick it. What was begun is left to the
 * stations, which know of it at their next scan. Call it inside of a change.
 */
export function withdraw(
  documents: FloorDocuments,
  book: WaveBook,
  order: string,
  document: OrderDocument | null,
): void {
  const name = book.waveOf(order);
  const wave = name === undefined ? undefined : documents.get('wave', name);
  if (wave === undefined) return;
  const tasks = wave.tasks.flatMap((task) => documents.get('task', task) ?? []);
  const own = tasks.filter(({ orders }) => orders.includes(order));
  const isAsPlanned = document?.status === 'released' && isPlanned(documents, own, document);
  if (isAsPlanned || own.some(isBegun(document))) return;
  const gone = new Set<string>();
  for (const task of own.filter(({ status }) => status === 'open')) {
    const rest = without(task, order);
    if (rest.stops.length === 0) gone.add(task.task);
    else documents.put('task', task.task, rest);
  }
  removeTasks(documents, tasks, gone);
  // What was picked before its walk was given back waits no more as if it were new: its rest does.
  if (!wasPicked(documents, order)) book.unplan(order);
  if (own.some(hasRests)) book.setRest(order, true);
  const orders = wave.orders.filter((other) => other !== order);
  const left = wave.tasks.filter((task) => !gone.has(task));
  if (orders.length === 0) documents.remove('wave', wave.wave);
  else {
    const isClosed = left.every((task) => documents.get('task', task)?.status === 'closed');
    const status = isClosed ? 'closed' : wave.status;
    documents.put('wave', wave.wave, { ...wave, status, orders, tasks: left }, isClosed);
  }
}

/** Of a cancelled order nothing is picked any more: it leaves what nobody is on, though other zones of it are done. */
function isBegun(document: OrderDocument | null): (task: Task) => boolean {
  const isCancelled = document?.status === 'cancelled';
  return ({ status }) => status !== 'open' && !(isCancelled && status === 'closed');
}

function wasPicked({ get }: FloorDocuments, order: string): boolean {
  return get('progress', order)?.lines.some(({ picked, shorted }) => picked + shorted > 0) === true;
}

function without({ wall, ...task }: Task, order: string): Task {
  const stops = task.stops
    .map((stop) => ({ ...stop, parts: stop.parts.filter((part) => part.order !== order) }))
    .filter(({ parts }) => parts.length > 0);
  const slots = wall?.slots.filter((slot) => slot.order !== order) ?? [];
  return {
    ...task,
    stops,
    orders: ordersOf(stops),
    ...(wall === undefined ? {} : { wall: { ...wall, slots } }),
  };
}

/** What came after a task that is gone comes after the one before it. */
function removeTasks(documents: FloorDocuments, tasks: readonly Task[], gone: ReadonlySet<string>): void {
  const afterOf = new Map(tasks.map(({ task, after }) => [task, after]));
  for (const { task } of tasks) {
    const now = gone.has(task) ? undefined : documents.get('task', task);
    if (gone.has(task)) documents.remove('task', task);
    if (now?.after === undefined || !gone.has(now.after)) continue;
    let after: string | undefined = now.after;
    while (after !== undefined && gone.has(after)) after = afterOf.get(after);
    const { after: _gone, ...rest } = now;
    documents.put('task', task, after === undefined ? rest : { ...rest, after });
  }
}

function hasRests({ stops }: Task): boolean {
  return stops.some(({ parts }) => parts.some(({ before }) => before !== undefined));
}

/** Whether the walks hold just what is to be picked: of a rest, beside what was done before. */
function isPlanned(
  { get }: FloorDocuments,
  tasks: readonly Task[],
  { order, lines }: OrderDocument,
): boolean {
  const planned = plannedUnits(tasks, order);
  const done = new Map(
    get('progress', order)?.lines.map(({ line, picked, shorted }) => [line, picked + shorted]),
  );
  const isSame = lines.every(({ line, sku, units }) => {
    const walk = planned.get(line);
    return walk === undefined ? (done.get(line) ?? 0) >= units : walk.sku === sku && walk.units === units;
  });
  return isSame && [...planned.keys()].every((line) => lines.some((one) => one.line === line));
}

function plannedUnits(tasks: readonly Task[], order: string) {
  const lines = new Map<number, { readonly sku: string; readonly units: number }>();
  for (const { stops } of tasks) {
    for (const { sku, parts } of stops) {
      for (const part of parts) {
        if (part.order !== order) continue;
        const units = lines.get(part.line)?.units ?? part.before ?? 0;
        lines.set(part.line, { sku, units: units + part.units });
      }
    }
  }
  return lines;
}
