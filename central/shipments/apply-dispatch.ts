import type { KnownFact } from '../../protocols/wire/fact.ts';
import { mayBecome } from '../process/order-states.ts';
import { packsIn } from './apply-pack.ts';
import { isComplete } from './apply-pick.ts';
import { countItems, lineOf } from './item-counts.ts';
import {
  type Dispatch,
  type DispatchLine,
  type ItemCount,
  type Misfit,
  type OrderProgress,
  type Pick,
  type Proof,
  twinKey,
} from './order-progress.ts';
import { attribute, dropShipped, type FactOf, placeName, placeOf, shipmentIdsOf } from './proofs.ts';

type DispatchFact = FactOf<'shipment.dispatched'>;

/**
 * The goods of an order left. As long as facts wait that may complete it, a dispatch that does not fit waits as a whole; else
 * lines that were not packed are kept out and named, and the sound rest is shipped, so that it is invoiced at once.
 */
export function applyDispatch(progress: OrderProgress, fact: DispatchFact): readonly Misfit[] {
  const { data } = fact;
  const id = newShipment(progress, fact);
  if (id === undefined) {
    return [{ code: 'SHIPMENT_KNOWN', message: `Shipment ${data.shipment} was dispatched before.` }];
  }
  const waits = reasonToWait(progress, fact);
  if (waits !== null) return [waits];
  const { sound, misfits } = sift(progress, countItems(data.lines));
  if (sound.length === 0) return misfits;
  const { places, taken, unknown } = placesOf(progress, fact);
  const proofs = proofsIn(progress, places);
  const lines = sound.map((item) => shipLine(progress, item, proofs));
  for (const sscc of taken) Object.assign(progress.parcels.get(sscc) ?? {}, { shipment: id });
  dropShipped(progress);
  recordDelivery(progress, { id, ...headOf(fact), taken, lines, service: false });
  return [...misfits, ...unknownParcels(data.order, unknown), ...leftAlthough(progress, fact, id)];
}

/** The station had begun it, or heard of the cancellation too late: the customer gets what they do not want any more, and a bill. */
function leftAlthough({ order }: OrderProgress, { station }: DispatchFact, shipment: string): Misfit[] {
  if (order.cancelled_at === null) return [];
  const message =
    `Order ${order.number} was cancelled, and ${station} sent shipment ${shipment} off all the same. It is invoiced: ask the ` +
    'customer to keep it, or have it come back.';
  return [{ code: 'ORDER_CANCELLED', message }];
}

function headOf({ site, station, seq, at, data }: DispatchFact) {
  const { order, parcels, carrier, load } = data;
  return { order, site, station, seq, at, parcels, carrier: carrier ?? null, load: load ?? null };
}

/** What is missing may be with a station whose facts have not come yet. */
function reasonToWait(progress: OrderProgress, fact: DispatchFact): Misfit | null {
  const { data, station } = fact;
  const unsealed = data.parcels.filter(
    (sscc) => !progress.known.ssccs.has(sscc) && !progress.twins.has(twinKey(station, sscc)),
  );
  if (unsealed.length > 0 && mayBeSealedElsewhere(progress, fact)) {
    const message = `Shipment ${data.shipment} of order ${data.order} waits for the sealing of ${unsealed.slice(0, 5).join(', ')}.`;
    return { code: 'PARCEL_UNKNOWN', message, waits: true };
  }
  if (progress.waiting.every(({ fact: other }) => !isPicking(other))) return null;
  const items = countItems(data.lines);
  const { misfits } = sift(progress, items);
  const [first] = misfits;
  if (first !== undefined) return { ...first, waits: true };
  const proofs = proofsIn(progress, placesOf(progress, fact).places);
  const unproven = items.find(({ line, units }) => unitsOf(proofs, line) !== units);
  if (unproven === undefined) return null;
  const message = `Shipment ${data.shipment} of order ${data.order} waits for the picks of line ${unproven.line}.`;
  return { code: 'PROOF_INCOMPLETE', message, waits: true };
}

/** What a station sealed itself is known before it dispatches it; what others sealed may come later. */
function mayBeSealedElsewhere(progress: OrderProgress, { station, data }: DispatchFact): boolean {
  if (data.load !== undefined || sift(progress, countItems(data.lines)).misfits.length > 0) return true;
  const { evidence, parcels } = progress;
  const sealed = new Set([...parcels.values()].filter(({ voided }) => !voided).map(placeName));
  if ([...parcels.values()].every((parcel) => parcel.station !== station)) return true;
  return evidence.packs.some((pack) => pack.station !== station && !sealed.has(placeOf(evidence, pack)));
}

function isPicking({ type }: KnownFact): boolean {
  return type === 'pick.confirmed' || type === 'pack.confirmed' || type === 'pick.undone';
}

function unitsOf(proofs: readonly Proof[], line: number): number {
  return proofs.reduce((sum, { pick, units }) => sum + (pick.line === line ? units : 0), 0);
}

function proofsIn(progress: OrderProgress, places: ReadonlySet<string>): Proof[] {
  const packs = packsIn(progress, places);
  const { proofs } = attribute(progress.evidence, progress.known.scans, isComplete(progress));
  return proofs.filter(({ pack, pick }) => packs.has(pack) && provesItself(progress, pick));
}

/** One piece was scanned as two, as two stations had it that did not know of each other: it proves one unit. */
function provesItself({ evidence }: OrderProgress, pick: Pick): boolean {
  if (pick.serial === null) return true;
  const same = evidence.picks.filter(
    ({ sku, serial, units }) => units > 0 && sku === pick.sku && serial === pick.serial,
  );
  return (same.find(({ spent }) => spent > 0) ?? same[0]) === pick;
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
function placesOf(progress: OrderProgress, { station, data }: DispatchFact) {
  const places = new Set<string>();
  const taken: string[] = [];
  const unknown: string[] = [];
  for (const sscc of data.parcels) {
    const twin = progress.twins.get(twinKey(station, sscc));
    if (twin !== undefined) places.add(placeName({ station, parcel: twin }));
    const parcel = progress.parcels.get(sscc);
    if (parcel !== undefined && !parcel.voided && (twin === undefined || parcel.station === station)) {
      places.add(placeName(parcel));
      if (parcel.shipment === null) {
        taken.push(sscc);
        continue;
      }
    }
    if (twin === undefined) unknown.push(sscc);
  }
  return { places, taken, unknown };
}

function unknownParcels(order: string, ssccs: readonly string[]): Misfit[] {
  if (ssccs.length === 0) return [];
  const named = ssccs.slice(0, 5).join(', ');
  return [{ code: 'PARCEL_UNKNOWN', message: `No open parcel of order ${order}: ${named}.` }];
}

/** What proves this dispatch cannot prove another. */
function shipLine(progress: OrderProgress, item: ItemCount, proofs: readonly Proof[]): DispatchLine {
  const line = progress.lines.get(item.line);
  if (line !== undefined) line.shipped += item.units;
  progress.changes.lines.add(item.line);
  const own = proofs.filter(({ pick }) => pick.line === item.line);
  for (const { pick, units } of own) pick.spent += units;
  return { ...item, proofs: own };
}

/** Notes what was delivered, so that it is stored and invoiced. */
export function recordDelivery({ order, known, changes }: OrderProgress, dispatch: Dispatch): void {
  known.shipments.set(dispatch.id, dispatch.station);
  changes.dispatches.push(dispatch);
  if (mayBecome(order.status, 'dispatched')) order.status = 'dispatched';
  order.dispatched_at = dispatch.at;
  order.closed_at = null;
  changes.order = true;
  const units = dispatch.lines.reduce((sum, line) => sum + line.units, 0);
  if (dispatch.service) return;
  changes.events.push({
    order: order.number,
    at: dispatch.at,
    type: 'shipment.dispatched',
    summary: `${units} units left with shipment ${dispatch.id} in ${dispatch.parcels.length} parcels.`,
    data: {
      station: dispatch.station,
      seq: dispatch.seq,
      shipment: dispatch.id,
      units,
      parcels: dispatch.parcels.length,
    },
  });
}
