import { hasLeft } from './conflict.ts';
import type { DataOf, FloorBooks, FloorRules } from './floor-books.ts';
import { factName } from './progress.ts';

type Line = DataOf<'progress'>['lines'][number];

/** Units of a line that came back and were not taken back since. */
interface RememberedReturn {
  readonly line: number;
  readonly units: number;
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
}

export const returnRules: FloorRules = {
  'return.received': ({ data: { order, line, units }, station, seq }, books) => {
    // Of an order of which nothing is known any more nothing is remembered.
    if (books.documents.get('progress', order) === undefined) return;
    const back: RememberedReturn = { line, units };
    books.memory.put('return', factName(station, seq), order, back);
    count(books, order, line);
  },
  'return.undone': ({ data: { order, line, units, receivedSeq }, station }, books) => {
    const name = factName(station, receivedSeq);
    const back = books.memory.get<RememberedReturn>('return', name);
    if (back === undefined) return;
    if (units >= back.units) books.memory.remove('return', name);
    else books.memory.put('return', name, order, { line, units: back.units - units });
    count(books, order, line);
  },
};
