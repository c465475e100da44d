import { type AliasedExpression, type ExpressionBuilder, sql } from 'kysely';
import { z } from 'zod';
import { textOrder } from '../../kernel/text-order.ts';
import type { Db } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { misfitOfFact } from '../facts/misfit-join.ts';

const conflictMessage =
  'Another fact arrived under a number that was taken: two stations share a name, or one was restored.';

/** Facts that do not fit the business. */
function misfits(db: Db) {
  return db
    .selectFrom('fact_exceptions as misfit')
    .innerJoin('facts', misfitOfFact)
    .select(['misfit.site', 'misfit.station', 'misfit.seq', 'misfit.code', 'misfit.message', 'misfit.at'])
    .select('misfit.at as latest')
    .select(['facts.type', 'facts.order_number']);
}

/** Facts that are no sound ones; the detail stands in their body. */
function setAside(db: Db) {
  return (
    db
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
      .where('type', '=', 'set_aside')
  );
}

/** Two stations with one identity, or one that was restored from a backup, give a number twice. */
function conflicts(db: Db) {
  return db
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
}

/** All kinds in one list. */
export function irregular(db: Db) {
  const all = misfits(db).unionAll(setAside(db)).unionAll(conflicts(db));
  return db.selectFrom(all.as('irregular')).selectAll();
}

interface IrregularRow {
  readonly site: string;
  readonly station: string;
  readonly seq: number;
  readonly code: string;
  readonly message: string;
  readonly at: string;
  /** When the last of it came. */
  readonly latest: string;
  readonly type: string;
  readonly order_number: string | null;
}

interface Wanted {
  readonly settled: boolean;
  /** The last one of the page before. */
  readonly after: Pick<IrregularRow, 'site' | 'station' | 'seq' | 'code'>;
  readonly limit: number;
}

/**
 * A page, in the order of their key, of those that a person settled after the last of it came, or of those that nobody did.
 * Each kind is read no further than the page, however many there ever were.
 */
export async function irregularPage(db: Db, wanted: Wanted): Promise<readonly IrregularRow[]> {
  const kinds = [
    await readKind(db, misfits(db).as('irregular'), wanted),
    await readKind(db, setAside(db).as('irregular'), wanted),
    await readKind(db, conflicts(db).as('irregular'), wanted),
  ];
  return kinds.flat().sort(byKey).slice(0, wanted.limit);
}

type Kind = AliasedExpression<IrregularRow, 'irregular'>;

async function readKind(db: Db, kind: Kind, { settled, after, limit }: Wanted): Promise<IrregularRow[]> {
  return db
    .selectFrom(kind)
    .selectAll()
    .where(settledOrNot(settled))
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('site', 'station', 'seq', 'code'),
        '>',
        tuple(after.site, after.station, after.seq, after.code),
      ),
    )
    .orderBy('site')
    .orderBy('station')
    .orderBy('seq')
    .orderBy('code')
    .limit(limit)
    .execute();
}

function byKey(one: IrregularRow, other: IrregularRow): number {
  return (
    textOrder(one.site, other.site) ||
    textOrder(one.station, other.station) ||
    one.seq - other.seq ||
    textOrder(one.code, other.code)
  );
}

/** Whether somebody settled it after the last of it came. */
function settledOrNot(settled: boolean) {
  return ({
    exists,
    not,
    selectFrom,
  }: ExpressionBuilder<Database & { irregular: IrregularRow }, 'irregular'>) => {
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
  };
}

/** How many there are of all kinds that nobody settled. */
export async function countExceptions(db: Db): Promise<number> {
  // Each is of a fact, so that none has to be looked up to count them.
  const unfit = db
    .selectFrom('fact_exceptions')
    .select(['site', 'station', 'seq', 'code', 'message', 'at', 'at as latest'])
    .select(({ lit }) => [sql<string>`''`.as('type'), lit(null).as('order_number')]);
  const kinds: readonly Kind[] = [
    unfit.as('irregular'),
    setAside(db).as('irregular'),
    conflicts(db).as('irregular'),
  ];
  let sum = 0;
  for (const kind of kinds) {
    const counted = db.selectFrom(kind).where(settledOrNot(false));
    const { count } = await counted
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    sum += Number(count);
  }
  return sum;
}

/** What the fact store wrote beside a fact that it set aside. */
export function messageOf({ code, message }: { readonly code: string; readonly message: string }): string {
  if (!code.startsWith('SET_ASIDE')) return message;
  return z.object({ detail: z.string() }).parse(JSON.parse(message)).detail;
}
