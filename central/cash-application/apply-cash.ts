import type { Trx } from '../database/database.ts';
import { insertRows } from '../database/insert-rows.ts';
import type { Database } from '../database/schema.ts';
import { postEntries } from '../ledger/journal-store.ts';
import { displayMinor } from '../money.ts';
import { recordOrderEvents } from '../process/order-history.ts';
import { chunksOf, groupBy } from '../process/rows.ts';
import { reconsiderHeldOrders } from '../release/reconsider-held-orders.ts';
import { closeSettledOrders } from './close-orders.ts';
import { type MatchablePayment, type MatchDecision, matchPayments, namesIn } from './match-payment.ts';
import { paymentJournal } from './payment-journal.ts';

/** A credit of a bank statement, in the currency of the books. */
export interface IncomingPayment extends MatchablePayment {
  readonly id: string;
  readonly bookedOn: string;
}

interface Decided {
  readonly payment: IncomingPayment;
  readonly decision: MatchDecision;
}

type InvoiceRow = Database['invoices'];

/** Decides what each payment pays, without writing anything. */
export async function decideCash(trx: Trx, payments: readonly IncomingPayment[]) {
  const invoices = await namedInvoices(trx, payments);
  const decisions = matchPayments(
    payments,
    invoices.map((row) => ({
      number: row.number,
      paymentReference: row.payment_reference,
      currency: row.currency,
      openMinor: row.gross_minor - row.paid_minor,
    })),
  );
  const decided = payments.flatMap((payment, nth) => {
    const decision = decisions[nth];
    return decision === undefined ? [] : [{ payment, decision }];
  });
  return { decided, invoices: new Map(invoices.map((row) => [row.number, row])) };
}

/** Names that can be an invoice number or a creditor reference; other words need no look-up. */
const plausibleName = /^(INV-\d{6,12}|RF\d{2}[A-Z0-9]{1,21})$/;

async function namedInvoices(trx: Trx, payments: readonly IncomingPayment[]): Promise<InvoiceRow[]> {
  const names = new Set(
    payments.flatMap((payment) => [...namesIn(payment)].filter((name) => plausibleName.test(name))),
  );
  const found = new Map<string, InvoiceRow>();
  for (const chunk of chunksOf([...names])) {
    const rows = await trx
      .selectFrom('invoices')
      .selectAll()
      .where((eb) => eb.or([eb('number', 'in', chunk), eb('payment_reference', 'in', chunk)]))
      .execute();
    for (const row of rows) found.set(row.number, row);
  }
  return [...found.values()];
}

/**
 * Books decided payments that are stored already: allocations, journal, invoices paid, orders closed, and the credit that
 * they free goes to the orders that wait for it.
 */
export async function bookCash(
  trx: Trx,
  decided: readonly Decided[],
  invoices: ReadonlyMap<string, InvoiceRow>,
  at: string,
): Promise<void> {
  await storeAllocations(trx, decided, at);
  await payInvoices(trx, decided, invoices);
  const customerOf = (invoice: string) => invoices.get(invoice)?.customer_id ?? null;
  const paying = decided.filter(({ payment }) => payment.amountMinor > 0);
  await postEntries(
    trx,
    paying.map(({ payment, decision }) => paymentJournal(payment, decision.allocations, customerOf, at)),
  );
  await tellOrders(trx, decided, invoices, at);
  await passOnCredit(trx, decided, invoices, at);
}

async function storeAllocations(trx: Trx, decided: readonly Decided[], at: string): Promise<void> {
  const rows = decided.flatMap(({ payment, decision }) =>
    decision.allocations.map(({ invoice, amountMinor, rule }) => ({
      payment_id: payment.id,
      invoice_number: invoice,
      amount_minor: amountMinor,
      rule,
      at,
    })),
  );
  await insertRows(trx, 'payment_allocations', rows);
}

async function payInvoices(
  trx: Trx,
  decided: readonly Decided[],
  invoices: ReadonlyMap<string, InvoiceRow>,
): Promise<void> {
  const allocations = decided.flatMap(({ decision }) => decision.allocations);
  const paid = [...groupBy(allocations, ({ invoice }) => invoice)].flatMap(([number, shares]) => {
    const row = invoices.get(number);
    if (row === undefined) return [];
    const paid_minor = row.paid_minor + shares.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
    return [{ ...row, paid_minor, status: paid_minor === row.gross_minor ? 'paid' : row.status }];
  });
  for (const chunk of chunksOf(paid)) {
    await trx
      .insertInto('invoices')
      .values(chunk)
      .onConflict((conflict) =>
        conflict.column('number').doUpdateSet((eb) => ({
          paid_minor: eb.ref('excluded.paid_minor'),
          status: eb.ref('excluded.status'),
        })),
      )
      .execute();
  }
}

async function tellOrders(
  trx: Trx,
  decided: readonly Decided[],
  invoices: ReadonlyMap<string, InvoiceRow>,
  at: string,
): Promise<void> {
  const events = decided.flatMap(({ payment, decision }) =>
    decision.allocations.flatMap(({ invoice, amountMinor }) => {
      const order = invoices.get(invoice)?.order_number;
      if (order === undefined) return [];
      const summary = `${displayMinor(amountMinor, payment.currency)} came in for invoice ${invoice}.`;
      return [
        { order, at, type: 'payment.matched', summary, data: { payment: payment.id, invoice, amountMinor } },
      ];
    }),
  );
  await recordOrderEvents(trx, events);
  for (const chunk of chunksOf([...new Set(events.map(({ order }) => order))])) {
    await closeSettledOrders(trx, chunk, at);
  }
}

async function passOnCredit(
  trx: Trx,
  decided: readonly Decided[],
  invoices: ReadonlyMap<string, InvoiceRow>,
  at: string,
): Promise<void> {
  const shares = decided.flatMap(({ payment, decision }) =>
    decision.allocations.map(({ invoice }) => ({
      customer: invoices.get(invoice)?.customer_id,
      invoice,
      said: `${payment.id} paid invoice ${invoice}`,
    })),
  );
  for (const [customer, paid] of groupBy(shares, (share) => share.customer)) {
    const [first] = paid;
    if (customer === undefined || first === undefined) continue;
    const more = paid.length > 1 ? ` and ${paid.length - 1} more` : '';
    const freed = {
      because: 'invoice_paid',
      about: first.invoice,
      sentence: `${first.said}${more}.`,
    } as const;
    await reconsiderHeldOrders(trx, customer, freed, at);
  }
}
