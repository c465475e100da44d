import { countItems, lineOf } from './item-counts.ts';
import { type Misfit, type OrderProgress, type ParcelPlace, twinKey } from './order-progress.ts';
import type { FactOf } from './proofs.ts';

type SealFact = FactOf<'parcel.sealed'>;

/** A parcel of an order was closed and got its SSCC, which no other parcel may have. */
export function sealParcel(progress: OrderProgress, fact: SealFact): readonly Misfit[] {
  const { data } = fact;
  for (const item of data.items) {
    const line = lineOf(progress, item);
    if ('code' in line) return [line];
  }
  const owner = progress.known.ssccs.get(data.sscc);
  if (owner !== undefined) return [twin(progress, fact, owner)];
  record(progress, fact);
  return [];
}

/** The parcel is real all the same, and the scans that went into it prove what is in it: its order is invoiced by them. */
function twin(progress: OrderProgress, { station, data }: SealFact, owner: ParcelPlace): Misfit {
  progress.twins.set(twinKey(station, data.sscc), data.parcel);
  const message =
    `SSCC ${data.sscc} is on two parcels: parcel ${owner.parcel} of order ${owner.order}, sealed at ${owner.station}, and ` +
    `parcel ${data.parcel} of order ${data.order}, sealed at ${station}. Label the second one anew before a carrier takes ` +
    'it, and give each station serial numbers of its own (sscc.firstSerial and sscc.lastSerial in its settings). ' +
    `Order ${data.order} is invoiced by its scans.`;
  return { code: 'PARCEL_KNOWN', message };
}

function record({ order, known, parcels, changes, evidence }: OrderProgress, fact: SealFact): void {
  const { site, station, seq, at, data } = fact;
  const { sscc, parcel } = data;
  const items = countItems(data.items);
  const sealed = { sscc, parcel, site, station, seq, at, items, shipment: null, voided: false };
  known.ssccs.set(sscc, { order: order.number, station, parcel });
  parcels.set(sscc, sealed);
  changes.sealed.push(sealed);
  evidence.seals.push({ sscc, place: { station, parcel, seq } });
  const units = items.reduce((sum, item) => sum + item.units, 0);
  changes.events.push({
    order: order.number,
    at,
    type: 'parcel.sealed',
    summary: `Parcel ${sscc} sealed with ${units} units.`,
    data: { station, seq, sscc, units },
  });
}
