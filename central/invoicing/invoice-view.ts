import { z } from 'zod';
import { centralErrors } from '../central-errors.ts';
import type { Db } from '../database/database.ts';
import type { Database } from '../database/schema.ts';
import { groupBy } from '../process/rows.ts';
import { invoiceParties } from './invoice-parties.ts';

const count = z.number().int();

const evidence = z.strictObject({
  site: z.string(),
  station: z.string(),
  seq: count,
  scanSeq: count,
  units: count,
  at: z.string(),
  operator: z.string().nullable(),
});
export type Evidence = z.output<typeof evidence>;

const invoiceLine = z.strictObject({
  line: count,
  kind: z.enum(['goods', 'charge']),
  orderLine: count.nullable(),
  sku: z.string().nullable(),
  description: z.string(),
  units: count,
  unitPriceMinor: count,
  discountBp: count,
  netMinor: count,
  taxCategory: z.string(),
  taxRateBp: count,
  /** The scans that prove a goods line, in order of time; their units sum to the line's. */
  evidence: z.array(evidence),
  /** The packs of what was picked by another scan, maybe at another station. */
  packs: z.array(evidence),
});
export type InvoiceViewLine = z.output<typeof invoiceLine>;

/** An invoice as `GET /v1/invoices/:number` answers it and as it is printed. Money in minor units, rates in basis points. */
export const invoiceView = z.strictObject({
  v: z.literal(1),
  number: z.string(),
  order: z.string(),
  shipment: z.string(),
  customer: z.string(),
  status: z.enum(['open', 'paid']),
  issuedOn: z.string(),
  issuedAt: z.string(),
  /** The day on which the goods left (EN 16931 BT-72). */
  deliveredOn: z.string(),
  dueOn: z.string(),
  currency: z.string(),
  terms: z.string(),
  paymentReference: z.string(),
  netMinor: count,
  chargeMinor: count,
  taxMinor: count,
  grossMinor: count,
  paidMinor: count,
  pdf: z.string(),
  parties: invoiceParties,
  lines: z.array(invoiceLine),
  taxes: z.array(z.strictObject({ category: z.string(), rateBp: count, baseMinor: count, taxMinor: count })),
});
export type InvoiceView = z.output<typeof invoiceView>;

/** @throws INVOICE_UNKNOWN */
export async function readInvoice(db: Db, number: string): Promise<InvoiceView> {
  const row = await shippedInvoices(db).where('number', '=', number).executeTakeFirst();
  if (row === undefined) {
    throw centralErrors.fault('INVOICE_UNKNOWN', `there is no invoice ${number}`, { place: 'path.number' });
  }
  const [view] = await viewInvoices(db, [row]);
  if (view === undefined) throw new Error(`invoice ${number} vanished while it was read`);
  return view;
}

/** The invoices of an order, in the order of their numbers. */
export async function readInvoicesOf(db: Db, order: string): Promise<InvoiceView[]> {
  const rows = shippedInvoices(db).where('invoices.order_number', '=', order).orderBy('invoices.number');
  return viewInvoices(db, await rows.execute());
}

function shippedInvoices(db: Db) {
  return db
    .selectFrom('invoices')
    .innerJoin('shipments', 'shipments.id', 'invoices.shipment_id')
    .selectAll('invoices')
    .select('shipments.dispatched_at');
}

type ShippedInvoice = Database['invoices'] & Pick<Database['shipments'], 'dispatched_at'>;

async function viewInvoices(db: Db, rows: readonly ShippedInvoice[]): Promise<InvoiceView[]> {
  if (rows.length === 0) return [];
  const numbers = rows.map((row) => row.number);
  const lines = await db
    .selectFrom('invoice_lines')
    .selectAll()
    .where('invoice_number', 'in', numbers)
    .orderBy('line')
    .execute();
  const taxes = await db
    .selectFrom('invoice_taxes')
    .selectAll()
    .where('invoice_number', 'in', numbers)
    .orderBy('tax_rate_bp', 'desc')
    .orderBy('tax_category')
    .execute();
  const evidence = groupBy(await readEvidence(db, numbers), (row) => `${row.invoice_number} ${row.line}`);
  const packs = groupBy(
    await readEvidence(db, numbers, 'invoice_pack_evidence'),
    (row) => `${row.invoice_number} ${row.line}`,
  );
  const linesOf = groupBy(lines, (line) => line.invoice_number);
  const taxesOf = groupBy(taxes, (tax) => tax.invoice_number);
  return rows.map((row) => ({
    ...headOf(row),
    lines: (linesOf.get(row.number) ?? []).map((line) =>
      lineView(line, evidence.get(`${row.number} ${line.line}`), packs.get(`${row.number} ${line.line}`)),
    ),
    taxes: (taxesOf.get(row.number) ?? []).map((tax) => ({
      category: tax.tax_category,
      rateBp: tax.tax_rate_bp,
      baseMinor: tax.base_minor,
      taxMinor: tax.tax_minor,
    })),
  }));
}

async function readEvidence(
  db: Db,
  numbers: readonly string[],
  table: 'invoice_line_evidence' | 'invoice_pack_evidence' = 'invoice_line_evidence',
) {
  return db
    .selectFrom(`${table} as evidence`)
    .innerJoin('facts', (join) =>
      join
        .onRef('facts.site', '=', 'evidence.site')
        .onRef('facts.station', '=', 'evidence.station')
        .onRef('facts.seq', '=', 'evidence.seq'),
    )
    .selectAll('evidence')
    .select(['facts.at', 'facts.operator'])
    .where('evidence.invoice_number', 'in', numbers)
    .orderBy('facts.at')
    .orderBy('evidence.station')
    .orderBy('evidence.seq')
    .execute();
}

function headOf(row: ShippedInvoice): Omit<InvoiceView, 'lines' | 'taxes'> {
  return {
    v: 1,
    number: row.number,
    order: row.order_number,
    shipment: row.shipment_id,
    customer: row.customer_id,
    status: row.status === 'paid' ? 'paid' : 'open',
    issuedOn: row.issued_on,
    issuedAt: row.issued_at,
    deliveredOn: row.dispatched_at.slice(0, 10),
    dueOn: row.due_on,
    currency: row.currency,
    terms: row.terms,
    paymentReference: row.payment_reference,
    netMinor: row.net_minor,
    chargeMinor: row.charge_minor,
    taxMinor: row.tax_minor,
    grossMinor: row.gross_minor,
    paidMinor: row.paid_minor,
    pdf: `/v1/invoices/${row.number}/pdf`,
    parties: invoiceParties.parse(JSON.parse(row.parties)),
  };
}

type EvidenceRow = Awaited<ReturnType<typeof readEvidence>>[number];

function lineView(
  row: Database['invoice_lines'],
  evidence: readonly EvidenceRow[] = [],
  packs: readonly EvidenceRow[] = [],
): InvoiceViewLine {
  return {
    line: row.line,
    kind: row.kind === 'charge' ? 'charge' : 'goods',
    orderLine: row.order_line,
    sku: row.sku,
    description: row.description,
    units: row.units,
    unitPriceMinor: row.unit_price_minor,
    discountBp: row.discount_bp,
    netMinor: row.net_minor,
    taxCategory: row.tax_category,
    taxRateBp: row.tax_rate_bp,
    evidence: evidence.map(evidenceView),
    packs: packs.map(evidenceView),
  };
}

function evidenceView(row: EvidenceRow): Evidence {
  const { site, station, seq, scan_seq: scanSeq, units, at, operator } = row;
  return { site, station, seq, scanSeq, units, at, operator };
}
