import { judgeConflict } from './conflict.ts';
import type { FactOf, FloorBooks, FloorRules } from './floor-books.ts';
import { noteReopened, noteSealed } from './order-units.ts';

type Judged =
  | 'order.started'
  | 'pick.confirmed'
  | 'pick.undone'
  | 'item.undone'
  | 'pack.confirmed'
  | 'pack.undone'
  | 'parcel.sealed'
  | 'parcel.reopened'
  | 'shipment.dispatched'
  | 'return.received'
  | 'return.undone';

function judge({ data: { order }, at }: FactOf<Judged>, books: FloorBooks): void {
  judgeConflict(books, order, at);
}

/** Looks after each fact that counts whether anything was done twice. These rules come behind those of progress. */
export const conflictRules: FloorRules = {
  'order.started': judge,
  'pick.confirmed': judge,
  'pick.undone': judge,
  'item.undone': judge,
  'pack.confirmed': judge,
  'pack.undone': judge,
  'parcel.sealed': (fact, books) => {
    noteSealed(books, fact);
    judge(fact, books);
  },
  'parcel.reopened': (fact, books) => {
    noteReopened(books, fact.data.sscc);
    judge(fact, books);
  },
  'shipment.dispatched': judge,
  'return.received': judge,
  'return.undone': judge,
};
