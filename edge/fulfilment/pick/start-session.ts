import type { TaskDocument } from '../../../protocols/wire/floor.ts';
import type { ReleasedOrder, WorkView } from '../work-view.ts';
import type { PickPart, PickSession, PickStop, PickTote } from './pick-session.ts';
import { unitsTold } from './walk-totes.ts';

/** More walks than follow each other for one group of orders. */
const maxChain = 200;

type Stops = TaskDocument['stops'];

/** The walk of a task, less what was picked or given up on it before: at another station, or by somebody who gave it back. */
export function startTask(task: TaskDocument, work: WorkView): PickSession {
  const earlier = tasksBefore(task, work);
  const done = doneUnits(task.orders, work);
  leaveOut(task.stops, done);
  for (const { stops } of earlier) take(stops, done);
  return {
    ...fresh(task.task, task.mode, task.orders, take(task.stops, done)),
    ...(task.zone === undefined ? {} : { zone: task.zone }),
    totes: totesOf(task, earlier, work),
  };
}

/** An order that is picked without a task: its lines are the stops, in their sequence. */
export function startOrder({ document }: ReleasedOrder, work: WorkView): PickSession {
  const { order } = document;
  const stops: Stops = document.lines.map(({ line, sku, name, units, lot }) => ({
    sku,
    name,
    ...(lot === undefined ? {} : { lot }),
    parts: [{ order, line, units }],
  }));
  return fresh(null, 'order', [order], take(stops, doneUnits([order], work)));
}

function fresh(
  task: string | null,
  mode: TaskDocument['mode'],
  orders: readonly string[],
  stops: readonly PickStop[],
): PickSession {
  return {
    kind: 'pick',
    task,
    mode,
    orders,
    stops,
    walk: stops.map((_, index) => index),
    totes: [],
    at: null,
    hand: null,
    approval: null,
    undoable: [],
    serials: [],
  };
}

function tasksBefore(task: TaskDocument, work: WorkView): TaskDocument[] {
  const found: TaskDocument[] = [];
  let { after } = task;
  while (after !== undefined && found.length < maxChain) {
    const before = work.floor.task(after);
    if (before === undefined || found.includes(before)) break;
    found.push(before);
    after = before.after;
  }
  return found;
}

/** Units per order and line that are picked or given up, by what the gateway has told. */
function doneUnits(orders: readonly string[], work: WorkView): Map<string, number> {
  const done = new Map<string, number>();
  for (const order of orders) {
    for (const { line, picked, shorted } of work.floor.progress(order)?.lines ?? []) {
      done.set(keyOf(order, line), picked + shorted);
    }
  }
  return done;
}

/** A walk for the rest of an order does not count what was done before it was planned. */
function leaveOut(stops: Stops, done: Map<string, number>): void {
  const before = new Map<string, number>();
  for (const part of stops.flatMap(({ parts }) => parts))
    before.set(keyOf(part.order, part.line), part.before ?? 0);
  for (const [key, units] of before) done.set(key, Math.max(0, (done.get(key) ?? 0) - units));
}

/** What is left of the stops; what was done is used up on the way. */
function take(stops: Stops, done: Map<string, number>): PickStop[] {
  return stops.flatMap(({ location, sku, name, lot, expiry, parts }) => {
    const left = parts.flatMap((part) => leftOf(part, done));
    if (left.length === 0) return [];
    const goods = {
      ...(location === undefined ? {} : { location }),
      ...(lot === undefined ? {} : { lot }),
      ...(expiry === undefined ? {} : { expiry }),
    };
    return [{ sku, name, ...goods, parts: left }];
  });
}

function leftOf(
  { order, line, units }: Stops[number]['parts'][number],
  done: Map<string, number>,
): PickPart[] {
  const key = keyOf(order, line);
  const used = Math.min(units, done.get(key) ?? 0);
  done.set(key, (done.get(key) ?? 0) - used);
  return used === units ? [] : [{ order, line, units: units - used, done: 0, shorted: 0 }];
}

function keyOf(order: string, line: number): string {
  return `${order}\n${line}`;
}

/** The totes that were begun on this walk, and those that come from the zones before it. */
function totesOf(task: TaskDocument, earlier: readonly TaskDocument[], work: WorkView): PickTote[] {
  const handed = task.mode === 'zone' ? earlier.toReversed().flatMap(({ totes }) => totes) : [];
  const totes = new Map<string, PickTote>();
  for (const { tote, order = null } of [...handed, ...task.totes]) {
    if (order === null || task.orders.includes(order))
      totes.set(tote, { tote, order, units: unitsTold(tote, work) });
  }
  return [...totes.values()];
}
