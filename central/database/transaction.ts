import type { CentralContext } from '../context.ts';
import { announce, type Notes } from './change-notes.ts';
import type { Db, Trx } from './database.ts';
import { isPostgres } from './dialect.ts';
import { lockBooks } from './locks.ts';
import { isCollision } from './postgres/connection-errors.ts';
import { whenInTurn, whenRoom } from './write-gate.ts';

const notesOf = new WeakMap<Trx, Notes>();

/** Locks leave no room for collisions, but a person at the database, or a later version, might. */
const mostAttempts = 5;

type Context = Pick<CentralContext, 'db' | 'live' | 'workNotifier' | 'instance'>;

/**
 * Runs `action` in one transaction that has the books to itself. Whoever waits for changes (the work feed's long polls,
 * the live pages, of every replica) is told after the commit only, so nobody ever sees what might be rolled back.
 *
 * Inside `action` use `trx` alone: on SQLite, which has one connection, a query on `context.db` would wait for ever. It may be
 * run again from its start, so it changes nothing but the database.
 *
 * @throws DATABASE_UNAVAILABLE if nothing was stored, COMMIT_UNKNOWN if nobody knows.
 */
export async function withTransaction<Result>(
  context: Context,
  action: (trx: Trx) => Promise<Result>,
): Promise<Result> {
  return whenInTurn(context.db, () =>
    withLateBooks(context, async (trx) => {
      await lockBooks(trx);
      return action(trx);
    }),
  );
}

/**
 * As `withTransaction`, for an `action` that does much before it needs the books: it takes them itself, by `lockBooks`, before
 * it reads anything of them.
 */
export async function withLateBooks<Result>(
  context: Context,
  action: (trx: Trx) => Promise<Result>,
): Promise<Result> {
  const { notes, result } = await whenRoom(context.db, () => attempt(context, action));
  for (const change of notes.orders) context.live.publish(change);
  for (const site of notes.sites) context.workNotifier.wake(site);
  return result;
}

async function attempt<Result>(
  { db, instance }: Context,
  action: (trx: Trx) => Promise<Result>,
): Promise<{ readonly notes: Notes; readonly result: Result }> {
  for (let attempts = 1; ; attempts += 1) {
    const notes: Notes = { orders: [], sites: new Set() };
    try {
      const result = await begin(db).execute(async (trx) => {
        notesOf.set(trx, notes);
        const done = await action(trx);
        await announce(trx, instance, notes);
        return done;
      });
      return { notes, result };
    } catch (thrown) {
      if (!isCollision(thrown) || attempts === mostAttempts) throw thrown;
    }
  }
}

/** The level is named, as a database may have been given another default; see locks.ts for why it is this one. */
function begin(db: Db) {
  return isPostgres(db) ? db.transaction().setIsolationLevel('read committed') : db.transaction();
}

/** After the commit, the live pages hear that something of `order` changed. */
export function noteOrderChange(trx: Trx, order: string, change: string): void {
  notesOf.get(trx)?.orders.push({ order, change });
}

/** After the commit, the long polls of `site` wake. */
export function noteWorkChange(trx: Trx, site: string): void {
  notesOf.get(trx)?.sites.add(site);
}
