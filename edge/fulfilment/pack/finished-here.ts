import type { Verdict } from '../decision.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { packRefusals } from './pack-refusals.ts';

/**
 * Whether this station is done with an order. Where parcels leave on loads, more of it may come after its parcels are sealed or
 * gone, by a short that was taken back: that goes into one more parcel, as soon as the gateway has heard of all that was done here.
 */
export function isFinishedHere(state: StationState, order: string, work: WorkView): boolean {
  return work.finished(order) && !hasRest(state, order, work);
}

/** What to say of an order with which nothing more is to be done here: it has left, or its parcels still stand here or elsewhere. */
export function refuseFinished({ parcels }: StationState, order: string, work: WorkView): Verdict {
  const own = parcels.sealed.filter((one) => one.order === order).map(({ sscc }) => sscc);
  const told = work.floor.parcelsOf(order);
  const statusOf = new Map(told.map(({ sscc, status }) => [sscc, status]));
  const all = new Set([...own, ...told.map(({ sscc }) => sscc)]);
  const waiting = [...all].filter((sscc) => {
    const status = statusOf.get(sscc) ?? 'sealed';
    return !parcels.left.includes(sscc) && (status === 'sealed' || status === 'loaded');
  });
  if (waiting.length === 0) return packRefusals.orderDone(order);
  return work.rules().ship.by === 'load'
    ? packRefusals.orderPacked(order, waiting.length)
    : packRefusals.orderSealed(order);
}

function hasRest(state: StationState, number: string, work: WorkView): boolean {
  const document = work.order(number)?.document;
  const progress = work.floor.progress(number);
  const { sealed, gone = [] } = state.parcels;
  const own = [...sealed, ...gone].filter(({ order }) => order === number);
  if (work.rules().ship.by !== 'load' || document === undefined || progress === undefined) return false;
  if (own.length === 0 || own.some(({ parcel }) => parcel >= progress.nextParcel)) return false;
  const packed = new Map<number, number>();
  for (const { line, units } of own.flatMap(({ items }) => items))
    packed.set(line, (packed.get(line) ?? 0) + units);
  const told = new Map(progress.lines.map((line) => [line.line, line]));
  const isHeard = document.lines.every(({ line }, index) => {
    const { packed: known = 0, shorted = 0 } = told.get(line) ?? {};
    return known >= (packed.get(line) ?? 0) && shorted >= givenUpLast(state, number, index);
  });
  return (
    isHeard &&
    document.lines.some(({ line, units }) => {
      const { packed: known = 0, shorted = 0 } = told.get(line) ?? {};
      return known + shorted < units;
    })
  );
}

/** What this station gave up of it nobody else takes back. */
function givenUpLast({ lastPacked }: StationState, order: string, index: number): number {
  const session = lastPacked?.session;
  return session?.order.order === order ? (session.lines[index]?.shorted ?? 0) : 0;
}
