import { bank, receivables, unallocatedCash } from '../ledger/accounts.ts';
import { credit, debit, type JournalDraft } from '../ledger/journal-entry.ts';
import type { Allocation } from './match-payment.ts';

/** Money that came in: into the bank, against the receivables that it pays; what pays nothing yet is owed to the payer. */
export function paymentJournal(
  payment: { readonly id: string; readonly bookedOn: string; readonly amountMinor: number },
  allocations: readonly Allocation[],
  customerOf: (invoice: string) => string | null,
  at: string,
): JournalDraft {
  const allocated = allocations.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const rest = payment.amountMinor - allocated;
  const invoices = allocations.map(({ invoice }) => invoice).join(', ');
  return {
    onDate: payment.bookedOn,
    at,
    kind: 'payment',
    reference: payment.id,
    description: `Payment ${payment.id}${invoices === '' ? ', not allocated' : ` of ${invoices}`}`.slice(
      0,
      400,
    ),
    lines: [
      debit(bank, payment.amountMinor),
      ...allocations.map(({ invoice, amountMinor }) => credit(receivables, amountMinor, customerOf(invoice))),
      ...(rest === 0 ? [] : [credit(unallocatedCash, rest)]),
    ],
  };
}
