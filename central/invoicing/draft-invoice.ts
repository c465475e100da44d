import type { CentralConfig } from '../central-config.ts';
import type { Database } from '../database/schema.ts';
import { freightRevenue, outputTax, receivables, revenue } from '../ledger/accounts.ts';
import { credit, debit, type JournalDraft } from '../ledger/journal-entry.ts';
import { lineNetMinor, taxMinor } from '../money.ts';
import type { Dispatch, DispatchLine, Misfit, OrderProgress } from '../shipments/order-progress.ts';
import { partiesOf } from './invoice-parties.ts';
import { paymentReference } from './payment-reference.ts';

/** All rows of one invoice, and its entry in the books; null where there is nothing to pay. */
export interface InvoiceDraft {
  readonly invoice: Database['invoices'];
  readonly lines: readonly Database['invoice_lines'][];
  readonly taxes: readonly Database['invoice_taxes'][];
  readonly evidence: readonly Database['invoice_line_evidence'][];
  readonly journal: JournalDraft | null;
}

export interface InvoiceRequest {
  readonly number: string;
  readonly dispatch: Dispatch;
  /** The proven lines of the dispatch. */
  readonly goods: readonly DispatchLine[];
  readonly progress: OrderProgress;
  readonly customer: Database['customers'];
  readonly seller: CentralConfig['seller'];
  /** Freight is charged once per order. */
  readonly withFreight: boolean;
  readonly issuedAt: string;
}

type InvoiceLine = Database['invoice_lines'];

/**
 * Parts the lines of a dispatch: only units that scans prove, to the last one, may be invoiced (U1).
 */
export function proveLines(dispatch: Dispatch): { goods: DispatchLine[]; misfits: Misfit[] } {
  const goods: DispatchLine[] = [];
  const misfits: Misfit[] = [];
  for (const line of dispatch.lines) {
    const proven = line.proofs.reduce((sum, proof) => sum + proof.units, 0);
    if (proven === line.units) goods.push(line);
    else {
      const message = `Line ${line.line} is not invoiced: ${line.units} of ${line.sku} left with ${dispatch.id}, scans prove ${proven}.`;
      misfits.push({ code: 'PROOF_INCOMPLETE', message });
    }
  }
  return { goods, misfits };
}

/** Makes the invoice of a dispatch: what was scanned at the prices of the order, never what was ordered. Pure. */
export function draftInvoice(request: InvoiceRequest): InvoiceDraft {
  const { number, goods, progress, withFreight } = request;
  const goodsLines = goods.map((line, nth) => goodsLine(number, nth + 1, line, progress));
  const freightMinor = withFreight ? progress.order.freight_minor : 0;
  const charges = freightMinor === 0 ? [] : [freightLine(number, goodsLines, freightMinor)];
  const lines = [...goodsLines, ...charges];
  const taxes = taxSummary(number, lines);
  const invoice = header(request, goodsLines, charges, taxes);
  const evidence = goods.flatMap((line, nth) => evidenceOf(number, nth + 1, line));
  return { invoice, lines, taxes, evidence, journal: journalOf(invoice) };
}

function goodsLine(number: string, line: number, shipped: DispatchLine, { lines }: OrderProgress): InvoiceLine {
  const ordered = lines.get(shipped.line);
  if (ordered === undefined) throw new Error(`invoice ${number}: order line ${shipped.line} vanished`);
  const { unit_price_minor, discount_bp, tax_category, tax_rate_bp, sku, description } = ordered;
  return {
    invoice_number: number,
    line,
    kind: 'goods',
    order_line: shipped.line,
    sku,
    description,
    units: shipped.units,
    unit_price_minor,
    discount_bp,
    net_minor: lineNetMinor(shipped.units, unit_price_minor, discount_bp),
    tax_category,
    tax_rate_bp,
  };
}

/** Freight follows the goods: it bears the category and rate of the line with the highest net amount. */
function freightLine(number: string, goods: readonly InvoiceLine[], freightMinor: number): InvoiceLine {
  const main = goods.reduce((highest, line) => (line.net_minor > highest.net_minor ? line : highest));
  return {
    invoice_number: number,
    line: goods.length + 1,
    kind: 'charge',
    order_line: null,
    sku: null,
    description: 'Freight',
    units: 1,
    unit_price_minor: freightMinor,
    discount_bp: 0,
    net_minor: freightMinor,
    tax_category: main.tax_category,
    tax_rate_bp: main.tax_rate_bp,
  };
}

/** One row per category and rate, its tax rounded once over the whole base (EN 16931 BT-116, BT-117). */
function taxSummary(number: string, lines: readonly InvoiceLine[]): Database['invoice_taxes'][] {
  const bases = new Map<string, Database['invoice_taxes']>();
  for (const { tax_category, tax_rate_bp, net_minor } of lines) {
    const key = `${tax_category} ${tax_rate_bp}`;
    const base_minor = (bases.get(key)?.base_minor ?? 0) + net_minor;
    const tax_minor = taxMinor(base_minor, tax_rate_bp);
    bases.set(key, { invoice_number: number, tax_category, tax_rate_bp, base_minor, tax_minor });
  }
  return [...bases.values()];
}

function header(
  { number, dispatch, progress, customer, seller, issuedAt }: InvoiceRequest,
  goods: readonly InvoiceLine[],
  charges: readonly InvoiceLine[],
  taxes: readonly Database['invoice_taxes'][],
): Database['invoices'] {
  const net = sum(goods.map((line) => line.net_minor));
  const charge = sum(charges.map((line) => line.net_minor));
  const tax = sum(taxes.map((row) => row.tax_minor));
  const issuedOn = issuedAt.slice(0, 10);
  const days = customer.payment_terms_days;
  const gross = net + charge + tax;
  return {
    number,
    order_number: progress.order.number,
    shipment_id: dispatch.id,
    customer_id: customer.id,
    issued_on: issuedOn,
    issued_at: issuedAt,
    due_on: daysAfter(issuedOn, days),
    currency: progress.order.currency,
    status: gross === 0 ? 'paid' : 'open',
    net_minor: net,
    charge_minor: charge,
    tax_minor: tax,
    gross_minor: gross,
    paid_minor: 0,
    payment_reference: paymentReference(number),
    terms: days === 0 ? 'Payable at once' : `Net ${days} days`,
    parties: JSON.stringify(partiesOf(seller, customer, progress.order)),
  };
}

function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

function evidenceOf(number: string, line: number, shipped: DispatchLine): Database['invoice_line_evidence'][] {
  return shipped.proofs.map(({ site, station, pickSeq, scanSeq, units }) => ({
    invoice_number: number,
    line,
    site,
    station,
    seq: pickSeq,
    scan_seq: scanSeq,
    units,
  }));
}

function journalOf(invoice: Database['invoices']): JournalDraft | null {
  if (invoice.gross_minor === 0) return null;
  const income = [
    credit(revenue, invoice.net_minor),
    credit(freightRevenue, invoice.charge_minor),
    credit(outputTax, invoice.tax_minor),
  ];
  return {
    onDate: invoice.issued_on,
    at: invoice.issued_at,
    kind: 'invoice',
    reference: invoice.number,
    description: `Invoice ${invoice.number} for order ${invoice.order_number}`,
    lines: [
      debit(receivables, invoice.gross_minor, invoice.customer_id),
      ...income.filter((line) => line.creditMinor > 0),
    ],
  };
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}
