import { sql } from 'kysely';
import { z } from 'zod';
import type { Db } from '../database/database.ts';
import { misfitOfFact } from '../facts/misfit-join.ts';

const conflictMessage =
  'Another fact arrived under a number that was taken: two stations share a name, or one was restored.';

/** All kinds in one list; the detail of a set-aside fact stands in its body. */
export function irregular(db: Db) {
  const misfits = db
    .selectFrom('facts')
    .innerJoin('fact_exceptions as misfit', misfitOfFact)
    .select(['misfit.site', 'misfit.station', 'misfit.seq', 'misfit.code', 'misfit.message', 'misfit.at'])
    .select('misfit.at as latest')
    .select(['facts.type', 'facts.order_number']);
  const setAside = db
    .selectFrom('facts')
    .select(['site', 'station', 'seq'])
    .select(({ ref }) => [
      sql<string>`'SET_ASIDE_' || upper(${ref('set_aside')})`.as('code'),
      'body as message',
      'received_at as at',
      'received_at as latest',
      'type',
      'order_number',
    ])
    // By the index of facts, as set-aside ones are few among very many.
    .where('order_number', 'is', null)
    .where('type', '=', 'set_aside');
  // Two stations with one identity, or one that was restored from a backup, give a number twice.
  const conflicts = db
    .selectFrom('fact_conflicts')
    .select(['site', 'station', 'seq'])
    .select(({ fn, lit }) => [
      sql<string>`'CONFLICT'`.as('code'),
      sql<string>`${sql.lit(conflictMessage)}`.as('message'),
      fn.min('received_at').as('at'),
      fn.max('received_at').as('latest'),
      sql<string>`'conflict'`.as('type'),
      lit(null).as('order_number'),
    ])
    .groupBy(['site', 'station', 'seq']);
  return db.selectFrom(misfits.unionAll(setAside).unionAll(conflicts).as('irregular')).selectAll();
}

/** Of them, those that a person settled after the last of it came, or those that nobody did. */
export function irregularOnes(db: Db, settled: boolean) {
  return irregular(db).where(({ exists, not, selectFrom }) => {
    const settlement = exists(
      selectFrom('exception_settlements as settlement')
        .select('settlement.at')
        .whereRef('settlement.site', '=', 'irregular.site')
        .whereRef('settlement.station', '=', 'irregular.station')
        .whereRef('settlement.seq', '=', 'irregular.seq')
        .whereRef('settlement.code', '=', 'irregular.code')
        .whereRef('settlement.at', '>=', 'irregular.latest'),
    );
    return settled ? settlement : not(settlement);
  });
}

/** How many there are of all kinds that nobody settled. */
export async function countExceptions(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom(irregularOnes(db, false).as('all_of_them'))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** What the fact store wrote beside a fact that it set aside. */
export function messageOf({ code, message }: { readonly code: string; readonly message: string }): string {
  if (!code.startsWith('SET_ASIDE')) return message;
  return z.object({ detail: z.string() }).parse(JSON.parse(message)).detail;
}
