import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isoInstant } from '../../kernel/clock.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import { siteId, stationId } from '../../protocols/wire/ids.ts';
import type { CentralContext } from '../context.ts';
import type { Db } from '../database/database.ts';
import { withTransaction } from '../database/transaction.ts';
import { pageAnswer } from '../paging.ts';
import { irregularPage, messageOf } from './irregular.ts';
import { exceptionKey, settleException, settlement, settlementsOf } from './settle-exception.ts';

const exceptionQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  /** `site/station/seq/code` of the last item of the page before. */
  after: z
    .string()
    .regex(/^[^/]+\/[^/]+\/\d{1,15}\/[A-Z_]+$/, 'the `next` of the page before')
    .optional(),
  /** Those that a person settled, instead of those that nobody did. */
  settled: z.enum(['true', 'false']).default('false'),
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
  /** Who settled it and why; null while nobody did. */
  settled: settlement.nullable(),
});

const exceptionParams = z.strictObject({
  site: siteId,
  station: stationId,
  seq: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  code: z.string().regex(/^[A-Z_]{1,60}$/),
});
const settleBody = z.strictObject({
  reason: z.string().trim().min(1).max(500),
  /** The person, if it is not the one whose token this is. */
  by: z.string().trim().min(1).max(100).optional(),
});

const docs = {
  list: {
    summary: 'List the facts that a person has to look at, and why',
    query: exceptionQuery,
    answer: pageAnswer(exceptionItem),
  },
  settle: {
    summary: 'Settle an exception: say why nobody has to look at it any more',
    params: exceptionParams,
    body: settleBody,
    answer: exceptionParams.extend({ v: z.literal(1), seq: z.number().int(), settled: settlement }),
  },
};

type ExceptionQuery = z.output<typeof exceptionQuery>;

/**
 * `GET /v1/exceptions`: facts that a person has to look at, because they were set aside, contradict a known fact or do not fit the
 * business. `POST /v1/exceptions/:site/:station/:seq/:code/settle` says that somebody did, who and why.
 */
export function exceptionRoutes(app: FastifyInstance, context: CentralContext): void {
  app.get('/v1/exceptions', { config: { role: 'reader', doc: docs.list } }, async (request) =>
    listExceptions(context.db, parseRequest(exceptionQuery, request.query, 'query')),
  );

  app.post(
    '/v1/exceptions/:site/:station/:seq/:code/settle',
    { config: { role: 'operator', doc: docs.settle } },
    async (request) => {
      const key = parseRequest(exceptionParams, request.params, 'path');
      const { reason, by = request.caller?.name ?? 'unknown' } = parseRequest(settleBody, request.body);
      const settled = { at: isoInstant(context.clock.now()), by, reason };
      await withTransaction(context, (trx) => settleException(trx, key, settled));
      context.log.info({ event: 'exception.settled', ...key, by }, 'an exception was settled');
      return { v: 1, ...key, settled };
    },
  );
}

async function listExceptions(db: Db, { limit, after, settled }: ExceptionQuery) {
  const [site = '', station = '', seq = '0', code = ''] = after?.split('/') ?? [];
  const rows = await irregularPage(db, {
    settled: settled === 'true',
    after: { site, station, seq: Number(seq), code },
    limit: limit + 1,
  });
  const settlements = settled === 'true' ? await settlementsOf(db, rows) : new Map<string, never>();
  const items = rows.slice(0, limit).map(({ order_number: order, latest: _latest, ...row }) => ({
    ...row,
    order,
    message: messageOf(row),
    settled: settlements.get(exceptionKey(row)) ?? null,
  }));
  const last = items.at(-1);
  return { v: 1, items, next: rows.length > limit && last !== undefined ? exceptionKey(last) : null };
}
