import type { KnownFact } from '../../../protocols/wire/fact.ts';
import { hasLeft } from './conflict.ts';
import type { DataOf, FactOf, FloorBooks, FloorRules } from './floor-books.ts';
import { forgetPiece, notePiece } from './pieces.ts';
import { noteWork } from './workers.ts';

type Progress = DataOf<'progress'>;
type Line = Progress['lines'][number];
type Quantity = Exclude<keyof Line, 'line' | 'shortedAt' | 'returned'>;

const maxStations = 50;
const maxLines = 2_000;
const maxSerials = 5_000;
const maxTotes = 200;

/** A pick that was not undone. */
export interface RememberedPick {
  readonly order: string;
  readonly line: number;
  readonly sku: string;
  readonly units: number;
  readonly tote?: string | undefined;
  readonly task?: string | undefined;
  readonly serial?: string | undefined;
  readonly at?: string;
}

/** A pack that was not undone. */
export interface RememberedPack {
  readonly order: string;
  readonly line: number;
  readonly sku: string;
  readonly units: number;
  /** The tote or slot that it came from. */
  readonly from?: string | undefined;
}

/** A short that was not undone. */
interface RememberedShort {
  readonly order: string;
  readonly line: number;
  readonly units: number;
}

/** Facts are named by their station and seq. */
export const factName = (station: string, seq: number): string => `${station}/${seq}`;

function emptyProgress(order: string): Progress {
  return { order, stations: [], lines: [], serials: [], nextParcel: 1, counted: [] };
}

type OfOrder = Pick<KnownFact, 'station' | 'seq'> & { readonly data: { readonly order: string } };

function changeProgress(
  books: FloorBooks,
  fact: OfOrder,
  change: (progress: Progress) => Progress = (progress) => progress,
): void {
  const { order } = fact.data;
  const before = books.documents.get('progress', order) ?? emptyProgress(order);
  const { station } = fact;
  const known = before.stations.includes(station) || before.stations.length >= maxStations;
  const stations = known ? before.stations : [...before.stations, station];
  const after = change({ ...before, stations, counted: countedWith(before, fact) });
  books.documents.put('progress', order, after, hasLeft(after));
}

/** The numbers hold what the station did up to this fact: it adds what it did since. */
function countedWith({ counted = [] }: Progress, { station, seq }: OfOrder): Progress['counted'] {
  const others = counted.filter((one) => one.station !== station);
  return [...others, { station, seq }].slice(-maxStations);
}

/** The fact changed no number: there was nothing to take back, or it tells of totes and slots. */
function countOnly(books: FloorBooks, fact: OfOrder): void {
  const before = books.documents.get('progress', fact.data.order);
  if (before === undefined) return;
  const after = { ...before, counted: countedWith(before, fact) };
  books.documents.put('progress', fact.data.order, after, hasLeft(after));
}

/** A tote or a slot is in use for the order from now on, or not any more. */
export function listTote(books: FloorBooks, order: string, name: string, isInUse: boolean): void {
  const before = books.documents.get('progress', order);
  if (before === undefined && !isInUse) return;
  const { totes = [], ...rest } = before ?? emptyProgress(order);
  if (totes.includes(name) === isInUse || (isInUse && totes.length >= maxTotes)) return;
  const after = isInUse ? [...totes, name] : totes.filter((other) => other !== name);
  const progress = after.length === 0 ? rest : { ...rest, totes: after };
  books.documents.put('progress', order, progress, hasLeft(progress));
}

function add(progress: Progress, line: number, quantity: Quantity, units: number): Progress {
  const before = progress.lines.find((entry) => entry.line === line);
  if (before === undefined && progress.lines.length >= maxLines) return progress;
  const entry = before ?? { line, picked: 0, packed: 0, shipped: 0, shorted: 0 };
  const after = { ...entry, [quantity]: Math.max(0, entry[quantity] + units) };
  const lines =
    before === undefined
      ? [...progress.lines, after].sort((a, b) => a.line - b.line)
      : progress.lines.map((other) => (other === before ? after : other));
  return { ...progress, lines };
}

/** Counts units of a line that were given up, or are no more, and says which station did; of several one, always the same. */
function shorten(books: FloorBooks, progress: Progress, line: number, units: number): Progress {
  const shorts = books.memory.owned<RememberedShort>(progress.order, 'short');
  const name = shorts.findLast(({ value }) => value.line === line)?.id;
  const counted = add(progress, line, 'shorted', units);
  const lines = counted.lines.map((entry): Line => {
    if (entry.line !== line) return entry;
    const { shortedAt: _before, ...rest } = entry;
    const station = name?.slice(0, name.lastIndexOf('/'));
    return station === undefined ? rest : { ...rest, shortedAt: station as NonNullable<Line['shortedAt']> };
  });
  return { ...counted, lines };
}

/** The parcel has this number, so the next one has a higher one, whichever station fills it. */
function withParcel(progress: Progress, parcel: number): Progress {
  return parcel < progress.nextParcel ? progress : { ...progress, nextParcel: parcel + 1 };
}

/** Takes units of a remembered fact back. @returns how many there were to take. */
function takeBack(books: FloorBooks, kind: 'pick' | 'pack' | 'short', name: string, units: number): number {
  const entry = books.memory.get<RememberedPick | RememberedPack | RememberedShort>(kind, name);
  if (entry === undefined) return 0;
  const taken = Math.min(units, entry.units);
  if (taken === entry.units) books.memory.remove(kind, name);
  else books.memory.put(kind, name, entry.order, { ...entry, units: entry.units - taken });
  return taken;
}

function undoPick(books: FloorBooks, fact: FactOf<'pick.undone' | 'item.undone'>): void {
  const { order, line, units, pickSeq } = fact.data;
  const name = factName(fact.station, pickSeq);
  const serial = books.memory.get<RememberedPick>('pick', name)?.serial;
  const taken = takeBack(books, 'pick', name, units);
  if (taken === 0) {
    countOnly(books, fact);
    return;
  }
  if (serial !== undefined) forgetPiece(books, order, serial);
  changeProgress(books, fact, (progress) => {
    const after = add(progress, line, 'picked', -taken);
    return serial === undefined
      ? after
      : { ...after, serials: after.serials.filter((known) => known !== serial) };
  });
  noteWork(books, fact, { order, units: -taken, line });
}

function undoPack(books: FloorBooks, fact: FactOf<'pack.undone' | 'item.undone'>): void {
  const { line, units, packSeq } = fact.data;
  const taken = takeBack(books, 'pack', factName(fact.station, packSeq), units);
  if (taken === 0) {
    countOnly(books, fact);
    return;
  }
  changeProgress(books, fact, (progress) => add(progress, line, 'packed', -taken));
}

/** What leaves with a dispatch, without what its parcels held that have left before: two stations may both have loaded a parcel. */
function leavingNow(
  { documents, memory }: FloorBooks,
  { data: { order, shipment, lines, parcels } }: FactOf<'shipment.dispatched'>,
): readonly { readonly line: number; readonly units: number }[] {
  const gone = parcels.flatMap((sscc) => {
    const parcel = documents.get('parcel', sscc);
    return parcel?.status === 'dispatched' ? parcel.items : [];
  });
  // Two stations that did not know of each other give their shipments the same name: their parcels tell them apart.
  const name = `${shipment} ${parcels[0] ?? ''}`;
  if (gone.length === 0 && memory.get('shipment', name) !== undefined) return [];
  memory.put('shipment', name, order, {});
  return lines.map(({ line, units }) => {
    const before = gone.reduce((sum, item) => sum + (item.line === line ? item.units : 0), 0);
    return { line, units: Math.max(0, units - before) };
  });
}

/** How far an order is, over all stations. */
export const progressRules: FloorRules = {
  'order.started': (fact, books) => {
    changeProgress(books, fact);
    noteWork(books, fact, { order: fact.data.order, units: 0 });
  },
  'pick.confirmed': (fact, books) => {
    const { order, line, sku, units, gtin, tote, task } = fact.data;
    const serial = fact.data.serial === undefined ? undefined : `${gtin}/${fact.data.serial}`;
    const pick: RememberedPick = { order, line, sku, units, tote, task, serial, at: fact.at };
    books.memory.put('pick', factName(fact.station, fact.seq), order, pick);
    changeProgress(books, fact, (progress) => {
      const after = add(progress, line, 'picked', units);
      const isNew = serial !== undefined && !after.serials.includes(serial);
      return isNew && after.serials.length < maxSerials
        ? { ...after, serials: [...after.serials, serial] }
        : after;
    });
    if (serial !== undefined) notePiece(books, order, serial);
    noteWork(books, fact, { order, units, line, task });
  },
  'pick.undone': (fact, books) => undoPick(books, fact),
  'pick.shorted': (fact, books) => {
    const { order, line, units } = fact.data;
    const short: RememberedShort = { order, line, units };
    books.memory.put('short', factName(fact.station, fact.seq), order, short);
    changeProgress(books, fact, (progress) => shorten(books, progress, line, units));
  },
  'pick.short_undone': (fact, books) => {
    const { line, units, shortSeq } = fact.data;
    const taken = takeBack(books, 'short', factName(fact.station, shortSeq), units);
    if (taken === 0) {
      countOnly(books, fact);
      return;
    }
    changeProgress(books, fact, (progress) => shorten(books, progress, line, -taken));
  },
  'wall.put': (fact, books) => countOnly(books, fact),
  'wall.undone': (fact, books) => countOnly(books, fact),
  'pack.confirmed': (fact, books) => {
    const { order, line, sku, units, parcel, tote, slot } = fact.data;
    const pack: RememberedPack = { order, line, sku, units, from: tote ?? slot };
    books.memory.put('pack', factName(fact.station, fact.seq), order, pack);
    changeProgress(books, fact, (progress) => withParcel(add(progress, line, 'packed', units), parcel));
    noteWork(books, fact, { order, units: 0 });
  },
  'pack.undone': (fact, books) => undoPack(books, fact),
  'item.undone': (fact, books) => {
    undoPack(books, fact);
    undoPick(books, fact);
  },
  'parcel.sealed': (fact, books) =>
    changeProgress(books, fact, (progress) => withParcel(progress, fact.data.parcel)),
  'shipment.dispatched': (fact, books) => {
    const { order } = fact.data;
    const lines = leavingNow(books, fact);
    changeProgress(books, fact, (progress) =>
      lines.reduce((after, { line, units }) => add(after, line, 'shipped', units), progress),
    );
    noteWork(books, fact, { order, units: 0 });
  },
};
