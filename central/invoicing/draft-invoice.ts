import type { CentralConfig } from '../central-config.ts';
import type { Database } from '../database/schema.ts';
import { freightRevenue, outputTax, receivables, revenue } from '../ledger/accounts.ts';
import { credit, debit, type JournalDraft } from '../ledger/journal-entry.ts';
import { mainRate, netOf, type PricedLine, type Totals, totalsOf } from '../orders/pricing.ts';
import { groupBy } from '../process/rows.ts';
import type { Dispatch, DispatchLine, Misfit, OrderProgress, Proof } from '../shipments/order-progress.ts';
import { partiesOf } from './invoice-parties.ts';
import { paymentReference } from './payment-reference.ts';

/** All rows of one invoice, and its entry in the books; null where there is nothing to pay. */
export interface InvoiceDraft {
  readonly invoice: Database['invoices'];
  readonly lines: readonly Database['invoice_lines'][];
  readonly taxes: readonly Database['invoice_taxes'][];
  readonly evidence: readonly Database['invoice_line_evidence'][];
  readonly packEvidence: readonly Database['invoice_pack_evidence'][];
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
      const message =
        `Line ${line.line} is not invoiced: ${line.units} of ${line.sku} left with ${dispatch.id}, scans prove ${proven}. ` +
        `Find out with ${dispatch.station} and the customer what was in it; order ${dispatch.order} stays open until then.`;
      misfits.push({ code: 'PROOF_INCOMPLETE', message });
    }
  }
  return { goods, misfits };
}

/** Makes the invoice of a dispatch: what was scanned at the prices of the order, never what was ordered. Pure. */
export function draftInvoice(request: InvoiceRequest): InvoiceDraft {
  const { number, goods, progress, withFreight } = request;
  const prices = goods.map((line) => priceOf(line, progress));
  const totals = totalsOf(prices, withFreight ? progress.order.freight_minor : 0);
  const goodsLines = goods.map((line, nth) => goodsLine(number, nth + 1, line, progress));
  const charges = totals.freightMinor === 0 ? [] : [freightLine(number, prices, totals.freightMinor)];
  const invoice = header(request, totals);
  return {
    invoice,
    lines: [...goodsLines, ...charges],
    taxes: totals.taxes.map((tax) => ({
      invoice_number: number,
      tax_category: tax.category,
      tax_rate_bp: tax.rateBp,
      base_minor: tax.baseMinor,
      tax_minor: tax.taxMinor,
    })),
    evidence: goods.flatMap((line, nth) => evidenceOf(number, nth + 1, line)),
    packEvidence: goods.flatMap((line, nth) => packEvidenceOf(number, nth + 1, line)),
    journal: journalOf(invoice),
  };
}

/** The units that left at the price of the order. */
function priceOf(shipped: DispatchLine, progress: OrderProgress): PricedLine {
  const { unit_price_minor, discount_bp, tax_category, tax_rate_bp } = orderedLine(shipped, progress);
  return {
    units: shipped.units,
    unitPriceMinor: unit_price_minor,
    discountBp: discount_bp,
    taxCategory: tax_category,
    taxRateBp: tax_rate_bp,
  };
}

function orderedLine(shipped: DispatchLine, { order, lines }: OrderProgress): Database['order_lines'] {
  const line = lines.get(shipped.line);
  if (line === undefined)
    throw new Error(`order ${order.number} has no line ${shipped.line} that was shipped`);
  return line;
}

function goodsLine(
  number: string,
  line: number,
  shipped: DispatchLine,
  progress: OrderProgress,
): InvoiceLine {
  const { sku, description } = orderedLine(shipped, progress);
  const price = priceOf(shipped, progress);
  return {
    invoice_number: number,
    line,
    kind: 'goods',
    order_line: shipped.line,
    sku,
    description,
    units: shipped.units,
    unit_price_minor: price.unitPriceMinor,
    discount_bp: price.discountBp,
    net_minor: netOf(price),
    tax_category: price.taxCategory,
    tax_rate_bp: price.taxRateBp,
  };
}

function freightLine(number: string, goods: readonly PricedLine[], freightMinor: number): InvoiceLine {
  const { taxCategory, taxRateBp } = mainRate(goods);
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
    tax_category: taxCategory,
    tax_rate_bp: taxRateBp,
  };
}

function header(
  { number, dispatch, progress, customer, seller, issuedAt }: InvoiceRequest,
  totals: Totals,
): Database['invoices'] {
  const issuedOn = issuedAt.slice(0, 10);
  const days = customer.payment_terms_days;
  return {
    number,
    order_number: progress.order.number,
    shipment_id: dispatch.id,
    customer_id: customer.id,
    issued_on: issuedOn,
    issued_at: issuedAt,
    due_on: daysAfter(issuedOn, days),
    currency: progress.order.currency,
    status: totals.grossMinor === 0 ? 'paid' : 'open',
    net_minor: totals.netMinor,
    charge_minor: totals.freightMinor,
    tax_minor: totals.taxMinor,
    gross_minor: totals.grossMinor,
    paid_minor: 0,
    payment_reference: paymentReference(number),
    terms: days === 0 ? 'Payable at once' : `Net ${days} days`,
    parties: JSON.stringify(partiesOf(seller, customer, progress.order)),
  };
}

function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}

type EvidenceRow = Database['invoice_line_evidence'];

/** The picks that prove a line: one row for each, however many parcels it lies in. */
function evidenceOf(number: string, line: number, shipped: DispatchLine): EvidenceRow[] {
  const rows = [...groupBy(shipped.proofs, ({ pick }) => pick)];
  return rows.map(([{ site, station, pickSeq, scanSeq }, proofs]) => ({
    ...{ invoice_number: number, line, site, station, seq: pickSeq, scan_seq: scanSeq },
    units: unitsOf(proofs),
  }));
}

/** The packs of what was picked by another scan, maybe at another station. */
function packEvidenceOf(number: string, line: number, shipped: DispatchLine): EvidenceRow[] {
  const apart = shipped.proofs.filter(
    ({ pick, pack }) => pick.station !== pack.station || pick.scanSeq !== pack.scanSeq,
  );
  return [...groupBy(apart, ({ pack }) => pack)].map(([{ site, station, packSeq, scanSeq }, proofs]) => ({
    ...{ invoice_number: number, line, site, station, seq: packSeq, scan_seq: scanSeq },
    units: unitsOf(proofs),
  }));
}

function unitsOf(proofs: readonly Proof[]): number {
  return proofs.reduce((sum, { units }) => sum + units, 0);
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
