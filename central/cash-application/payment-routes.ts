import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import type { CentralContext } from '../context.ts';
import type { Db } from '../database/database.ts';
import { eitherWayQuery, pageAnswer, pageOf, towards } from '../paging.ts';
import { groupBy } from '../process/rows.ts';

const listQuery = eitherWayQuery.extend({ status: z.enum(['matched', 'unmatched', 'ignored']).optional() });

const payment = z.strictObject({
  id: z.string(),
  account: z.string(),
  statement: z.string(),
  entry: z.number().int(),
  bookedOn: z.string(),
  amountMinor: z.number().int(),
  currency: z.string(),
  direction: z.string(),
  debtor: z.string().nullable(),
  remittance: z.string(),
  endToEndId: z.string().nullable(),
  status: z.string(),
  reason: z.string(),
  allocations: z.array(
    z.strictObject({
      invoice: z.string(),
      amountMinor: z.number().int(),
      rule: z.string(),
      at: z.string(),
    }),
  ),
});

const docs = {
  list: {
    summary: 'List the movements of the bank, what each one pays and why',
    query: listQuery,
    answer: pageAnswer(payment),
  },
};

/** `GET /v1/payments`: the movements of the bank, what each one pays, and why. */
export function paymentRoutes(app: FastifyInstance, context: CentralContext): void {
  app.get('/v1/payments', { config: { role: 'reader', doc: docs.list } }, async (request) =>
    listPayments(context.db, parseRequest(listQuery, request.query, 'query')),
  );
}

async function listPayments(db: Db, { limit, after, status, order }: z.output<typeof listQuery>) {
  const { beyond, sort } = towards(order);
  const rows = await db
    .selectFrom('payments')
    .innerJoin('bank_statements', 'bank_statements.id', 'payments.statement_id')
    .selectAll('payments')
    .select(['bank_statements.account', 'bank_statements.statement'])
    .$if(after !== undefined, (all) => all.where('payments.id', beyond, after ?? ''))
    .$if(status !== undefined, (all) => all.where('payments.status', '=', status ?? ''))
    .orderBy('payments.id', sort)
    .limit(limit + 1)
    .execute();
  const allocations = await allocationsOf(
    db,
    rows.map(({ id }) => id),
  );
  const items = rows.map((row) => ({
    id: row.id,
    account: row.account,
    statement: row.statement,
    entry: row.entry,
    bookedOn: row.booked_on,
    amountMinor: row.amount_minor,
    currency: row.currency,
    direction: row.direction,
    debtor: row.debtor,
    remittance: row.remittance,
    endToEndId: row.end_to_end_id,
    status: row.status,
    reason: row.reason,
    allocations: (allocations.get(row.id) ?? []).map((share) => ({
      invoice: share.invoice_number,
      amountMinor: share.amount_minor,
      rule: share.rule,
      at: share.at,
    })),
  }));
  return pageOf(items, limit, ({ id }) => id);
}

async function allocationsOf(db: Db, payments: readonly string[]) {
  if (payments.length === 0) return new Map<string, never[]>();
  const rows = await db
    .selectFrom('payment_allocations')
    .selectAll()
    .where('payment_id', 'in', payments)
    .orderBy('invoice_number')
    .execute();
  return groupBy(rows, (row) => row.payment_id);
}
