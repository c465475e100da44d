import { sql } from 'kysely';
import type { Trx } from './database.ts';
import { isPostgres } from './dialect.ts';

/**
 * Why locks, and which: SQLite has one writer, and the rules of this program are written for that. They read what is
 * open, free or next in number, decide, and write; between the two nothing may change. On PostgreSQL several replicas write, so
 * each transaction takes a lock of its database before it reads, and then everything holds that holds on SQLite.
 *
 * SERIALIZABLE would give the same by aborting. But numbers without gaps (of invoices, journal entries, the lines of
 * histories, the cursors of the work feed) are rows that every transaction of the business changes, so nearly every two
 * that overlap would collide, and one would be run again; row locks alone are taken in another order by each transaction,
 * and so block each other for good. Waiting in one queue is the same order without either. READ COMMITTED then reads, after
 * the wait, all that was committed before it.
 *
 * What costs processor time, checking the hashes and signatures of facts, is done before the books are taken, under the
 * lock of its site alone: so replicas share that work. Always a site first, then the books: nobody can wait in a circle.
 *
 * Locks end with their transaction, also if the process dies.
 */
const lockClass = { schema: 1_885_434_881, books: 1_885_434_882, site: 1_885_434_883 };

/** Orders, credit, stock, invoices, money and the work feed: one transaction at a time. */
export async function lockBooks(trx: Trx): Promise<void> {
  await lock(trx, lockClass.books, '');
}

/** The sequences of facts of a site: one upload at a time. */
export async function lockFactsOf(trx: Trx, site: string): Promise<void> {
  await lock(trx, lockClass.site, site);
}

/** The schema: one replica at a time brings it up to date. */
export async function lockSchema(trx: Trx): Promise<void> {
  await lock(trx, lockClass.schema, '');
}

async function lock(trx: Trx, kind: number, name: string): Promise<void> {
  if (!isPostgres(trx)) return;
  // Two names with one hash only wait for each other without need.
  await sql`select pg_advisory_xact_lock(${sql.lit(kind)}, hashtext(${name}))`.execute(trx);
}
