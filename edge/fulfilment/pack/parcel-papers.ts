import { queued } from '../printing/print-queue.ts';
import { maxPrints, type ParcelPaper, type StationState } from '../state.ts';
import type { WorkView } from '../work-view.ts';
import type { PackSession, SealedParcel } from './pack-session.ts';

/** As many lines as a slip has room for; the rest is counted. */
const maxSlipLines = 200;

/** Puts the label and the slip of a parcel into the queue of the printer, as the site's rules ask for them. */
export function askForPapers(
  state: StationState,
  session: PackSession,
  parcel: SealedParcel,
  work: WorkView,
): { readonly state: StationState; readonly session: PackSession } {
  const { label, slip } = work.rules().pack;
  const documents = [
    ...(label === 'print' ? (['parcel_label'] as const) : []),
    ...(slip === 'print' ? (['packing_slip'] as const) : []),
  ];
  return printPapers(state, session, parcel, documents);
}

/** Whether the queue of the printer has room for the papers of one more parcel: nothing in it is ever given up for others. */
export function hasRoomForPapers({ prints }: StationState): boolean {
  return prints.length + 2 <= maxPrints;
}

/** One more copy of papers of a parcel; the work in hand is left to the caller. */
export function printPapers(
  state: StationState,
  session: PackSession,
  parcel: SealedParcel,
  documents: readonly ('parcel_label' | 'packing_slip')[],
): { readonly state: StationState; readonly session: PackSession } {
  if (documents.length === 0) return { state, session };
  const copy = (parcel.labels ?? 0) + 1;
  const { order } = session.order;
  const paper = paperOf(session, parcel);
  const papers = documents.map((document) => ({ document, subject: parcel.sscc, order, copy, paper }));
  const sealed = session.sealed.map((one) => (one.sscc === parcel.sscc ? { ...one, labels: copy } : one));
  const counted = { ...session, sealed };
  return { state: queued(state, papers), session: counted };
}

/** All that is printed of a parcel: it is kept with the job, as the order may be gone when the printer is there again. */
function paperOf(
  { order }: PackSession,
  { parcel, items, grams, confirmed = [] }: SealedParcel,
): ParcelPaper {
  const { name, street, postalCode, city, country } = order.shipTo;
  const all = items.flatMap((item) => slipLines(order, item, confirmed));
  const lines = all.slice(0, maxSlipLines);
  return {
    parcel,
    shipTo: [name, street, `${postalCode} ${city}`, country],
    lines,
    moreLines: all.length - lines.length,
    ...(grams === undefined ? {} : { grams }),
    ...(order.carrier === undefined ? {} : { carrier: order.carrier }),
    ...(order.carrierService === undefined ? {} : { service: order.carrierService }),
  };
}

type Confirmed = NonNullable<SealedParcel['confirmed']>;
type SlipLine = ParcelPaper['lines'][number];

/** A line as it lies in the parcel: what went in place of the product has a line of its own. */
function slipLines(
  order: PackSession['order'],
  { line, sku, units }: SealedParcel['items'][number],
  confirmed: Confirmed,
): SlipLine[] {
  const index = order.lines.findIndex((one) => one.line === line);
  const own: SlipLine = { sku, name: order.lines[index]?.name ?? sku, units: 0 };
  const bySku = new Map([[sku, own]]);
  let told = 0;
  for (const { parts, instead } of confirmed) {
    const taken = unitsOfLine(parts, index);
    if (instead === undefined || taken === 0) continue;
    told += taken;
    const before = bySku.get(instead.sku)?.units ?? 0;
    bySku.set(instead.sku, { ...instead, units: before + taken, insteadOf: sku });
  }
  bySku.set(sku, { ...own, units: units - told });
  return [...bySku.values()]
    .filter((one) => one.units > 0)
    .map((one) => {
      const lots = lotsOf(index, one.sku, confirmed, sku);
      return lots.length === 0 ? one : { ...one, lots };
    });
}

function unitsOfLine(parts: Confirmed[number]['parts'], index: number): number {
  return parts.reduce((sum, part) => sum + (part.index === index ? part.units : 0), 0);
}

/** The lots of a line's product, or of what went in its place, as far as the scans told them. */
function lotsOf(index: number, product: string, confirmed: Confirmed, ordered: string): string[] {
  const lots = confirmed.flatMap(({ parts, lot, instead }) =>
    lot !== undefined && (instead?.sku ?? ordered) === product && unitsOfLine(parts, index) > 0 ? [lot] : [],
  );
  return [...new Set(lots)].slice(0, 10);
}
