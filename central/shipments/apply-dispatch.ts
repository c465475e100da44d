import { mayBecome } from '../process/order-states.ts';
import { countItems, lineOf } from './item-counts.ts';
import type { Dispatch, DispatchLine, ItemCount, Misfit, OrderProgress } from './order-progress.ts';
import type { FactOf } from './proofs.ts';

type DispatchFact = FactOf<'shipment.dispatched'>;

/**
 * The goods of an order left. Lines that were not packed are kept out and named; the sound rest is shipped, so that it
 * is invoiced at once.
 */
export function applyDispatch(progress: OrderProgress, fact: DispatchFact): readonly Misfit[] {
  const { data } = fact;
  if (progress.known.shipments.has(data.shipment)) {
    return [{ code: 'SHIPMENT_KNOWN', message: `Shipment ${data.shipment} was dispatched before.` }];
  }
  const { sound, misfits } = sift(progress, countItems(data.lines));
  if (sound.length === 0) return misfits;
  const unknown = takeParcels(progress, data);
  const lines = sound.map((item) => shipLine(progress, item, data.parcels));
  const { site, station, seq, at } = fact;
  const dispatch = {
    id: data.shipment,
    order: data.order,
    site,
    station,
    seq,
    at,
    parcels: data.parcels,
    lines,
  };
  record(progress, dispatch);
  return [...misfits, ...unknown];
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

function takeParcels(progress: OrderProgress, data: DispatchFact['data']): Misfit[] {
  const unknown: string[] = [];
  for (const sscc of data.parcels) {
    const parcel = progress.parcels.get(sscc);
    if (parcel === undefined || parcel.shipment !== null) unknown.push(sscc);
    else parcel.shipment = data.shipment;
  }
  if (unknown.length === 0) return [];
  const named = unknown.slice(0, 5).join(', ');
  return [{ code: 'PARCEL_UNKNOWN', message: `No open parcel of order ${data.order}: ${named}.` }];
}

function shipLine(progress: OrderProgress, item: ItemCount, ssccs: readonly string[]): DispatchLine {
  const line = progress.lines.get(item.line);
  if (line !== undefined) line.shipped += item.units;
  progress.changes.lines.add(item.line);
  const numbers = new Set(ssccs.map((sscc) => parcelKey(progress, sscc)));
  const proofs = progress.proofs.filter(
    (proof) =>
      proof.line === item.line && proof.parcel !== null && numbers.has(`${proof.station} ${proof.parcel}`),
  );
  // A proof counts once: what proves this dispatch cannot prove another.
  progress.proofs = progress.proofs.filter((proof) => !proofs.includes(proof));
  return { ...item, proofs };
}

/** Two stations may both have a parcel 1 of an order. */
function parcelKey(progress: OrderProgress, sscc: string): string {
  const parcel = progress.parcels.get(sscc);
  return parcel === undefined ? '' : `${parcel.station} ${parcel.parcel}`;
}

function record({ order, known, changes }: OrderProgress, dispatch: Dispatch): void {
  known.shipments.add(dispatch.id);
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
