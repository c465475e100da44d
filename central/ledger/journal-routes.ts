import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import type { CentralContext } from '../context.ts';
import type { Db } from '../database/database.ts';
import { type Page, pageAnswer, pageOf, pageQuery } from '../paging.ts';
import { groupBy } from '../process/rows.ts';
import { type Account, accounts } from './accounts.ts';

/** The `next` of a page of entries is the number of its last one. */
const journalQuery = pageQuery.extend({ after: z.coerce.number().int().min(0).default(0) });

const minor = z.number().int();
const entry = z.strictObject({
  number: z.number().int(),
  onDate: z.string(),
  at: z.string(),
  kind: z.string(),
  reference: z.string(),
  /** The order of an invoice; the invoices that a payment pays. */
  about: z.array(z.string()),
  description: z.string(),
  lines: z.array(
    z.strictObject({
      account: z.string(),
      debitMinor: minor,
      creditMinor: minor,
      customer: z.string().nullable(),
    }),
  ),
});
type EntryView = z.output<typeof entry>;

const totals = z.strictObject({ entries: z.number().int(), debitMinor: minor, creditMinor: minor });
const account = z.strictObject({
  account: z.string(),
  name: z.string(),
  debitMinor: minor,
  creditMinor: minor,
  balanceMinor: minor,
});

const docs = {
  journal: {
    summary: 'List the entries of the books in order of their number, with the totals of all of them',
    query: journalQuery,
    answer: pageAnswer(entry).extend({ totals, accounts: z.array(account) }),
  },
};

/** `GET /v1/journal`: the entries in order of their number, and the totals of all of the books. */
export function journalRoutes(app: FastifyInstance, context: CentralContext): void {
  app.get('/v1/journal', { config: { role: 'reader', doc: docs.journal } }, async (request) => {
    const { limit, after } = parseRequest(journalQuery, request.query, 'query');
    const page = await readEntries(context.db, limit, after);
    return { ...page, totals: await journalTotals(context.db), accounts: await accountTotals(context.db) };
  });
}

async function readEntries(db: Db, limit: number, after: number): Promise<Page<EntryView>> {
  const rows = await db
    .selectFrom('journal_entries')
    .selectAll()
    .where('number', '>', after)
    .orderBy('number')
    .limit(limit + 1)
    .execute();
  const lines = await linesOf(
    db,
    rows.map((row) => row.number),
  );
  const about = await aboutOf(db, rows);
  const entries = rows.map(({ number, on_date: onDate, at, kind, reference, description }) => ({
    number,
    onDate,
    at,
    kind,
    reference,
    about: about.get(reference) ?? [],
    description,
    lines: (lines.get(number) ?? []).map((line) => ({
      account: line.account,
      debitMinor: line.debit_minor,
      creditMinor: line.credit_minor,
      customer: line.customer_id,
    })),
  }));
  return pageOf(entries, limit, ({ number }) => String(number));
}

/** What the documents behind entries are about, by the number of the document. */
async function aboutOf(db: Db, entries: readonly { readonly reference: string }[]) {
  const references = entries.map(({ reference }) => reference);
  if (references.length === 0) return new Map<string, string[]>();
  const orders = await db
    .selectFrom('invoices')
    .select(['number as of', 'order_number as about'])
    .where('number', 'in', references)
    .execute();
  const paid = await db
    .selectFrom('payment_allocations')
    .select(['payment_id as of', 'invoice_number as about'])
    .where('payment_id', 'in', references)
    .orderBy('invoice_number')
    .execute();
  const named = groupBy([...orders, ...paid], (row) => row.of);
  return new Map([...named].map(([of, rows]) => [of, rows.map(({ about }) => about)]));
}

async function linesOf(db: Db, entries: readonly number[]) {
  if (entries.length === 0) return new Map<number, never[]>();
  const rows = await db
    .selectFrom('journal_lines')
    .selectAll()
    .where('entry', 'in', entries)
    .orderBy('entry')
    .orderBy('line')
    .execute();
  return groupBy(rows, (row) => row.entry);
}

/** The number of entries, which are numbered without gaps, and the sums of both sides, which are equal. Minor units. */
export async function journalTotals(db: Db): Promise<z.output<typeof totals>> {
  const { last } = await db
    .selectFrom('journal_entries')
    .select(({ fn }) => fn.max<number | null>('number').as('last'))
    .executeTakeFirstOrThrow();
  const sums = await db.selectFrom('account_totals').selectAll().execute();
  return {
    entries: Number(last ?? 0),
    debitMinor: sums.reduce((sum, { debit_minor }) => sum + debit_minor, 0),
    creditMinor: sums.reduce((sum, { credit_minor }) => sum + credit_minor, 0),
  };
}

/** Every account of the chart with its sums; the balance is positive on the debit side. */
async function accountTotals(db: Db) {
  const rows = await db.selectFrom('account_totals').selectAll().execute();
  const sums = new Map(rows.map((row) => [row.account, row]));
  return (Object.keys(accounts) as Account[]).map((account) => {
    const { debit_minor: debitMinor = 0, credit_minor: creditMinor = 0 } = sums.get(account) ?? {};
    const balanceMinor = debitMinor - creditMinor;
    return { account, name: accounts[account], debitMinor, creditMinor, balanceMinor };
  });
}
