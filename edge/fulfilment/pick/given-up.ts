import type { GivenUp } from '../goods/given-up.ts';
import type { WorkView } from '../work-view.ts';
import { type PickSession, stopAt } from './pick-session.ts';

/** What of a product was given up on this walk, and how often `PP:UNDO` takes back the last of it. */
export function givenUpOnWalk(session: PickSession, sku: string): GivenUp | undefined {
  const stops = session.stops.filter((stop) => stop.sku === sku);
  const units = stops.flatMap(({ parts }) => parts).reduce((sum, { shorted }) => sum + shorted, 0);
  if (units === 0) return undefined;
  const { undoable } = session;
  const last = undoable.findLastIndex(
    (entry) => entry.kind === 'short' && stopAt(session, entry.stop).sku === sku,
  );
  return { units, undoSteps: last === -1 ? null : undoable.length - last, station: null };
}

/** What of a product was given up for the orders of the walk before it began, so that it is not on its way: at which station. */
export function givenUpBefore({ orders }: PickSession, sku: string, work: WorkView): GivenUp | undefined {
  for (const order of orders) {
    const ofProduct = work.order(order)?.document.lines.filter((line) => line.sku === sku) ?? [];
    for (const { line } of ofProduct) {
      const told = work.floor.progress(order)?.lines.find((one) => one.line === line);
      if (told === undefined || told.shorted === 0) continue;
      const { shortedAt = work.station } = told;
      return {
        units: told.shorted,
        undoSteps: null,
        station: shortedAt === work.station ? null : shortedAt,
      };
    }
  }
  return undefined;
}
