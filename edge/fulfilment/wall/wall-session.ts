import type { TaskDocument } from '../../../protocols/wire/floor.ts';
import { stopOfOrder } from '../order-stop.ts';
import { maxUndoable } from '../state.ts';
import type { WorkView } from '../work-view.ts';

/** A batch is sorted: each item of its totes goes into the slot of its order. Plain JSON. */
export interface WallSession {
  readonly kind: 'wall';
  readonly task: string;
  readonly wall: string;
  /** The tote that is emptied now, and all that were scanned. */
  readonly tote: string;
  readonly totes: readonly string[];
  readonly lines: readonly WallLine[];
  /** What was scanned and waits for its slot. */
  readonly hand: WallHand | null;
  /** What can be taken back, newest last. */
  readonly undoable: readonly WallPut[];
}

/** What a line of an order gets out of the batch. */
export interface WallLine {
  readonly order: string;
  readonly line: number;
  readonly sku: string;
  readonly name: string;
  /** The lot that was to be picked, if it was a certain one. */
  readonly lot?: string;
  readonly slot: string;
  readonly units: number;
  readonly put: number;
}

export interface WallHand {
  readonly name: string;
  readonly gtin: string;
  readonly shares: readonly { readonly index: number; readonly units: number }[];
  /** The seq of the scan that proves it. */
  readonly scanSeq: number;
}

export interface WallPut {
  readonly index: number;
  readonly units: number;
  readonly name: string;
  readonly tote: string;
  readonly putSeq: number;
}

/** The batch of a task as it stands: what was sorted before, as far as the gateway has told it, is done. Null without a wall. */
export function startWall(task: TaskDocument, tote: string, work: WorkView): WallSession | null {
  const { wall } = task;
  if (wall === undefined) return null;
  const slots = new Map(wall.slots.map(({ slot, order }) => [order, slot]));
  const lines = new Map<string, WallLine>();
  const earlier: Earlier = new Map();
  for (const { sku, name, lot, parts } of task.stops) {
    for (const { order, line, units, before = 0, shortedBefore = 0 } of parts) {
      const slot = slots.get(order);
      if (slot === undefined) continue;
      const key = JSON.stringify([order, line, lot ?? null]);
      const sum = (lines.get(key)?.units ?? 0) + units;
      const goods = lot === undefined ? {} : { lot };
      lines.set(key, { order, line, sku, name, ...goods, slot, units: sum, put: 0 });
      earlier.set(`${order}\n${line}`, { picked: before - shortedBefore, shorted: shortedBefore });
    }
  }
  return {
    ...{ kind: 'wall', task: task.task, wall: wall.wall, tote, totes: [tote] },
    ...{ lines: settle([...lines.values()], earlier, work), hand: null, undoable: [] },
  };
}

/** What was done of each line before its batch was planned: the batch is for the rest. */
type Earlier = Map<string, { readonly picked: number; readonly shorted: number }>;

/** Less what was given up, and with what lies in the slots or was packed out of them already. */
function settle(lines: readonly WallLine[], earlier: Earlier, work: WorkView): WallLine[] {
  const used = new Map<string, { short: number; put: number }>();
  return lines.flatMap((one) => {
    const key = `${one.order}\n${one.line}`;
    const left = used.get(key) ?? toldOf(one, earlier.get(key), work);
    const short = Math.min(left.short, one.units);
    const put = Math.min(left.put, one.units - short);
    used.set(key, { short: left.short - short, put: left.put - put });
    return short === one.units ? [] : [{ ...one, units: one.units - short, put }];
  });
}

function toldOf(
  { order, line, slot }: WallLine,
  earlier: { readonly picked: number; readonly shorted: number } = { picked: 0, shorted: 0 },
  work: WorkView,
): { short: number; put: number } {
  const told = work.floor.progress(order)?.lines.find((one) => one.line === line);
  const { shorted = 0, packed = 0 } = told ?? {};
  const inSlot = work.floor.tote(slot);
  const ofLine = (items: readonly { readonly line: number; readonly units: number }[] = []) =>
    items.reduce((sum, item) => sum + (item.line === line ? item.units : 0), 0);
  const { items, packed: out } = inSlot?.order === order ? inSlot : { items: [], packed: [] };
  // A slot that was emptied tells no more what was packed out of it; what was picked before lay in another one.
  const gone = Math.max(ofLine(out), packed - earlier.picked);
  return { short: Math.max(0, shorted - earlier.shorted), put: ofLine(items) + gone };
}

export function missingOf({ units, put }: WallLine): number {
  return units - put;
}

/** Units that may be sorted now: none while the order is stopped. */
export function openOf(line: WallLine, work: WorkView): number {
  const missing = missingOf(line);
  return missing === 0 || stopOfOrder(line.order, work) !== undefined ? 0 : missing;
}

export function isSlotComplete({ lines }: WallSession, slot: string): boolean {
  return lines.every((line) => line.slot !== slot || missingOf(line) === 0);
}

/** Everything is sorted, but what belongs to orders that may not go on. */
export function isSorted({ lines }: WallSession, work: WorkView): boolean {
  return lines.every((line) => openOf(line, work) === 0);
}

export function addPut(session: WallSession, put: WallPut): WallSession {
  return {
    ...session,
    lines: changed(session.lines, put.index, put.units),
    undoable: [...session.undoable.slice(1 - maxUndoable), put],
  };
}

export function removePut(session: WallSession, put: WallPut): WallSession {
  return {
    ...session,
    lines: changed(session.lines, put.index, -put.units),
    undoable: session.undoable.slice(0, -1),
  };
}

function changed(lines: readonly WallLine[], index: number, units: number): readonly WallLine[] {
  return lines.map((line, at) => (at === index ? { ...line, put: line.put + units } : line));
}
