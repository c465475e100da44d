import {
  type ToteGoods,
  withGoods,
  withoutGoods,
  withPacked,
} from '../../../protocols/wire/tote-contents.ts';
import { isBeingFilled } from './filling.ts';
import type { DataOf, FloorBooks, FloorRules } from './floor-books.ts';
import { factName, listTote, type RememberedPack, type RememberedPick } from './progress.ts';

type Tote = DataOf<'tote'>;

/** A tote that a fact names without that one was assigned before: it was, by a fact that is gone. */
function emptyTote(tote: string, order: string | null, task: string | undefined): Tote {
  return { tote, order, ...(task === undefined ? {} : { task }), status: 'filling', items: [] };
}

/** A tote that was free since it was empty: on the walk on which it was filled. */
function filledBefore({ memory }: FloorBooks, order: string, name: string): Tote {
  const picks = memory.owned<RememberedPick>(order, 'pick');
  return emptyTote(name, order, picks.find(({ value }) => value.tote === name)?.value.task);
}

/** Keeps the tote, and its order's list of totes with it. */
export function putTote(books: FloorBooks, tote: Tote): void {
  const before = books.documents.get('tote', tote.tote)?.order ?? null;
  if (before !== null && before !== tote.order) listTote(books, before, tote.tote, false);
  books.documents.put('tote', tote.tote, tote);
  if (tote.order !== null) listTote(books, tote.order, tote.tote, true);
}

export function removeTote(books: FloorBooks, name: string): void {
  const order = books.documents.get('tote', name)?.order ?? null;
  if (order !== null) listTote(books, order, name, false);
  books.documents.remove('tote', name);
}

function fill(books: FloorBooks, tote: Tote, order: string, goods: ToteGoods, units: number): void {
  // Of several orders it is not told what is whose: the wall sorts them.
  if (tote.order === null) putTote(books, tote);
  else if (tote.order === order) putTote(books, withGoods(tote, goods, units));
  else putTote(books, { ...asMixed(tote), order: null, items: [] });
}

function asMixed({ packed: _ofOne, ...tote }: Tote): Tote {
  return tote;
}

/** Units went out of it into a parcel; when it is empty and nobody fills it any more, it is free. */
function empty(books: FloorBooks, name: string, { line, sku, units }: RememberedPack): void {
  const tote = books.documents.get('tote', name);
  if (tote === undefined || tote.order === null) return;
  const after = withPacked(withoutGoods(tote, { line, sku }, units), { line, sku, units });
  const isFilled = tote.status === 'filling' && isBeingFilled(books, tote) === true;
  if (after.items.length === 0 && !isFilled) removeTote(books, name);
  else putTote(books, { ...after, status: isFilled ? 'filling' : 'picked' });
}

/** Which tote is whose, and what lies in it; the slots of a wall likewise. These rules come before those of progress. */
export const toteRules: FloorRules = {
  'tote.assigned': ({ data: { tote, order, task } }, books) => {
    const before = books.documents.get('tote', tote);
    if (before !== undefined && before.order === (order ?? null) && before.task === task) return;
    putTote(books, emptyTote(tote, order ?? null, task));
  },
  'tote.released': ({ data: { tote } }, books) => removeTote(books, tote),
  'pick.confirmed': ({ data }, books) => {
    const { order, units, tote, task } = data;
    if (tote === undefined) return;
    fill(books, books.documents.get('tote', tote) ?? emptyTote(tote, order, task), order, data, units);
  },
  'pick.undone': ({ data, station }, books) => {
    const pick = books.memory.get<RememberedPick>('pick', factName(station, data.pickSeq));
    const tote = pick?.tote === undefined ? undefined : books.documents.get('tote', pick.tote);
    if (pick === undefined || tote === undefined) return;
    const units = Math.min(data.units, pick.units);
    const serial = pick.serial?.slice(pick.serial.indexOf('/') + 1);
    putTote(books, withoutGoods(tote, { line: pick.line, sku: pick.sku, serial }, units));
  },
  'wall.put': ({ data: { slot, order, line, sku, units }, station, seq }, books) => {
    books.memory.put('put', factName(station, seq), order, { units });
    const before = books.documents.get('tote', slot);
    const tote = before?.order === order ? before : emptyTote(slot, order, undefined);
    // What lies in a slot is packed while more is put there.
    putTote(books, { ...withGoods(tote, { line, sku }, units), status: 'picked' });
  },
  'wall.undone': ({ data: { slot, order, line, sku, units, putSeq }, station }, books) => {
    const { documents, memory } = books;
    const name = factName(station, putSeq);
    const put = memory.get<{ readonly units: number }>('put', name);
    if (put === undefined) return;
    memory.remove('put', name);
    const before = documents.get('tote', slot);
    if (before?.order !== order) return;
    const after = withoutGoods(before, { line, sku }, Math.min(units, put.units));
    if (after.items.length === 0) removeTote(books, slot);
    else putTote(books, after);
  },
  'pack.confirmed': ({ data }, books) => {
    const from = data.tote ?? data.slot;
    if (from !== undefined) empty(books, from, data);
  },
  'pack.undone': ({ data, station }, books) => {
    const pack = books.memory.get<RememberedPack>('pack', factName(station, data.packSeq));
    if (pack?.from === undefined) return;
    const { order, line, sku } = pack;
    const tote = books.documents.get('tote', pack.from) ?? filledBefore(books, order, pack.from);
    const units = Math.min(data.units, pack.units);
    const back = withPacked(tote, { line, sku, units: -units });
    // What lies in a slot is packed while more is put there.
    const isFilled = !pack.from.startsWith('W-') && isBeingFilled(books, tote) === true;
    fill(books, { ...back, status: isFilled ? 'filling' : 'picked' }, order, { line, sku }, units);
  },
  /** What has left needs no totes; what was picked and did not leave has to be put back by a person. */
  'shipment.dispatched': ({ data: { order } }, books) => {
    for (const tote of books.documents.get('progress', order)?.totes ?? []) removeTote(books, tote);
  },
};
