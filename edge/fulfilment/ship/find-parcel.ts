import type { Verdict } from '../decision.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import { isFull, type KnownParcel, type LoadWork, loadOf } from './load-work.ts';
import { shipRefusals } from './ship-refusals.ts';

/** The parcel of a label if it may go on this load now, or why not. */
export function parcelFor(
  load: LoadWork,
  sscc: string,
  state: StationState,
  work: WorkView,
): KnownParcel | Verdict {
  const held = loadOf(state, sscc);
  if (held !== undefined) return shipRefusals.loadedAlready(sscc, held.load);
  if (state.parcels.left.includes(sscc)) return shipRefusals.leftAlready(sscc);
  const parcel = knownParcel(load, sscc, state, work);
  if ('verdict' in parcel) return parcel;
  const reason = stopOf(parcel, work);
  if (reason !== undefined) return shipRefusals.stopped(sscc, parcel.order, reason);
  const carrier = work.floor.parcel(sscc)?.carrier ?? work.order(parcel.order)?.document.carrier;
  if (carrier !== undefined && carrier !== load.carrier) {
    return shipRefusals.wrongLoad(parcel.order, carrier, load.carrier);
  }
  return isFull(load, parcel.items) ? shipRefusals.full(load.load) : parcel;
}

/** The gateway's word counts, and this station's own where the gateway has none yet. */
function knownParcel(
  { load }: LoadWork,
  sscc: string,
  state: StationState,
  work: WorkView,
): KnownParcel | Verdict {
  const document = work.floor.parcel(sscc);
  if (document === undefined) {
    const own = state.parcels.sealed.find((one) => one.sscc === sscc);
    if (own !== undefined) return own;
    return work.connected() ? shipRefusals.parcelUnknown(sscc) : shipRefusals.parcelUnknownOffline(sscc);
  }
  const { order, parcel, items, status } = document;
  if (status === 'reopened') return shipRefusals.parcelReopened(sscc, order);
  if (status === 'dispatched') return shipRefusals.leftAlready(sscc);
  // What this station's own load holds it knows better than a document that is on its way.
  if (status === 'loaded' && isElsewhere(document.load, load, work)) {
    return shipRefusals.loadedAlready(sscc, document.load ?? '-');
  }
  return { sscc, order, parcel, items };
}

function isElsewhere(on: string | undefined, load: string, work: WorkView): boolean {
  return on !== load && (on === undefined || work.floor.load(on)?.station !== work.station);
}

/** Why a parcel may not leave: its own stop, or that its order was held or cancelled. */
export function stopOf(
  { sscc, order }: Pick<KnownParcel, 'sscc' | 'order'>,
  work: WorkView,
): string | undefined {
  const stop = work.floor.parcel(sscc)?.stop;
  if (stop !== undefined) return stop;
  const document = work.order(order)?.document;
  if (document === undefined || document.status === 'released') return undefined;
  return document.holdReason ?? document.status;
}
