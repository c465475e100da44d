import type { LoadWork } from './load-work.ts';

/** What the screen shows of a load. */
export interface ShipView {
  readonly kind: 'ship';
  readonly load: string;
  readonly carrier: string;
  /** The dock door; null as long as nobody scanned it. */
  readonly door: string | null;
  readonly unloading: boolean;
  readonly parcels: number;
  readonly units: number;
  readonly orders: number;
  /** The newest ones first, at most 50. */
  readonly latest: readonly { readonly sscc: string; readonly order: string; readonly parcel: number }[];
  /** The parcel to put aside. */
  readonly stopped: { readonly sscc: string; readonly order: string; readonly reason: string } | null;
  readonly foreignTags: number;
}

export function viewOfLoad({
  load,
  carrier,
  door,
  unloading,
  parcels,
  stopped,
  foreignTags,
}: LoadWork): ShipView {
  const units = parcels.flatMap(({ items }) => items).reduce((sum, item) => sum + item.units, 0);
  const latest = parcels.slice(-50).map(({ sscc, order, parcel }) => ({ sscc, order, parcel }));
  return {
    ...{ kind: 'ship', load, carrier, door: door ?? null, unloading, stopped, foreignTags },
    parcels: parcels.length,
    units,
    orders: new Set(parcels.map(({ order }) => order)).size,
    latest: latest.reverse(),
  };
}
