import { textOrder } from '../../kernel/text-order.ts';
import type { Db } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { chunksOf, groupBy } from '../process/rows.ts';
import { type BilledLine, creditReturns, type ReturnCredit, type ReturnedGoods } from './return-credit.ts';

export type ReturnRow = Database['returns'];
type ReceivedLine = Omit<Database['return_lines'], 'counted'> & { readonly excess: number };
export type OrderReturnCredit = ReturnCredit<ReceivedLine>;
export type CreditedLine = OrderReturnCredit['lines'][number];

export function creditKey({ site, id }: Pick<ReturnRow, 'site' | 'id'>): string {
  return `${site}/${id}`;
}

/**
 * What each return of these orders is credited, by `creditKey`. Closed ones come first, in the order in which they were
 * heard of: what is open may change, and what was closed without a network comes late, and neither may move what an
 * accountant credited already.
 */
export async function loadCredits(
  db: Db,
  orders: readonly string[],
): Promise<ReadonlyMap<string, OrderReturnCredit>> {
  const credits = new Map<string, OrderReturnCredit>();
  for (const chunk of chunksOf([...new Set(orders)])) {
    const returns = await returnedGoods(db, chunk);
    for (const [key, credit] of creditReturns(returns, await billedLines(db, chunk)))
      credits.set(key, credit);
  }
  return credits;
}

async function returnedGoods(db: Db, orders: readonly string[]): Promise<ReturnedGoods<ReceivedLine>[]> {
  const rows = await db.selectFrom('returns').selectAll().where('order_number', 'in', orders).execute();
  const linesOf = groupBy(await receivedLines(db, orders), (line) =>
    creditKey({ site: line.site, id: line.return_id }),
  );
  return rows.toSorted(asCredited).map((row) => {
    const key = creditKey(row);
    return { key, order: row.order_number, lines: linesOf.get(key) ?? [] };
  });
}

/** What came back and was not taken back: of what a station said, what counts. */
async function receivedLines(db: Db, orders: readonly string[]): Promise<ReceivedLine[]> {
  const rows = await db
    .selectFrom('returns')
    .innerJoin('return_lines', (join) =>
      join.onRef('return_lines.site', '=', 'returns.site').onRef('return_lines.return_id', '=', 'returns.id'),
    )
    .selectAll('return_lines')
    .where('returns.order_number', 'in', orders)
    .where('return_lines.undone', '=', 0)
    .orderBy('return_lines.at')
    .orderBy('return_lines.station')
    .orderBy('return_lines.seq')
    .execute();
  return rows.map(({ units: said, counted: units, ...row }) => ({ ...row, units, excess: said - units }));
}

async function billedLines(db: Db, orders: readonly string[]): Promise<BilledLine[]> {
  const rows = await db
    .selectFrom('invoices')
    .innerJoin('invoice_lines', 'invoice_lines.invoice_number', 'invoices.number')
    .select(['invoices.number', 'invoices.order_number', 'invoice_lines.order_line', 'invoice_lines.units'])
    .select(['unit_price_minor', 'discount_bp', 'tax_category', 'tax_rate_bp'])
    .where('invoices.order_number', 'in', orders)
    .where('invoice_lines.order_line', 'is not', null)
    .orderBy('invoices.issued_at')
    .orderBy('invoices.number')
    .orderBy('invoice_lines.line')
    .execute();
  return rows.map((row) => ({
    invoice: row.number,
    order: row.order_number,
    orderLine: row.order_line ?? 0,
    units: row.units,
    unitPriceMinor: row.unit_price_minor,
    discountBp: row.discount_bp,
    taxCategory: row.tax_category,
    taxRateBp: row.tax_rate_bp,
  }));
}

function asCredited(one: ReturnRow, other: ReturnRow): number {
  const [last, before] = [one.closing ?? Infinity, other.closing ?? Infinity];
  if (last !== before) return last < before ? -1 : 1;
  return textOrder(one.site, other.site) || textOrder(one.id, other.id);
}
