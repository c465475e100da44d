import { isBeingFilled, noteWalk, type OpenOrders, openOrders } from './filling.ts';
import type { FloorBooks, FloorRules } from './floor-books.ts';
import { putTote, removeTote } from './totes.ts';

/** Says of each tote of an order whether more may come: a pack station takes none that is still being filled. */
export function judgeTotes(books: FloorBooks, order: string, open: OpenOrders = openOrders(books)): void {
  for (const name of books.documents.get('progress', order)?.totes ?? []) {
    const tote = books.documents.get('tote', name);
    const isFilling = tote === undefined ? null : isBeingFilled(books, tote, open);
    // What lies in a slot of a wall is packed while more is put there.
    if (tote === undefined || isFilling === null || name.startsWith('W-')) continue;
    if (!isFilling && tote.items.length === 0) removeTote(books, name);
    else putTote(books, { ...tote, status: isFilling ? 'filling' : 'picked' });
  }
}

/** A pick of a walk changes nothing of that: its end does. */
function judgeUntasked(books: FloorBooks, order: string, task: string | undefined): void {
  if (task === undefined || books.documents.get('task', task) === undefined) judgeTotes(books, order);
}

function judgeTask(books: FloorBooks, name: string): void {
  const open = openOrders(books);
  for (const order of books.documents.get('task', name)?.orders ?? []) judgeTotes(books, order, open);
}

/** These rules come last: they look at what all the others have made of the fact. */
export const toteStatusRules: FloorRules = {
  // An order of which everything is picked needs no more of them.
  'tote.assigned': ({ data: { order, task } }, books) => {
    if (order !== undefined) judgeUntasked(books, order, task);
  },
  'pick.confirmed': ({ data: { order, task } }, books) => judgeUntasked(books, order, task),
  'pick.undone': ({ data: { order, task } }, books) => judgeUntasked(books, order, task),
  'pick.shorted': ({ data: { order, task } }, books) => judgeUntasked(books, order, task),
  'pick.short_undone': ({ data: { order } }, books) => judgeTotes(books, order),
  'task.started': ({ data: { task, orders } }, books) => {
    for (const order of orders) noteWalk(books, order, task);
    judgeTask(books, task);
  },
  'task.reopened': ({ data: { task } }, books) => judgeTask(books, task),
  'task.closed': ({ data: { task } }, books) => judgeTask(books, task),
};
