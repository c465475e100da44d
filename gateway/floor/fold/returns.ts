import { hasLeft } from './conflict.ts';
import type { DataOf, FloorBooks, FloorRules } from './floor-books.ts';
import { factName, type RememberedPick } from './progress.ts';

type Line = DataOf<'progress'>['lines'][number];

/** Units of a line that came back and were not taken back since. */
interface RememberedReturn {
  readonly line: number;
  readonly units: number;
  /** The piece, as `{gtin}/{serial}`. */
  readonly serial?: string;
  readonly at?: string;
}

/** How much of each line came back, so that no station takes back more than left. */
function count(books: FloorBooks, order: string, line: number): void {
  const progress = books.documents.get('progress', order);
  if (progress === undefined) return;
  const all = books.memory.owned<RememberedReturn>(order, 'return');
  const units = all.reduce((sum, { value }) => sum + (value.line === line ? value.units : 0), 0);
  const lines = progress.lines.map((entry): Line => {
    if (entry.line !== line) return entry;
    const { returned: _before, ...rest } = entry;
    return units === 0 ? rest : { ...rest, returned: units as NonNullable<Line['returned']> };
  });
  const after = { ...progress, lines };
  books.documents.put('progress', order, after, hasLeft(after));
  countPieces(books, order);
}

/** Which pieces came back and were not picked again since; told late, a pick before the return is still before it. */
function countPieces({ documents, memory }: FloorBooks, order: string): void {
  const progress = documents.get('progress', order);
  const all = memory.owned<RememberedReturn>(order, 'return');
  const back = all.flatMap(({ value: { serial, at = '' } }) =>
    serial === undefined ? [] : [{ serial, at }],
  );
  if (progress === undefined || (back.length === 0 && progress.serialsBack === undefined)) return;
  const picks = memory.owned<RememberedPick>(order, 'pick');
  const isPickedSince = (serial: string, at: string) =>
    picks.some(({ value }) => value.serial === serial && (value.at ?? '') > at);
  const serialsBack = progress.serials.filter((serial) =>
    back.some((one) => one.serial === serial && !isPickedSince(serial, one.at)),
  );
  const { serialsBack: _before, ...rest } = progress;
  const after = serialsBack.length === 0 ? rest : { ...rest, serialsBack };
  documents.put('progress', order, after, hasLeft(after));
}

export const returnRules: FloorRules = {
  'pick.confirmed': ({ data: { order, serial } }, books) => {
    if (serial !== undefined) countPieces(books, order);
  },
  'return.received': ({ data, station, seq, at }, books) => {
    const { order, line, units, gtin, serial } = data;
    // Of an order of which nothing is known any more nothing is remembered.
    if (books.documents.get('progress', order) === undefined) return;
    const piece = serial === undefined ? {} : { serial: `${gtin}/${serial}`, at };
    const back: RememberedReturn = { line, units, ...piece };
    books.memory.put('return', factName(station, seq), order, back);
    count(books, order, line);
  },
  'return.undone': ({ data: { order, line, units, receivedSeq }, station }, books) => {
    const name = factName(station, receivedSeq);
    const back = books.memory.get<RememberedReturn>('return', name);
    if (back === undefined) return;
    if (units >= back.units) books.memory.remove('return', name);
    else books.memory.put('return', name, order, { ...back, units: back.units - units });
    count(books, order, line);
  },
};
