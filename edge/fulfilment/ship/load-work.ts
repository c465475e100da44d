import type { FactData } from '../../../protocols/wire/fact.ts';
import type { StationState } from '../state.ts';

type Items = FactData<'parcel.sealed'>['items'];

/** A load that is open at this station: what was put on one vehicle so far. */
export interface LoadWork {
  readonly kind: 'ship';
  readonly load: string;
  readonly carrier: string;
  /** The dock door at which its vehicle stands; left out as long as nobody scanned it. */
  readonly door?: string;
  readonly parcels: readonly LoadedParcel[];
  /** The next label that is scanned comes off the load. */
  readonly unloading: boolean;
  /** The parcel that was refused because it may not leave, until the person has put it aside. */
  readonly stopped: { readonly sscc: string; readonly order: string; readonly reason: string } | null;
  /** Of the last reading of an RFID portal: tags that are on no parcel. */
  readonly foreignTags: number;
  /** Parcels that the portal saw and that may not leave with this load: each is said once. */
  readonly seenRefused: readonly string[];
}

/** A parcel as its label is known, here or at the gateway. */
export interface KnownParcel {
  readonly sscc: string;
  readonly order: string;
  /** Counts from 1 within the order. */
  readonly parcel: number;
  readonly items: Items;
}

export type LoadedParcel = KnownParcel;

/** As many as one vehicle takes, and the state of a station holds. */
const maxLoadParcels = 1_000;
const maxLoadItems = 10_000;

export function openedLoad(load: string, carrier: string, door: string | null): LoadWork {
  return {
    kind: 'ship',
    load,
    carrier,
    ...(door === null ? {} : { door }),
    parcels: [],
    unloading: false,
    stopped: null,
    foreignTags: 0,
    seenRefused: [],
  };
}

/** All loads that are open at this station, in hand or laid aside. */
export function openLoads({ activity, parked }: StationState): LoadWork[] {
  return [activity, ...parked].flatMap((one) => (one?.kind === 'ship' ? [one] : []));
}

/** Where on this station's open loads a parcel stands. */
export function loadOf(state: StationState, sscc: string): LoadWork | undefined {
  return openLoads(state).find(({ parcels }) => parcels.some((one) => one.sscc === sscc));
}

export function isFull({ parcels }: LoadWork, items: Items): boolean {
  const held = parcels.reduce((sum, one) => sum + one.items.length, items.length);
  return parcels.length >= maxLoadParcels || held > maxLoadItems;
}
