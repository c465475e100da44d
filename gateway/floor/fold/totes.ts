import type { DataOf, FloorBooks, FloorRules } from './floor-books.ts';
import { factName, type RememberedPack, type RememberedPick } from './progress.ts';

type Tote = DataOf<'tote'>;
type Item = Tote['items'][number];

const maxItems = 2_000;

function sameItem(a: Item, b: Item): boolean {
  return (
    a.line === b.line && a.sku === b.sku && a.lot === b.lot && a.expiry === b.expiry && a.serial === b.serial
  );
}

function withItem(tote: Tote, item: Item): Tote {
  const found = tote.items.find((other) => sameItem(other, item));
  if (found !== undefined) {
    const more = { ...found, units: found.units + item.units };
    return { ...tote, items: tote.items.map((other) => (other === found ? more : other)) };
  }
  return tote.items.length >= maxItems ? tote : { ...tote, items: [...tote.items, item] };
}

function without({ items, ...tote }: Tote, line: number, sku: string, units: number, serial?: string): Tote {
  let left = units;
  const rest: Item[] = [];
  for (const item of items) {
    const fits = item.line === line && item.sku === sku && (serial === undefined || item.serial === serial);
    const taken = fits ? Math.min(left, item.units) : 0;
    left -= taken;
    if (taken < item.units) rest.push({ ...item, units: item.units - taken });
  }
  return { ...tote, items: rest };
}

/** A tote that a fact names without that one was assigned before: it was, by a fact that is gone. */
function emptyTote(tote: string, order: string | null, task: string | undefined): Tote {
  return { tote, order, ...(task === undefined ? {} : { task }), status: 'filling', items: [] };
}

function fill(books: FloorBooks, tote: Tote, order: string, item: Item): void {
  // Of several orders it is not told what is whose: the wall sorts them.
  if (tote.order === null) books.documents.put('tote', tote.tote, tote);
  else if (tote.order === order) books.documents.put('tote', tote.tote, withItem(tote, item));
  else books.documents.put('tote', tote.tote, { ...tote, order: null, items: [] });
}

/** Units went out of it into a parcel; when it is empty and nobody fills it any more, it is free. */
function empty(books: FloorBooks, name: string, { line, sku, units }: RememberedPack): void {
  const tote = books.documents.get('tote', name);
  if (tote === undefined || tote.order === null) return;
  const after = without(tote, line, sku, units);
  const isFilled =
    tote.task !== undefined && books.documents.get('task', tote.task)?.status === 'in_progress';
  if (after.items.length === 0 && !isFilled) books.documents.remove('tote', name);
  else books.documents.put('tote', name, isFilled ? after : { ...after, status: 'picked' });
}

/** Which tote is whose, and what lies in it; the slots of a wall likewise. These rules come before those of progress. */
export const toteRules: FloorRules = {
  'tote.assigned': ({ data: { tote, order, task } }, { documents }) => {
    const before = documents.get('tote', tote);
    if (before !== undefined && before.order === (order ?? null) && before.task === task) return;
    documents.put('tote', tote, emptyTote(tote, order ?? null, task));
  },
  'tote.released': ({ data: { tote } }, { documents }) => documents.remove('tote', tote),
  'pick.confirmed': ({ data }, books) => {
    const { order, line, sku, units, lot, expiry, serial, tote, task } = data;
    if (tote === undefined) return;
    const item: Item = {
      line,
      sku,
      units,
      ...(lot === undefined ? {} : { lot }),
      ...(expiry === undefined ? {} : { expiry }),
      ...(serial === undefined ? {} : { serial }),
    };
    fill(books, books.documents.get('tote', tote) ?? emptyTote(tote, order, task), order, item);
  },
  'pick.undone': ({ data, station }, books) => {
    const pick = books.memory.get<RememberedPick>('pick', factName(station, data.pickSeq));
    const tote = pick?.tote === undefined ? undefined : books.documents.get('tote', pick.tote);
    if (pick === undefined || tote === undefined) return;
    const units = Math.min(data.units, pick.units);
    const serial = pick.serial?.slice(pick.serial.indexOf('/') + 1);
    books.documents.put('tote', tote.tote, without(tote, pick.line, pick.sku, units, serial));
  },
  'wall.put': ({ data: { slot, order, line, sku, units }, station, seq }, books) => {
    books.memory.put('put', factName(station, seq), order, { units });
    const before = books.documents.get('tote', slot);
    const tote = before?.order === order ? before : emptyTote(slot, order, undefined);
    books.documents.put('tote', slot, { ...withItem(tote, { line, sku, units }), status: 'picked' });
  },
  'wall.undone': ({ data: { slot, order, line, sku, units, putSeq }, station }, { documents, memory }) => {
    const name = factName(station, putSeq);
    const put = memory.get<{ readonly units: number }>('put', name);
    if (put === undefined) return;
    memory.remove('put', name);
    const before = documents.get('tote', slot);
    if (before?.order !== order) return;
    const after = without(before, line, sku, Math.min(units, put.units));
    if (after.items.length === 0) documents.remove('tote', slot);
    else documents.put('tote', slot, after);
  },
  'pack.confirmed': ({ data }, books) => {
    const from = data.tote ?? data.slot;
    if (from !== undefined) empty(books, from, data);
  },
  'pack.undone': ({ data, station }, books) => {
    const pack = books.memory.get<RememberedPack>('pack', factName(station, data.packSeq));
    if (pack?.from === undefined) return;
    const { order, line, sku } = pack;
    const tote = books.documents.get('tote', pack.from) ?? emptyTote(pack.from, order, undefined);
    const item = { line, sku, units: Math.min(data.units, pack.units) };
    fill(books, { ...tote, status: 'picked' }, order, item);
  },
};
