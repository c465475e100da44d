import type { ConfirmedItem, ConfirmedPart, LineProgress, ParcelItem, Session } from './state.ts';
import { maxUndoable } from './state.ts';
import type { ReleasedOrder, WorkView } from './work-view.ts';

export function startSession(released: ReleasedOrder): Session {
  return {
    order: released.document,
    version: released.version,
    lines: released.document.lines.map(() => ({ done: 0, sealed: 0, shorted: 0 })),
    sealed: [],
    undoable: [],
    serials: [],
  };
}

/** Units of a line that are neither confirmed nor shorted. */
export function remainingOf(session: Session, index: number): number {
  const line = session.order.lines[index];
  const progress = session.lines[index];
  return line === undefined || progress === undefined ? 0 : line.units - progress.done - progress.shorted;
}

export function isComplete(session: Session): boolean {
  return session.lines.every((_, index) => remainingOf(session, index) === 0);
}

/** Nothing was confirmed or shorted yet: the order can be left without a trace. */
export function isUntouched(session: Session): boolean {
  return session.lines.every((line) => line.done === 0 && line.shorted === 0);
}

/** What lies in the open parcel. */
export function openItems(session: Session): ParcelItem[] {
  const items: ParcelItem[] = [];
  for (const [index, { done, sealed }] of session.lines.entries()) {
    const line = session.order.lines[index];
    if (line !== undefined && done > sealed)
      items.push({ line: line.line, sku: line.sku, units: done - sealed });
  }
  return items;
}

/** The number of the open parcel, from 1 within the order. */
export function openParcel(session: Session): number {
  return session.sealed.length + 1;
}

/** Why central holds the order now, if it does: the session itself keeps the order as it was. */
export function holdOf(session: Session, work: WorkView): string | undefined {
  const document = work.order(session.order.order)?.document;
  return document?.status === 'on_hold' ? (document.holdReason ?? 'no reason given') : undefined;
}

export function confirmItem(session: Session, item: ConfirmedItem): Session {
  return {
    ...session,
    lines: addDone(session.lines, item.parts, 1),
    undoable: [...session.undoable.slice(1 - maxUndoable), item],
    serials: item.serial === null ? session.serials : [...session.serials, item.serial],
  };
}

export function undoItem(session: Session, item: ConfirmedItem): Session {
  return {
    ...session,
    lines: addDone(session.lines, item.parts, -1),
    undoable: session.undoable.slice(0, -1),
    serials: item.serial === null ? session.serials : session.serials.filter((key) => key !== item.serial),
  };
}

function addDone(
  lines: readonly LineProgress[],
  parts: readonly ConfirmedPart[],
  sign: 1 | -1,
): readonly LineProgress[] {
  const changed = lines.slice();
  for (const { index, units } of parts) {
    const line = changed[index];
    if (line !== undefined) changed[index] = { ...line, done: line.done + sign * units };
  }
  return changed;
}
