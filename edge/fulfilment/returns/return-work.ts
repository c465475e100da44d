import type { FactData } from '../../../protocols/wire/fact.ts';
import { maxUndoable } from '../state.ts';

type Received = FactData<'return.received'>;
export type Condition = Received['condition'];
export type Disposition = Received['disposition'];

/** What comes back of one order. */
export interface ReturnWork {
  readonly kind: 'return';
  readonly return: string;
  readonly order: string;
  readonly lines: readonly ReturnLine[];
  /** Serials that left with the order, as `{gtin}/{serial}`; empty where nobody knows. */
  readonly shippedSerials: readonly string[];
  readonly serials: readonly string[];
  /** How the person found the goods; counts for one product, so that nothing leaks into the next. */
  readonly found: Finding | null;
  /** What can be undone, newest last. */
  readonly undoable: readonly ReceivedItem[];
}

export interface Finding {
  readonly condition: Condition;
  /** Null: as the site's rule says. */
  readonly disposition: Disposition | null;
  /** The product that was scanned behind it; null until one was. */
  readonly sku: string | null;
  /** The place onto which it is put, where its code was scanned. */
  readonly location?: string;
}

/** `left`: units that were shipped and did not come back before; `back`: those that did. `scanned`: with what was undone again. */
export interface ReturnLine {
  readonly line: number;
  readonly sku: string;
  readonly left: number;
  readonly back?: number;
  readonly received: number;
  readonly scanned?: number;
}

interface ReceivedItem {
  readonly seq: number;
  readonly line: number;
  readonly sku: string;
  readonly units: number;
  readonly serial: string | null;
}

/** What came back of an order at this station, for the next return of it. */
export interface ReturnedBefore {
  readonly order: string;
  readonly lines: readonly { readonly line: number; readonly units: number }[];
}

export const maxReturned = 100;

export function withItem(work: ReturnWork, item: ReceivedItem): ReturnWork {
  return {
    ...work,
    lines: add(work.lines, item.line, item.units),
    serials: item.serial === null ? work.serials : [...work.serials, item.serial],
    undoable: [...work.undoable.slice(1 - maxUndoable), item],
    found: work.found === null ? null : { ...work.found, sku: item.sku },
  };
}

export function withoutItem(work: ReturnWork, item: ReceivedItem): ReturnWork {
  return {
    ...work,
    lines: add(work.lines, item.line, -item.units),
    serials: work.serials.filter((key) => key !== item.serial),
    undoable: work.undoable.slice(0, -1),
  };
}

function add(lines: readonly ReturnLine[], line: number, units: number): ReturnLine[] {
  return lines.map((one) => {
    if (one.line !== line) return one;
    const { received, scanned = 0 } = one;
    return { ...one, received: received + units, scanned: scanned + Math.max(0, units) };
  });
}

export function unitsOf({ lines }: ReturnWork): number {
  return lines.reduce((sum, { received }) => sum + received, 0);
}
