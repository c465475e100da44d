import type { WorkView } from '../work-view.ts';
import { openOf, type PickSession, type PickTote, stopAt } from './pick-session.ts';

/** Whether each order has a tote of its own, so that each put has to be confirmed. */
export function confirmsPuts({ mode, orders }: PickSession): boolean {
  return mode !== 'batch' && orders.length > 1;
}

/** The tote into which units of an order go: the one that was scanned last for it. */
export function toteOf({ mode, totes }: PickSession, order: string): string | undefined {
  return totes.findLast((one) => (mode === 'batch' ? one.order === null : one.order === order))?.tote;
}

/** The first order that has something to pick and no tote yet. */
export function orderWithoutTote(session: PickSession, work: WorkView): string | undefined {
  for (const index of session.walk) {
    for (const part of stopAt(session, index).parts) {
      if (openOf(part, work) > 0 && toteOf(session, part.order) === undefined) return part.order;
    }
  }
  return undefined;
}

/** The totes behind a put of so many units into one of them; less than nothing comes out. */
export function fill(totes: readonly PickTote[], tote: string, units: number): readonly PickTote[] {
  return totes.map((one) =>
    one.tote === tote ? { ...one, units: Math.max(0, (one.units ?? 0) + units) } : one,
  );
}

/** Units in a tote as the gateway has told it; none where it has told nothing. */
export function unitsTold(tote: string, { floor }: WorkView): number {
  return (floor.tote(tote)?.items ?? []).reduce((sum, { units }) => sum + units, 0);
}
