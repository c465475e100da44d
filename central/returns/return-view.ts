import { z } from 'zod';
import { centralErrors } from '../central-errors.ts';
import type { Db } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { totalsOf } from '../orders/pricing.ts';
import { groupBy } from '../process/rows.ts';

export const returnLine = z.strictObject({
  line: z.number().int(),
  sku: z.string(),
  units: z.number().int(),
  lot: z.string().nullable(),
  expiry: z.string().nullable(),
  serial: z.string().nullable(),
  condition: z.string(),
  disposition: z.string(),
  location: z.string().nullable(),
  station: z.string(),
  seq: z.number().int(),
  at: z.string(),
});

/** A return as `GET /v1/returns/:return` answers it. Money in minor units. */
export const returnView = z.strictObject({
  v: z.literal(1),
  return: z.string(),
  site: z.string(),
  order: z.string(),
  sscc: z.string().nullable(),
  status: z.enum(['open', 'closed']),
  startedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  /** What the customer paid for it, tax included: what a credit note over it would come to. Nothing is booked. */
  toCreditMinor: z.number().int(),
  lines: z.array(returnLine),
});
type ReturnView = z.output<typeof returnView>;

/** @throws RETURN_UNKNOWN */
export async function readReturn(db: Db, name: string, site: string | undefined): Promise<ReturnView> {
  const rows = await db
    .selectFrom('returns')
    .selectAll()
    .where('id', '=', name)
    .$if(site !== undefined, (query) => query.where('site', '=', site ?? ''))
    .limit(2)
    .execute();
  const [row] = rows;
  if (row === undefined || rows.length > 1) {
    const message = row === undefined ? `there is no return ${name}` : `several sites have a return ${name}`;
    throw centralErrors.fault('RETURN_UNKNOWN', message, { place: 'return' });
  }
  const [view] = await viewsOf(db, [row]);
  if (view === undefined) throw new Error(`return ${name} vanished while it was read`);
  return view;
}

/** By site and name, after one. */
export async function listReturns(
  db: Db,
  {
    after,
    limit,
    order,
  }: { readonly after: string; readonly limit: number; readonly order: string | undefined },
): Promise<ReturnView[]> {
  const [site = '', ...name] = after.split('/');
  const rows = await db
    .selectFrom('returns')
    .selectAll()
    .where(({ eb, refTuple, tuple }) => eb(refTuple('site', 'id'), '>', tuple(site, name.join('/'))))
    .$if(order !== undefined, (query) => query.where('order_number', '=', order ?? ''))
    .orderBy('site')
    .orderBy('id')
    .limit(limit)
    .execute();
  return viewsOf(db, rows);
}

type ReturnRow = Database['returns'];

async function viewsOf(db: Db, rows: readonly ReturnRow[]): Promise<ReturnView[]> {
  const lines = groupBy(await receivedLines(db, rows), keyOf);
  return rows.map((row) => viewOf(row, lines.get(keyOf({ site: row.site, return_id: row.id })) ?? []));
}

export function keyOf({ site, return_id }: { readonly site: string; readonly return_id: string }): string {
  return `${site}/${return_id}`;
}

export type ReceivedLine = Awaited<ReturnType<typeof receivedLines>>[number];

/** What came back with these returns and was not taken back, with the prices of the order. */
export async function receivedLines(db: Db, rows: readonly ReturnRow[]) {
  if (rows.length === 0) return [];
  return db
    .selectFrom('return_lines')
    .innerJoin('returns', (join) =>
      join.onRef('returns.site', '=', 'return_lines.site').onRef('returns.id', '=', 'return_lines.return_id'),
    )
    .innerJoin('order_lines', (join) =>
      join
        .onRef('order_lines.order_number', '=', 'returns.order_number')
        .onRef('order_lines.line', '=', 'return_lines.line'),
    )
    .selectAll('return_lines')
    .select(['returns.order_number', 'unit_price_minor', 'discount_bp', 'tax_category', 'tax_rate_bp'])
    .where('return_lines.site', 'in', [...new Set(rows.map(({ site }) => site))])
    .where(
      'return_lines.return_id',
      'in',
      rows.map(({ id }) => id),
    )
    .where('undone', '=', 0)
    .orderBy('return_lines.at')
    .orderBy('station')
    .orderBy('seq')
    .execute();
}

/** What the customer paid for these lines, tax included. */
export function creditOf(lines: readonly ReceivedLine[]): number {
  const priced = lines.map((line) => ({
    units: line.units,
    unitPriceMinor: line.unit_price_minor,
    discountBp: line.discount_bp,
    taxCategory: line.tax_category,
    taxRateBp: line.tax_rate_bp,
  }));
  return totalsOf(priced, 0).grossMinor;
}

function viewOf(row: ReturnRow, lines: readonly ReceivedLine[]): ReturnView {
  return {
    v: 1,
    return: row.id,
    site: row.site,
    order: row.order_number,
    sscc: row.sscc,
    status: row.closed_at === null ? 'open' : 'closed',
    startedAt: row.started_at,
    closedAt: row.closed_at,
    toCreditMinor: creditOf(lines),
    lines: lines.map(lineView),
  };
}

export function lineView(row: ReceivedLine): z.output<typeof returnLine> {
  const { line, sku, units, lot, expiry, serial, condition, disposition, location, station, seq, at } = row;
  return { line, sku, units, lot, expiry, serial, condition, disposition, location, station, seq, at };
}
