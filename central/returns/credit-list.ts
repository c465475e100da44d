import { z } from 'zod';
import type { Db } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { groupBy } from '../process/rows.ts';
import { creditOf, keyOf, lineView, type ReceivedLine, receivedLines, returnLine } from './return-view.ts';

/** A return that is closed, and what a credit note over it would come to. Money in minor units. Nothing is booked. */
export const returnToCredit = z.strictObject({
  return: z.string(),
  site: z.string(),
  order: z.string(),
  customer: z.strictObject({ id: z.string(), name: z.string() }),
  currency: z.string(),
  closedAt: z.string(),
  /** What the customer was billed for the lines of `lines` that have an invoice, tax included. */
  toCreditMinor: z.number().int(),
  /** Each is a fact: `station` and `seq` name it. */
  lines: z.array(
    returnLine.extend({
      /** The invoices with the line of the order; none if nothing was billed, and so nothing is to be credited. */
      invoices: z.array(z.string()),
    }),
  ),
});
type ReturnToCredit = z.output<typeof returnToCredit>;

export interface CreditFilter {
  /** Where the page before ended: `closedAt/site/return`. */
  readonly after: string;
  readonly limit: number;
  /** ISO dates of the day on which it was closed, both included. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export function positionOf({ closedAt, site, return: name }: ReturnToCredit): string {
  return `${closedAt}/${site}/${name}`;
}

/** Closed returns of which something came back, the oldest first. */
export async function listReturnsToCredit(db: Db, filter: CreditFilter): Promise<ReturnToCredit[]> {
  const rows = await closedReturns(db, filter);
  const lines = await receivedLines(db, rows);
  const invoices = await invoicesOf(db, rows);
  const linesOf = groupBy(lines, keyOf);
  return rows.map((row) =>
    viewOf(row, linesOf.get(keyOf({ site: row.site, return_id: row.id })) ?? [], invoices),
  );
}

async function closedReturns(db: Db, { after, limit, from = '', to }: CreditFilter) {
  const [closedAt = '', site = '', ...name] = after.split('/');
  return db
    .selectFrom('returns')
    .innerJoin('orders', 'orders.number', 'returns.order_number')
    .innerJoin('customers', 'customers.id', 'orders.customer_id')
    .selectAll('returns')
    .select(['orders.currency', 'customers.id as customer_id', 'customers.name as customer_name'])
    .where('returns.closed_at', '>=', from)
    .$if(to !== undefined, (query) => query.where('returns.closed_at', '<', `${to}U`))
    .where(({ eb, refTuple, tuple }) =>
      eb(
        refTuple('returns.closed_at', 'returns.site', 'returns.id'),
        '>',
        tuple(closedAt, site, name.join('/')),
      ),
    )
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('return_lines')
          .select('return_lines.seq')
          .whereRef('return_lines.site', '=', 'returns.site')
          .whereRef('return_lines.return_id', '=', 'returns.id')
          .where('return_lines.undone', '=', 0),
      ),
    )
    .orderBy('returns.closed_at')
    .orderBy('returns.site')
    .orderBy('returns.id')
    .limit(limit)
    .execute();
}

type ClosedReturn = Awaited<ReturnType<typeof closedReturns>>[number];

const lineKey = (order: string, line: number | null) => `${order} ${line}`;

async function invoicesOf(
  db: Db,
  rows: readonly Database['returns'][],
): Promise<ReadonlyMap<string, string[]>> {
  if (rows.length === 0) return new Map();
  const found = await db
    .selectFrom('invoices')
    .innerJoin('invoice_lines', 'invoice_lines.invoice_number', 'invoices.number')
    .select(['invoices.number', 'invoices.order_number', 'invoice_lines.order_line'])
    .where('invoices.order_number', 'in', [...new Set(rows.map(({ order_number }) => order_number))])
    .where('invoice_lines.order_line', 'is not', null)
    .orderBy('invoices.number')
    .execute();
  const byLine = groupBy(found, ({ order_number, order_line }) => lineKey(order_number, order_line));
  return new Map([...byLine].map(([key, group]) => [key, [...new Set(group.map(({ number }) => number))]]));
}

function viewOf(
  row: ClosedReturn,
  lines: readonly ReceivedLine[],
  invoices: ReadonlyMap<string, string[]>,
): ReturnToCredit {
  const billedBy = (line: ReceivedLine) => invoices.get(lineKey(row.order_number, line.line)) ?? [];
  return {
    return: row.id,
    site: row.site,
    order: row.order_number,
    customer: { id: row.customer_id, name: row.customer_name },
    currency: row.currency,
    closedAt: row.closed_at ?? '',
    toCreditMinor: creditOf(lines.filter((line) => billedBy(line).length > 0)),
    lines: lines.map((line) => ({ ...lineView(line), invoices: billedBy(line) })),
  };
}
