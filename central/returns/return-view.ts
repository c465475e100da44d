import { z } from 'zod';
import { centralErrors } from '../central-errors.ts';
import type { Db } from '../database/database.ts';
import {
  type CreditedLine,
  creditKey,
  loadCredits,
  type OrderReturnCredit,
  type ReturnRow,
} from './load-credits.ts';

const count = z.number().int();

const returnLine = z.strictObject({
  line: count,
  sku: z.string(),
  /** Those that count: they are credited, and in stock if they may be sold again. */
  units: count,
  /** What the station said beyond them: it waits at `GET /v1/exceptions` for a person. */
  excess: count,
  lot: z.string().nullable(),
  expiry: z.string().nullable(),
  serial: z.string().nullable(),
  condition: z.string(),
  disposition: z.string(),
  location: z.string().nullable(),
  station: z.string(),
  seq: count,
  at: z.string(),
  /** The invoices that bill its units. Over all returns no more of a line than its invoices have: the rest was never billed. */
  credited: z.array(z.strictObject({ invoice: z.string(), units: count })),
});

const invoiceCredit = z.strictObject({
  invoice: z.string(),
  netMinor: count,
  taxMinor: count,
  grossMinor: count,
  taxes: z.array(z.strictObject({ category: z.string(), rateBp: count, baseMinor: count, taxMinor: count })),
});

/** What a credit note over a return would come to, and its proof. Money in minor units. Nothing is booked. */
export const creditMembers = z.strictObject({
  /** What the customer was billed for what came back, tax included and freight not: the sum of `credits`. */
  toCreditMinor: count,
  /** What to take off each invoice. The credits of all returns of what an invoice bills come to its goods, to the cent. */
  credits: z.array(invoiceCredit),
  /** Each is a fact: `station` and `seq` name it. */
  lines: z.array(returnLine),
});

/** A return as `GET /v1/returns/:return` answers it. */
export const returnView = z.strictObject({
  v: z.literal(1),
  return: z.string(),
  site: z.string(),
  order: z.string(),
  sscc: z.string().nullable(),
  status: z.enum(['open', 'closed']),
  startedAt: z.string().nullable(),
  closedAt: z.string().nullable(),
  ...creditMembers.shape,
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

async function viewsOf(db: Db, rows: readonly ReturnRow[]): Promise<ReturnView[]> {
  const credits = await loadCredits(
    db,
    rows.map(({ order_number }) => order_number),
  );
  return rows.map((row) => viewOf(row, creditView(credits.get(creditKey(row)))));
}

function viewOf(row: ReturnRow, credit: z.output<typeof creditMembers>): ReturnView {
  return {
    v: 1,
    return: row.id,
    site: row.site,
    order: row.order_number,
    sscc: row.sscc,
    status: row.closed_at === null ? 'open' : 'closed',
    startedAt: row.started_at,
    closedAt: row.closed_at,
    ...credit,
  };
}

export function creditView({ lines, credits }: OrderReturnCredit = none): z.output<typeof creditMembers> {
  return {
    toCreditMinor: credits.reduce((sum, { grossMinor }) => sum + grossMinor, 0),
    credits: credits.map((credit) => ({ ...credit, taxes: [...credit.taxes] })),
    lines: lines.map(lineView),
  };
}

/** Of a return that came between the reading of the list and of what came back. */
const none: OrderReturnCredit = { lines: [], credits: [] };

function lineView(row: CreditedLine): z.output<typeof returnLine> {
  return {
    line: row.line,
    sku: row.sku,
    units: row.units,
    excess: row.excess,
    lot: row.lot,
    expiry: row.expiry,
    serial: row.serial,
    condition: row.condition,
    disposition: row.disposition,
    location: row.location,
    station: row.station,
    seq: row.seq,
    at: row.at,
    credited: [...row.credited],
  };
}
