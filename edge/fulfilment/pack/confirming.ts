import { maxUndoable } from '../state.ts';
import {
  type ConfirmedItem,
  type ConfirmedPart,
  type LineProgress,
  type PackSession,
  uncheck,
} from './pack-session.ts';

/** An item went into the open parcel. */
export function confirmItem(session: PackSession, item: ConfirmedItem): PackSession {
  return {
    ...session,
    lines: addDone(session.lines, item.parts, 1),
    undoable: [...session.undoable.slice(1 - maxUndoable), item],
    open: uncheck(session.open),
    serials: item.serial === null ? session.serials : [...session.serials, item.serial],
  };
}

/** The last item came out of it again. */
export function undoItem(session: PackSession, item: ConfirmedItem): PackSession {
  return {
    ...session,
    lines: addDone(session.lines, item.parts, -1),
    undoable: session.undoable.slice(0, -1),
    open: uncheck(session.open),
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
