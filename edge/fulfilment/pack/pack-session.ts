import type { OrderDocument } from '../../../protocols/wire/work/order-document.ts';
import { maxUndoable } from '../state.ts';
import type { ReleasedOrder, WorkView } from '../work-view.ts';

/** The work on one order at a pack station, as the order was when it was started. */
export interface PackSession {
  readonly kind: 'pack';
  readonly order: OrderDocument;
  readonly version: number;
  /** One for each line of the order, in its sequence. */
  readonly lines: readonly LineProgress[];
  readonly sealed: readonly SealedParcel[];
  /** What can be undone: the confirmed items of the open parcel, newest last. */
  readonly undoable: readonly ConfirmedItem[];
  readonly serials: readonly string[];
}

/** Units of one line. The units in the open parcel are `done` less `sealed`. */
export interface LineProgress {
  readonly done: number;
  readonly sealed: number;
  readonly shorted: number;
}

export interface ParcelItem {
  readonly line: number;
  readonly sku: string;
  readonly units: number;
}

interface SealedParcel {
  readonly parcel: number;
  readonly sscc: string;
  readonly items: ParcelItem[];
  /** Its label was scanned for the dispatch. */
  readonly scanned: boolean;
}

/** What one scan confirmed; it can serve several lines of the same product. */
export interface ConfirmedItem {
  readonly parts: readonly ConfirmedPart[];
  readonly serial: string | null;
}

export interface ConfirmedPart {
  /** Position in the order's lines. */
  readonly index: number;
  readonly units: number;
  readonly pickSeq: number;
  readonly packSeq: number;
}

export function startSession(released: ReleasedOrder): PackSession {
  return {
    kind: 'pack',
    order: released.document,
    version: released.version,
    lines: released.document.lines.map(() => ({ done: 0, sealed: 0, shorted: 0 })),
    sealed: [],
    undoable: [],
    serials: [],
  };
}

/** Units of a line that are neither confirmed nor shorted. */
export function remainingOf(session: PackSession, index: number): number {
  const line = session.order.lines[index];
  const progress = session.lines[index];
  return line === undefined || progress === undefined ? 0 : line.units - progress.done - progress.shorted;
}

export function isComplete(session: PackSession): boolean {
  return session.lines.every((_, index) => remainingOf(session, index) === 0);
}

/** Nothing was confirmed or shorted yet: the order can be left without a trace. */
export function isUntouched(session: PackSession): boolean {
  return session.lines.every((line) => line.done === 0 && line.shorted === 0);
}

/** What lies in the open parcel. */
export function openItems(session: PackSession): ParcelItem[] {
  const items: ParcelItem[] = [];
  for (const [index, { done, sealed }] of session.lines.entries()) {
    const line = session.order.lines[index];
    if (line !== undefined && done > sealed)
      items.push({ line: line.line, sku: line.sku, units: done - sealed });
  }
  return items;
}

/** The number of the open parcel, from 1 within the order. */
export function openParcel(session: PackSession): number {
  return session.sealed.length + 1;
}

/** Why the order may not go on now, if central says so: the session itself keeps the order as it was. */
export function stopOf(
  session: PackSession,
  work: WorkView,
): { readonly status: 'on_hold' | 'cancelled'; readonly reason: string } | undefined {
  const document = work.order(session.order.order)?.document;
  if (document === undefined || document.status === 'released') return undefined;
  return { status: document.status, reason: document.holdReason ?? '-' };
}

export function confirmItem(session: PackSession, item: ConfirmedItem): PackSession {
  return {
    ...session,
    lines: addDone(session.lines, item.parts, 1),
    undoable: [...session.undoable.slice(1 - maxUndoable), item],
    serials: item.serial === null ? session.serials : [...session.serials, item.serial],
  };
}

export function undoItem(session: PackSession, item: ConfirmedItem): PackSession {
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
