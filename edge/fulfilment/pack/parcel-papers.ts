import { maxPrints, type ParcelPaper, type PrintJob, type StationState } from '../state.ts';
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
  const jobs: PrintJob[] = documents.map((document, index) => ({
    job: state.nextPrintJob + index,
    document,
    subject: parcel.sscc,
    order,
    copy,
    paper,
  }));
  const sealed = session.sealed.map((one) => (one.sscc === parcel.sscc ? { ...one, labels: copy } : one));
  const counted = { ...session, sealed };
  const nextPrintJob = state.nextPrintJob + jobs.length;
  return { state: { ...state, prints: [...state.prints, ...jobs], nextPrintJob }, session: counted };
}

/** All that is printed of a parcel: it is kept with the job, as the order may be gone when the printer is there again. */
function paperOf(
  { order }: PackSession,
  { parcel, items, grams, confirmed = [] }: SealedParcel,
): ParcelPaper {
  const { name, street, postalCode, city, country } = order.shipTo;
  const lines = items.slice(0, maxSlipLines).map(({ line, sku, units }) => {
    const named = order.lines.find((one) => one.line === line)?.name ?? sku;
    const lots = lotsOf(
      order.lines.findIndex((one) => one.line === line),
      confirmed,
    );
    return { sku, name: named, units, ...(lots.length === 0 ? {} : { lots }) };
  });
  return {
    parcel,
    shipTo: [name, street, `${postalCode} ${city}`, country],
    lines,
    moreLines: items.length - lines.length,
    ...(grams === undefined ? {} : { grams }),
    ...(order.carrier === undefined ? {} : { carrier: order.carrier }),
    ...(order.carrierService === undefined ? {} : { service: order.carrierService }),
  };
}

/** The lots of a line, as far as the scans told them. */
function lotsOf(index: number, confirmed: NonNullable<SealedParcel['confirmed']>): string[] {
  const lots = confirmed.flatMap(({ parts, lot }) =>
    lot !== undefined && parts.some((part) => part.index === index) ? [lot] : [],
  );
  return [...new Set(lots)].slice(0, 10);
}
