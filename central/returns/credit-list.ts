import { z } from 'zod';
import type { Db } from '../database/database.ts';
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
  /** What the customer was billed for these units, tax included: of a line no more than its invoices have, over all returns. */
  toCreditMinor: z.number().int(),
  /** Each is a fact: `station` and `seq` name it. */
  lines: z.array(
    returnLine.extend({
      /** The invoices with the line of the order; none if nothing was billed. */
      invoices: z.array(z.string()),
      /** Of its units, those that were billed, and so are to be credited. */
      billedUnits: z.number().int(),
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
  if (rows.length === 0) return [];
  const orders = [...new Set(rows.map(({ order_number }) => order_number))];
  const billed = await billedLines(db, orders);
  const all = await db.selectFrom('returns').selectAll().where('order_number', 'in', orders).execute();
  const lines = shareOut(await receivedLines(db, all), billed);
  const linesOf = groupBy(lines, keyOf);
  return rows.map((row) => viewOf(row, linesOf.get(keyOf({ site: row.site, return_id: row.id })) ?? []));
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

interface Billed {
  readonly invoices: readonly string[];
  readonly units: number;
}

/** What was invoiced of each line of these orders. */
async function billedLines(db: Db, orders: readonly string[]): Promise<ReadonlyMap<string, Billed>> {
  const found = await db
    .selectFrom('invoices')
    .innerJoin('invoice_lines', 'invoice_lines.invoice_number', 'invoices.number')
    .select(['invoices.number', 'invoices.order_number', 'invoice_lines.order_line', 'invoice_lines.units'])
    .where('invoices.order_number', 'in', orders)
    .where('invoice_lines.order_line', 'is not', null)
    .orderBy('invoices.number')
    .execute();
  const byLine = groupBy(found, ({ order_number, order_line }) => lineKey(order_number, order_line));
  return new Map(
    [...byLine].map(([key, group]) => [
      key,
      {
        invoices: [...new Set(group.map(({ number }) => number))],
        units: group.reduce((sum, { units }) => sum + units, 0),
      },
    ]),
  );
}

interface CreditedLine extends ReceivedLine {
  readonly invoices: readonly string[];
  readonly billedUnits: number;
}

/** What was billed of a line is credited to what came back of it first: never more than that, in however many returns it came. */
function shareOut(lines: readonly ReceivedLine[], billed: ReadonlyMap<string, Billed>): CreditedLine[] {
  const taken = new Map<string, number>();
  return lines.map((line) => {
    const key = lineKey(line.order_number, line.line);
    const { invoices = [], units = 0 } = billed.get(key) ?? {};
    const before = taken.get(key) ?? 0;
    const billedUnits = Math.min(line.units, units - before);
    taken.set(key, before + billedUnits);
    return { ...line, invoices, billedUnits };
  });
}

function viewOf(row: ClosedReturn, lines: readonly CreditedLine[]): ReturnToCredit {
  return {
    return: row.id,
    site: row.site,
    order: row.order_number,
    customer: { id: row.customer_id, name: row.customer_name },
    currency: row.currency,
    closedAt: row.closed_at ?? '',
    toCreditMinor: creditOf(lines.map((line) => ({ ...line, units: line.billedUnits }))),
    lines: lines.map((line) => ({
      ...lineView(line),
      invoices: [...line.invoices],
      billedUnits: line.billedUnits,
    })),
  };
}
