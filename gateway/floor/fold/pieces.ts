import type { OrderDocument } from '../../../protocols/wire/work/order-document.ts';
import type { DataOf, FloorBooks } from './floor-books.ts';

type Progress = DataOf<'progress'>;
type Piece = NonNullable<NonNullable<Progress['conflict']>['pieces']>[number];

const maxNamed = 10;

/** Serials have no spaces (GS1 General Specifications 7.11), so no name is the beginning of another piece's. */
const nameOf = (serial: string, order: string): string => `${serial} ${order}`;

/** A piece with a serial was picked for the order. It is remembered with each other order for which it was picked, too. */
export function notePiece({ memory }: FloorBooks, order: string, serial: string): void {
  for (const other of memory.owners('piece', nameOf(serial, ''))) {
    if (other === order) continue;
    memory.put('shared_piece', nameOf(serial, `${order} ${other}`), order, { serial, order: other });
    memory.put('shared_piece', nameOf(serial, `${other} ${order}`), other, { serial, order });
  }
  memory.put('piece', nameOf(serial, order), order, {});
}

/** The pick was taken back. */
export function forgetPiece({ memory }: FloorBooks, order: string, serial: string): void {
  memory.remove('piece', nameOf(serial, order));
}

/** Orders that ever had a piece of this one. */
export function sharersOf(books: FloorBooks, order: string): readonly string[] {
  return [...new Set(everShared(books, order).map((piece) => piece.order))];
}

/** The pieces of the order that are in another one, too; the first ones. One of them has the wrong barcode, or was never there. */
export function sharedPieces(books: FloorBooks, order: string): readonly Piece[] {
  return everShared(books, order)
    .filter((piece) => has(books, order, piece) && has(books, piece.order, piece))
    .slice(0, maxNamed);
}

function everShared({ memory }: FloorBooks, order: string): readonly Piece[] {
  return memory.knows('shared_piece')
    ? memory.owned<Piece>(order, 'shared_piece').map(({ value }) => value)
    : [];
}

function has(books: FloorBooks, order: string, { serial }: Pick<Piece, 'serial'>): boolean {
  const progress = books.documents.get('progress', order);
  if (progress === undefined || !keepsItsGoods(progress, books.order(order))) return false;
  return progress.serials.includes(serial) && progress.serialsBack?.includes(serial) !== true;
}

/** What was picked of an order that was cancelled before any of it left goes back to its shelf. */
function keepsItsGoods({ lines }: Progress, document: OrderDocument | undefined): boolean {
  const isWanted = document !== undefined && document.status !== 'cancelled';
  return isWanted || lines.some(({ shipped }) => shipped > 0);
}
