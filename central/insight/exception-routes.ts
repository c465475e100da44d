import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import type { CentralContext } from '../context.ts';
import type { Db } from '../database/database.ts';
import { pageAnswer } from '../paging.ts';

const exceptionQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  /** `site/station/seq/code` of the last item of the page before. */
  after: z
    .string()
    .regex(/^[^/]+\/[^/]+\/\d+\/[A-Z_]+$/, 'the `next` of the page before')
    .optional(),
});

const exceptionItem = z.strictObject({
  site: z.string(),
  station: z.string(),
  seq: z.number().int(),
  /** SET_ASIDE_..., CONFLICT, or what of the business it does not fit. */
  code: z.string(),
  message: z.string(),
  at: z.string(),
  /** Of the fact. */
  type: z.string(),
  order: z.string().nullable(),
});

const docs = {
  list: {
    summary: 'List the facts that a person has to look at, and why',
    query: exceptionQuery,
    answer: pageAnswer(exceptionItem),
  },
};

type ExceptionQuery = z.output<typeof exceptionQuery>;

/** `GET /v1/exceptions`: facts that a person has to look at, because they were set aside, contradict a known fact or do not fit the business. */
export function exceptionRoutes(app: FastifyInstance, context: CentralContext): void {
  app.get('/v1/exceptions', { config: { role: 'reader', doc: docs.list } }, async (request) =>
    listExceptions(context.db, parseRequest(exceptionQuery, request.query, 'query')),
  );
}

async function listExceptions(db: Db, { limit, after }: ExceptionQuery) {
  const [site = '', station = '', seq = '0', code = ''] = after?.split('/') ?? [];
  const rows = await irregular(db)
    .where(({ eb, refTuple, tuple }) =>
      eb(refTuple('site', 'station', 'seq', 'code'), '>', tuple(site, station, Number(seq), code)),
    )
    .orderBy('site')
    .orderBy('station')
    .orderBy('seq')
    .orderBy('code')
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit).map(({ order_number: order, ...row }) => ({
    ...row,
    order,
    message: row.code.startsWith('SET_ASIDE') ? detailOf(row.message) : row.message,
  }));
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { v: 1, items, next: more ? `${last.site}/${last.station}/${last.seq}/${last.code}` : null };
}

/** What the fact store wrote beside a fact that it set aside. */
function detailOf(body: string): string {
  return z.object({ detail: z.string() }).parse(JSON.parse(body)).detail;
}

const conflictMessage =
  'Another fact arrived under a number that was taken: two stations share a name, or one was restored.';

/** All kinds in one list; the detail of a set-aside fact stands in its body. */
function irregular(db: Db) {
  const misfits = db
    .selectFrom('fact_exceptions as misfit')
    .innerJoin('facts', (join) =>
      join
        .onRef('facts.site', '=', 'misfit.site')
        .onRef('facts.station', '=', 'misfit.station')
        .onRef('facts.seq', '=', 'misfit.seq'),
    )
    .select(['misfit.site', 'misfit.station', 'misfit.seq', 'misfit.code', 'misfit.message', 'misfit.at'])
    .select(['facts.type', 'facts.order_number']);
  const setAside = db
    .selectFrom('facts')
    .select(['site', 'station', 'seq'])
    .select(({ ref }) => [
      sql<string>`'SET_ASIDE_' || upper(${ref('set_aside')})`.as('code'),
      'body as message',
      'received_at as at',
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
      sql<string>`'conflict'`.as('type'),
      lit(null).as('order_number'),
    ])
    .groupBy(['site', 'station', 'seq']);
  return db.selectFrom(misfits.unionAll(setAside).unionAll(conflicts).as('irregular')).selectAll();
}

/** How many there are of all kinds. */
export async function countExceptions(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom(irregular(db).as('all_of_them'))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}
