import type { CentralConfig } from '../central-config.ts';
import type { Trx } from '../database/database.ts';
import { insertRows } from '../database/insert-rows.ts';
import { nextNumbers } from '../database/number-series.ts';
import type { Database } from '../database/schema.ts';
import { postEntries } from '../ledger/journal-store.ts';
import { displayMinor } from '../money.ts';
import { recordOrderEvents } from '../process/order-history.ts';
import type { Dispatch, DispatchLine, Misfit, OrderProgress } from '../shipments/order-progress.ts';
import { draftInvoice, type InvoiceDraft, proveLines } from './draft-invoice.ts';

/** A line of a dispatch that cannot be invoiced, with the fact that named it. */
export interface DispatchMisfit extends Misfit {
  readonly fact: Pick<Dispatch, 'site' | 'station' | 'seq'>;
}

interface Proven {
  readonly dispatch: Dispatch;
  readonly goods: readonly DispatchLine[];
  readonly progress: OrderProgress;
}

/**
 * Issues the invoices of all dispatches in `progresses`, numbered without gaps, with their evidence and journal entries, in the
 * transaction that stores the shipments and their facts.
 */
export async function issueInvoices(
  trx: Trx,
  seller: CentralConfig['seller'],
  progresses: readonly OrderProgress[],
  issuedAt: string,
): Promise<readonly DispatchMisfit[]> {
  const misfits: DispatchMisfit[] = [];
  const proven: Proven[] = [];
  for (const progress of progresses) {
    for (const dispatch of progress.changes.dispatches) {
      const result = proveLines(dispatch);
      misfits.push(...result.misfits.map((misfit) => ({ ...misfit, fact: dispatch })));
      if (result.goods.length > 0) proven.push({ dispatch, goods: result.goods, progress });
    }
  }
  if (proven.length > 0) await storeInvoices(trx, await draftAll(trx, seller, proven, issuedAt));
  return misfits;
}

async function draftAll(
  trx: Trx,
  seller: CentralConfig['seller'],
  proven: readonly Proven[],
  issuedAt: string,
): Promise<InvoiceDraft[]> {
  const customers = await loadCustomers(trx, proven);
  const charged = await invoicedOrders(trx, proven);
  const numbers = await nextNumbers(trx, 'invoice', proven.length);
  return proven.map(({ dispatch, goods, progress }, nth) => {
    const { number: order, customer_id } = progress.order;
    const customer = customers.get(customer_id);
    if (customer === undefined) throw new Error(`order ${order}: its customer ${customer_id} vanished`);
    const withFreight = !charged.has(order);
    charged.add(order);
    const number = `INV-${String(numbers[nth]).padStart(6, '0')}`;
    return draftInvoice({ number, dispatch, goods, progress, customer, seller, withFreight, issuedAt });
  });
}

async function loadCustomers(
  trx: Trx,
  proven: readonly Proven[],
): Promise<Map<string, Database['customers']>> {
  const ids = [...new Set(proven.map(({ progress }) => progress.order.customer_id))];
  const rows = await trx.selectFrom('customers').selectAll().where('id', 'in', ids).execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Orders that have an invoice already, and so were charged their freight. */
async function invoicedOrders(trx: Trx, proven: readonly Proven[]): Promise<Set<string>> {
  const orders = proven.map(({ progress }) => progress.order.number);
  const rows = await trx
    .selectFrom('invoices')
    .select('order_number')
    .where('order_number', 'in', orders)
    .execute();
  return new Set(rows.map(({ order_number }) => order_number));
}

async function storeInvoices(trx: Trx, drafts: readonly InvoiceDraft[]): Promise<void> {
  await insertRows(
    trx,
    'invoices',
    drafts.map(({ invoice }) => invoice),
  );
  await insertRows(
    trx,
    'invoice_lines',
    drafts.flatMap(({ lines }) => lines),
  );
  await insertRows(
    trx,
    'invoice_taxes',
    drafts.flatMap(({ taxes }) => taxes),
  );
  await insertRows(
    trx,
    'invoice_line_evidence',
    drafts.flatMap(({ evidence }) => evidence),
  );
  await insertRows(
    trx,
    'invoice_pack_evidence',
    drafts.flatMap(({ packEvidence }) => packEvidence),
  );
  await postEntries(
    trx,
    drafts.flatMap(({ journal }) => journal ?? []),
  );
  await recordOrderEvents(
    trx,
    drafts.map(({ invoice }) => ({
      order: invoice.order_number,
      at: invoice.issued_at,
      type: 'invoice.issued',
      summary: `Invoice ${invoice.number} over ${displayMinor(invoice.gross_minor, invoice.currency)}, due ${invoice.due_on}.`,
      data: { invoice: invoice.number, grossMinor: invoice.gross_minor, dueOn: invoice.due_on },
    })),
  );
}

/** What an invoice stands on is what left: a pick that was undone before gives its place to the one that was made instead. */
export async function swapEvidence(trx: Trx, progresses: readonly OrderProgress[]): Promise<void> {
  const swaps = progresses.flatMap(({ order, changes }) =>
    changes.swaps.map((swap) => ({ ...swap, order: order.number })),
  );
  for (const { order, from, to } of swaps) {
    await trx
      .updateTable('invoice_line_evidence')
      .set({ station: to.station, seq: to.pickSeq, scan_seq: to.scanSeq })
      // By its order, as the key begins with the invoice.
      .where('invoice_number', 'in', ({ selectFrom }) =>
        selectFrom('invoices').select('number').where('order_number', '=', order),
      )
      .where('site', '=', from.site)
      .where('station', '=', from.station)
      .where('seq', '=', from.pickSeq)
      .execute();
  }
}
