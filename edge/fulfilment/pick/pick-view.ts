import { stopOfOrder } from '../order-stop.ts';
import type { WorkView } from '../work-view.ts';
import { currentStop, openOf, type PickSession, type PickStop, stopAt, unitsOpenAt } from './pick-session.ts';
import { toteOf } from './walk-totes.ts';

/** What the screen shows of a walk. */
export interface PickView {
  readonly kind: 'pick';
  /** Null for an order that is picked without a task. */
  readonly task: string | null;
  readonly mode: PickSession['mode'];
  readonly zone: string | null;
  readonly orders: number;
  readonly unitsDone: number;
  readonly unitsShorted: number;
  readonly unitsTotal: number;
  /** Where to go now; null when nothing can be picked. */
  readonly stop: PickStopView | null;
  /** The location of the stop was scanned, or need not be. */
  readonly located: boolean;
  /** What was scanned and waits for its tote. */
  readonly hand: { readonly product: string; readonly units: number; readonly tote: string | null } | null;
  /** A supervisor is asked to agree. */
  readonly approval: 'item' | 'short' | null;
  readonly pin: boolean;
  /** The next stops (at most 20), and how many there are. */
  readonly next: readonly PickStopView[];
  readonly stopsLeft: number;
  /** With what lies in them, also of whoever picked before. */
  readonly totes: readonly { readonly tote: string; readonly order: string | null; readonly units: number }[];
  /** Orders of this walk that may not go on now. */
  readonly stopped: readonly { readonly order: string; readonly status: string; readonly reason: string }[];
}

interface PickStopView {
  readonly location: string | null;
  readonly sku: string;
  readonly product: string;
  readonly lot: string | null;
  readonly expiry: string | null;
  /** Still to be picked here. */
  readonly units: number;
  /** For whom, and into which tote. */
  readonly parts: readonly { readonly order: string; readonly tote: string | null; readonly units: number }[];
  /** The barcodes that confirm it, each with the units it counts for. */
  readonly barcodes: readonly { readonly gtin: string; readonly level: string; readonly units: number }[];
}

const maxNext = 20;

export function pickView(session: PickSession, work: WorkView): PickView {
  const index = currentStop(session, work);
  const open = session.walk.filter((one) => unitsOpenAt(stopAt(session, one), work) > 0);
  const views = open.slice(0, maxNext + 1).map((one) => stopView(session, stopAt(session, one), work));
  const parts = session.stops.flatMap((stop) => stop.parts);
  const { location } = stopAt(session, index);
  return {
    kind: 'pick',
    task: session.task,
    mode: session.mode,
    zone: session.zone ?? null,
    orders: session.orders.length,
    unitsDone: sum(parts.map(({ done }) => done)),
    unitsShorted: sum(parts.map(({ shorted }) => shorted)),
    unitsTotal: sum(parts.map(({ units }) => units)),
    stop: views[0] ?? null,
    located: work.rules().pick.confirm === 'item' || location === undefined || location === session.at,
    hand: handView(session),
    approval: session.approval?.what ?? null,
    pin: session.approval !== null && session.approval.badge !== null,
    next: views.slice(1),
    stopsLeft: open.length,
    totes: session.totes.map(({ tote, order, units = 0 }) => ({ tote, order, units })),
    stopped: session.orders.flatMap((order) => {
      const stop = stopOfOrder(order, work);
      return stop === undefined ? [] : [{ order, ...stop }];
    }),
  };
}

function stopView(session: PickSession, stop: PickStop, work: WorkView): PickStopView {
  const { location, sku, name, lot, expiry, parts } = stop;
  return {
    location: location ?? null,
    sku,
    product: name,
    lot: lot ?? null,
    expiry: expiry ?? null,
    units: unitsOpenAt(stop, work),
    parts: parts.flatMap((part) => {
      const units = openOf(part, work);
      return units === 0 ? [] : [{ order: part.order, tote: toteOf(session, part.order) ?? null, units }];
    }),
    barcodes: (work.productBySku(sku)?.packagings ?? []).map(({ gtin, level, units }) => ({
      gtin,
      level,
      units,
    })),
  };
}

function handView(session: PickSession): PickView['hand'] {
  const { hand } = session;
  if (hand === null) return null;
  const [share] = hand.shares;
  const order = stopAt(session, hand.stop).parts[share?.part ?? 0]?.order ?? '';
  return { product: hand.name, units: share?.units ?? 0, tote: toteOf(session, order) ?? null };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
