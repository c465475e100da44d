import type { CentralContext } from '../context.ts';
import type { Trx } from './database.ts';

/** What others are told about a transaction, once it is durable. */
interface Notes {
  readonly orders: { readonly order: string; readonly change: string }[];
  readonly sites: Set<string>;
}

const notesOf = new WeakMap<Trx, Notes>();

/**
 * Runs `action` in one transaction. Whoever waits for changes (the work feed's long polls, the live pages) is told after
 * the commit only, so nobody ever sees what might be rolled back.
 *
 * The database has one writer: inside `action` use `trx` alone; a query on `context.db` would wait for ever.
 */
export async function withTransaction<Result>(
  context: Pick<CentralContext, 'db' | 'live' | 'workNotifier'>,
  action: (trx: Trx) => Promise<Result>,
): Promise<Result> {
  const notes: Notes = { orders: [], sites: new Set() };
  const result = await context.db.transaction().execute(async (trx) => {
    notesOf.set(trx, notes);
    return action(trx);
  });
  for (const change of notes.orders) context.live.publish(change);
  for (const site of notes.sites) context.workNotifier.wake(site);
  return result;
}

/** After the commit, the live pages hear that something of `order` changed. */
export function noteOrderChange(trx: Trx, order: string, change: string): void {
  notesOf.get(trx)?.orders.push({ order, change });
}

/** After the commit, the long polls of `site` wake. */
export function noteWorkChange(trx: Trx, site: string): void {
  notesOf.get(trx)?.sites.add(site);
}
