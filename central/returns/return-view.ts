import { z } from 'zod';
import { centralErrors } from '../central-errors.ts';
import type { Db } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { totalsOf } from '../orders/pricing.ts';

const returnLine = z.strictObject({
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
  return viewOf(db, row);
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
  const views: ReturnView[] = [];
  for (const row of rows) views.push(await viewOf(db, row));
  return views;
}

async function viewOf(db: Db, row: Database['returns']): Promise<ReturnView> {
  const lines = await db
    .selectFrom('return_lines')
    .innerJoin('order_lines', (join) =>
      join
        .on('order_lines.order_number', '=', row.order_number)
        .onRef('order_lines.line', '=', 'return_lines.line'),
    )
    .selectAll('return_lines')
    .select(['unit_price_minor', 'discount_bp', 'tax_category', 'tax_rate_bp'])
    .where('return_lines.site', '=', row.site)
    .where('return_id', '=', row.id)
    .where('undone', '=', 0)
    .orderBy('return_lines.at')
    .orderBy('station')
    .orderBy('seq')
    .execute();
  const priced = lines.map((line) => ({
    units: line.units,
    unitPriceMinor: line.unit_price_minor,
    discountBp: line.discount_bp,
    taxCategory: line.tax_category,
    taxRateBp: line.tax_rate_bp,
  }));
  return {
    v: 1,
    return: row.id,
    site: row.site,
    order: row.order_number,
    sscc: row.sscc,
    status: row.closed_at === null ? 'open' : 'closed',
    startedAt: row.started_at,
    closedAt: row.closed_at,
    toCreditMinor: totalsOf(priced, 0).grossMinor,
    lines: lines.map(({ line, sku, units, lot, expiry, serial, condition, disposition, ...rest }) => ({
      ...{ line, sku, units, lot, expiry, serial, condition, disposition },
      ...{ location: rest.location, station: rest.station, seq: rest.seq, at: rest.at },
    })),
  };
}
