import type { Gs1Content } from '../../../protocols/gs1/element-string.ts';
import type { FactData } from '../../../protocols/wire/fact.ts';
import type { TaskDocument } from '../../../protocols/wire/floor.ts';
import type { Asked } from '../approval.ts';
import { stopOfOrder } from '../order-stop.ts';
import type { ShortReason } from '../short-reasons.ts';
import { maxUndoable } from '../state.ts';
import type { WorkView } from '../work-view.ts';

/** One walk: a task of the gateway, or a single order that is picked into a tote without one. Plain JSON. */
export interface PickSession {
  readonly kind: 'pick';
  /** Null for an order without a task. */
  readonly task: string | null;
  readonly mode: TaskDocument['mode'];
  readonly zone?: string;
  readonly orders: readonly string[];
  readonly stops: readonly PickStop[];
  /** Positions of the stops in the order in which they come; one that was skipped comes again at the end. */
  readonly walk: readonly number[];
  readonly totes: readonly PickTote[];
  /** The location whose code was scanned last. */
  readonly at: string | null;
  /** What was scanned and lies in the hand until its tote is scanned. */
  readonly hand: Hand | null;
  readonly approval: PickApproval | null;
  /** What can be taken back, newest last. */
  readonly undoable: readonly Undoable[];
  /** Keys of the serials that lie in its totes. */
  readonly serials: readonly string[];
}

export interface PickStop {
  readonly location?: string;
  readonly sku: string;
  readonly name: string;
  readonly lot?: string;
  readonly expiry?: string;
  readonly parts: readonly PickPart[];
}

/** What one line of an order gets from a stop. `units` are those of this walk. */
export interface PickPart {
  readonly order: string;
  readonly line: number;
  readonly units: number;
  readonly done: number;
  readonly shorted: number;
}

export interface PickTote {
  readonly tote: string;
  /** Null for a batch of several orders. */
  readonly order: string | null;
  /** What lies in it: what the gateway told when it was taken, and what was put in and taken out here since. */
  readonly units?: number;
}

/** A scanned item whose units are on their way into one tote or several. */
export interface Hand {
  readonly stop: number;
  readonly name: string;
  readonly shares: readonly { readonly part: number; readonly units: number }[];
  /** Units of the packaging as a whole. */
  readonly units: number;
  readonly gtin: string;
  readonly lot?: string;
  readonly expiry?: string;
  readonly serial?: string;
  readonly grams?: number;
  readonly substitute?: NonNullable<FactData<'pick.confirmed'>['substitute']>;
  /** Key of the serial. */
  readonly key: string | null;
  /** The seq of the scan that proves it. */
  readonly scanSeq: number;
}

/** What a second person has to agree to. */
export type PickApproval = Asked &
  (
    | { readonly what: 'item'; readonly content: Gs1Content; readonly scanSeq: number }
    | { readonly what: 'short'; readonly reason: ShortReason }
  );

/** Units of a part of a stop, with the seq of the fact that says so. */
export interface TakenPart {
  readonly part: number;
  readonly units: number;
  readonly seq: number;
}

/** What one scan did at a stop. */
interface AtStop {
  readonly stop: number;
  readonly name: string;
  readonly parts: readonly TakenPart[];
}

export type Undoable =
  | (AtStop & {
      readonly kind: 'put';
      readonly tote: string;
      readonly key: string | null;
      readonly lot?: string;
    })
  | (AtStop & { readonly kind: 'short' | 'skip' })
  | { readonly kind: 'tote'; readonly tote: string; readonly order: string | null };

/** A walk that was closed here, until other work begins: what closed it can be taken back. */
export interface ClosedWalk {
  readonly session: PickSession;
  /** The seq of its task.closed fact; null for an order without a task. */
  readonly closedSeq: number | null;
  /** scan: the last entry of `undoable` closed it. done: a person said so, and that alone is taken back. */
  readonly by: 'scan' | 'done';
}

/** Units of a part that are neither picked nor given up. */
export function missingOf({ units, done, shorted }: PickPart): number {
  return units - done - shorted;
}

/** Units of a part that may be picked now: none while its order is stopped. */
export function openOf(part: PickPart, work: WorkView): number {
  const missing = missingOf(part);
  return missing === 0 || stopOfOrder(part.order, work) !== undefined ? 0 : missing;
}

export function unitsOpenAt(stop: PickStop, work: WorkView): number {
  return stop.parts.reduce((sum, part) => sum + openOf(part, work), 0);
}

/** The stop where something is to be picked now: its position, or -1. */
export function currentStop(session: PickSession, work: WorkView): number {
  return session.walk.find((index) => unitsOpenAt(stopAt(session, index), work) > 0) ?? -1;
}

const nowhere: PickStop = { sku: '', name: '', parts: [] };

/** The stop of this position. There is one: positions come from the session itself. */
export function stopAt(session: Pick<PickSession, 'stops'>, index: number): PickStop {
  return session.stops[index] ?? nowhere;
}

/** What is missing of orders that wait for their release: it keeps the task from being done. */
export function unitsOnHold({ stops }: PickSession, work: WorkView): number {
  let units = 0;
  for (const { parts } of stops) {
    for (const part of parts) {
      if (missingOf(part) > 0 && stopOfOrder(part.order, work)?.status === 'on_hold')
        units += missingOf(part);
    }
  }
  return units;
}

/** Nothing was scanned yet that left a trace beside the beginning. */
export function isUntouched({ totes, undoable, stops, hand }: PickSession): boolean {
  const began = stops.some(({ parts }) => parts.some(({ done, shorted }) => done + shorted > 0));
  const traces = undoable.some(({ kind }) => kind !== 'skip');
  return !began && !traces && hand === null && totes.length === 0;
}

/** Units of a lot that were picked at a location on this walk. */
export function takenAt(
  session: PickSession,
  location: string | undefined,
  sku: string,
  lot?: string,
): number {
  let units = 0;
  for (const entry of session.undoable) {
    if (entry.kind !== 'put' || entry.lot !== lot) continue;
    const stop = stopAt(session, entry.stop);
    if (stop.location !== location || stop.sku !== sku) continue;
    units += entry.parts.reduce((sum, part) => sum + part.units, 0);
  }
  return units;
}

/** Adds units to the done or the shorted ones of parts of a stop. */
export function addUnits(
  session: PickSession,
  index: number,
  counted: 'done' | 'shorted',
  added: readonly { readonly part: number; readonly units: number }[],
): readonly PickStop[] {
  return session.stops.map((stop, at) => {
    if (at !== index) return stop;
    const parts = stop.parts.slice();
    for (const { part: position, units } of added) {
      const part = parts[position];
      if (part !== undefined) parts[position] = { ...part, [counted]: part[counted] + units };
    }
    return { ...stop, parts };
  });
}

export function remember(session: PickSession, entry: Undoable): readonly Undoable[] {
  return [...session.undoable.slice(1 - maxUndoable), entry];
}
