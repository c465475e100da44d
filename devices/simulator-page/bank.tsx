import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { money } from '../../kernel/web/format.ts';
import { type Invoice, pay } from './simulator-api.ts';
import { journeyUrl } from './tour-list.tsx';

interface Props {
  invoices: readonly Invoice[] | undefined;
  error: Error | null;
  centralUrl: string | null;
  onPaid: (invoice: Invoice) => void;
}

/** The customer's bank: open invoices, each paid by a statement that goes to central as camt.053. */
export function Bank({ invoices, error, centralUrl, onPaid }: Props) {
  const queries = useQueryClient();
  const payment = useMutation({
    mutationFn: (invoice: Invoice) => pay([invoice.number]),
    onSuccess: (_xml, invoice) => onPaid(invoice),
    onSettled: () => queries.invalidateQueries({ queryKey: ['invoices'] }),
  });
  return (
    <aside className="bank" aria-label="Bank">
      <h2>Bank</h2>
      <p className="soft">
        Open invoices of your customers. Paying sends a bank statement (camt.053) to central.
      </p>
      {error !== null && <p className="bank-fault">✕ {error.message}</p>}
      {payment.error !== null && <p className="bank-fault">✕ {payment.error.message}</p>}
      {invoices?.length === 0 && (
        <p className="bank-empty">No open invoices. One comes when an order has left.</p>
      )}
      <ul>
        {invoices?.map((invoice) => (
          <li key={invoice.number} className="bill">
            <p className="bill-amount num">{money(invoice.openMinor, invoice.currency)}</p>
            <p>
              {invoice.number}, {invoice.customer.name}
            </p>
            <p className="bill-foot">
              {centralUrl !== null && (
                <a href={journeyUrl(centralUrl, invoice.order)} target="_blank" rel="noreferrer">
                  {invoice.order} ↗
                </a>
              )}
              <Button
                loading={payment.isPending && payment.variables.number === invoice.number}
                onClick={() => payment.mutate(invoice)}
              >
                Pay
              </Button>
            </p>
          </li>
        ))}
      </ul>
      {payment.isSuccess && (
        <details className="statement">
          <summary>✓ Statement sent</summary>
          <pre className="mono">{payment.data}</pre>
        </details>
      )}
    </aside>
  );
}
