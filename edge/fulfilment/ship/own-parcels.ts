import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import type { KnownParcel } from './load-work.ts';

/** What a station remembers of its own parcels until the gateway tells everybody. */
export interface OwnParcels {
  /** Where parcels leave on loads: sealed here and not dispatched, newest last. */
  readonly sealed: readonly KnownParcel[];
  /** Sealed here and gone on a load, newest last: what this station put into them. */
  readonly gone?: readonly KnownParcel[];
  /** Labels that left from here, newest last: the gateway's word of them may be old. */
  readonly left: readonly string[];
}

const maxSealed = 100;
/** As many as one load may hold. */
const maxLeftOnLoads = 1_000;
const maxLeftByLabel = 100;

/** Follows the facts of one input: what stands sealed is asked for only where parcels leave on loads. */
export function rememberParcels(
  state: StationState,
  facts: readonly FactDraft[],
  work: WorkView,
): StationState {
  const parcels = facts.reduce(work.rules().ship.by === 'load' ? followLoads : followLabels, state.parcels);
  return parcels === state.parcels ? state : { ...state, parcels };
}

function followLabels(own: OwnParcels, fact: FactDraft): OwnParcels {
  if (fact.type !== 'shipment.dispatched') return own;
  return { ...own, left: [...own.left, ...fact.data.parcels].slice(-maxLeftByLabel) };
}

function followLoads(own: OwnParcels, fact: FactDraft): OwnParcels {
  switch (fact.type) {
    case 'parcel.sealed': {
      const { sscc, order, parcel, items } = fact.data;
      return { ...own, sealed: [...own.sealed, { sscc, order, parcel, items }].slice(-maxSealed) };
    }
    case 'parcel.reopened':
      return { ...own, sealed: own.sealed.filter(({ sscc }) => sscc !== fact.data.sscc) };
    case 'shipment.dispatched': {
      const gone = new Set(fact.data.parcels);
      const isGone = ({ sscc }: KnownParcel) => gone.has(sscc);
      return {
        sealed: own.sealed.filter((parcel) => !isGone(parcel)),
        gone: [...(own.gone ?? []), ...own.sealed.filter(isGone)].slice(-maxSealed),
        left: [...own.left, ...fact.data.parcels].slice(-maxLeftOnLoads),
      };
    }
    default:
      return own;
  }
}
