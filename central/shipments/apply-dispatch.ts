import { mayBecome } from '../process/order-states.ts';
import { countItems, lineOf } from './item-counts.ts';
import {
  type Dispatch,
  type DispatchLine,
  type ItemCount,
  type Misfit,
  type OrderProgress,
  twinKey,
} from './order-progress.ts';
import { type FactOf, shipmentIdsOf } from './proofs.ts';

type DispatchFact = FactOf<'shipment.dispatched'>;

/**
 * The goods of an order left. Lines that were not packed are kept out and named; the sound rest is shipped, so that it
 * is invoiced at once.
 */
export function applyDispatch(progress: OrderProgress, fact: DispatchFact): readonly Misfit[] {
  const { data, site, station, seq, at } = fact;
  const id = newShipment(progress, fact);
  if (id === undefined) {
    return [{ code: 'SHIPMENT_KNOWN', message: `Shipment ${data.shipment} was dispatched before.` }];
  }
  const { sound, misfits } = sift(progress, countItems(data.lines));
  if (sound.length === 0) return misfits;
  const { places, taken, unknown } = takeParcels(progress, fact, id);
  const lines = sound.map((item) => shipLine(progress, item, places));
  const { order, parcels } = data;
  record(progress, { id, order, site, station, seq, at, parcels, taken, lines });
  return [...misfits, ...unknown];
}

/** The name of a new shipment; undefined if this station dispatched it before. */
function newShipment({ known }: OrderProgress, fact: DispatchFact): string | undefined {
  const [plain, ofStation] = shipmentIdsOf(fact);
  const owner = known.shipments.get(plain);
  if (owner === undefined) return plain;
  return owner === fact.station || known.shipments.has(ofStation) ? undefined : ofStation;
}

function sift(progress: OrderProgress, items: readonly ItemCount[]) {
  const sound: ItemCount[] = [];
  const misfits: Misfit[] = [];
  for (const item of items) {
    const line = lineOf(progress, item);
    if ('code' in line) misfits.push(line);
    else if (line.shipped + item.units <= line.packed) sound.push(item);
    else {
      const message = `${line.shipped} + ${item.units} shipped of line ${item.line}, ${line.packed} were packed.`;
      misfits.push({ code: 'SHIPPED_TOO_MANY', message });
    }
  }
  return { sound, misfits };
}

/** The places of the parcels that left, as proofs name them: two stations may both have a parcel 1 of an order. */
function takeParcels(progress: OrderProgress, { station, data }: DispatchFact, shipment: string) {
  const places = new Set<string>();
  const taken: string[] = [];
  const unknown: string[] = [];
  for (const sscc of data.parcels) {
    const twin = progress.twins.get(twinKey(station, sscc));
    if (twin !== undefined) places.add(placeOf(station, twin));
    const parcel = progress.parcels.get(sscc);
    if (parcel !== undefined && (twin === undefined || parcel.station === station)) {
      places.add(placeOf(parcel.station, parcel.parcel));
      if (parcel.shipment === null) {
        parcel.shipment = shipment;
        taken.push(sscc);
        continue;
      }
    }
    if (twin === undefined) unknown.push(sscc);
  }
  return { places, taken, unknown: unknownParcels(data.order, unknown) };
}

function unknownParcels(order: string, ssccs: readonly string[]): Misfit[] {
  if (ssccs.length === 0) return [];
  const named = ssccs.slice(0, 5).join(', ');
  return [{ code: 'PARCEL_UNKNOWN', message: `No open parcel of order ${order}: ${named}.` }];
}

function shipLine(progress: OrderProgress, item: ItemCount, places: ReadonlySet<string>): DispatchLine {
  const line = progress.lines.get(item.line);
  if (line !== undefined) line.shipped += item.units;
  progress.changes.lines.add(item.line);
  const proofs = new Set(
    progress.proofs.filter(
      ({ line: proven, station, parcel }) =>
        proven === item.line && parcel !== null && places.has(placeOf(station, parcel)),
    ),
  );
  // A proof counts once: what proves this dispatch cannot prove another.
  progress.proofs = progress.proofs.filter((proof) => !proofs.has(proof));
  return { ...item, proofs: [...proofs] };
}

function placeOf(station: string, parcel: number): string {
  return `${station} ${parcel}`;
}

function record({ order, known, changes }: OrderProgress, dispatch: Dispatch): void {
  known.shipments.set(dispatch.id, dispatch.station);
  changes.dispatches.push(dispatch);
  if (mayBecome(order.status, 'dispatched')) order.status = 'dispatched';
  order.dispatched_at = dispatch.at;
  order.closed_at = null;
  changes.order = true;
  const units = dispatch.lines.reduce((sum, line) => sum + line.units, 0);
  changes.events.push({
    order: order.number,
    at: dispatch.at,
    type: 'shipment.dispatched',
    summary: `${units} units left with shipment ${dispatch.id} in ${dispatch.parcels.length} parcels.`,
    data: { station: dispatch.station, seq: dispatch.seq, shipment: dispatch.id, units },
  });
}
