import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { EmptyState } from './empty-state.tsx';
import { type InvoiceItem, InvoiceTable } from './invoice-table.tsx';
import { countStatuses, fits, ListFilter, noFilter } from './list-filter.tsx';
import { newestFirst, readList } from './lists.ts';
import { Pager } from './pager.tsx';
import { QueryState } from './query-state.tsx';
import { sums } from './sums.ts';
import { useWords } from './words.ts';

/** All invoices, newest first, with what of them is receivable: each leads to the scans that prove it. */
export function InvoiceList() {
  const { text } = useWords();
  const query = useQuery({
    queryKey: ['invoices'],
    queryFn: ({ signal }) => readList<InvoiceItem>('/v1/invoices', signal, newestFirst),
    select: ({ items, whole }) => ({ invoices: items.map(withOverdue), whole }),
  });
  const [filter, setFilter] = useState(noFilter);
  const wanted = useDeferredValue(filter);
  if (query.data === undefined) return <QueryState query={query} />;
  const { invoices, whole } = query.data;
  const found = invoices.filter(({ status, number, order, customer }) =>
    fits(wanted, status, [number, order, customer.name]),
  );
  return (
    <>
      <div className="list-head">
        <h1>{text('invoices')}</h1>
        <Receivables invoices={found} />
        {!whole && <p className="soft">{text('moreThere')}</p>}
        <ListFilter
          filter={filter}
          change={setFilter}
          hint={text('invoiceHint')}
          counts={countStatuses(invoices.map(({ status }) => status))}
        />
      </div>
      <FoundInvoices invoices={found} none={invoices.length === 0} />
    </>
  );
}

/** An open invoice is overdue from the day after its due day on. */
function withOverdue(invoice: InvoiceItem): InvoiceItem {
  const today = new Date().toLocaleDateString('sv');
  return invoice.status === 'open' && invoice.dueOn < today ? { ...invoice, status: 'overdue' } : invoice;
}

/** What customers owe for the invoices that are shown, and what of it is late. */
function Receivables({ invoices }: { invoices: readonly InvoiceItem[] }) {
  const { text } = useWords();
  const open = invoices.filter(({ openMinor }) => openMinor > 0);
  const overdue = open.filter(({ status }) => status === 'overdue');
  if (open.length === 0) return null;
  return (
    <p className="soft num">
      {text('receivables', { n: open.length, sum: sumOf(open) })}
      {overdue.length > 0 && (
        <strong className="overdue">
          , {text('receivablesOverdue', { n: overdue.length, sum: sumOf(overdue) })}
        </strong>
      )}
    </p>
  );
}

function sumOf(invoices: readonly InvoiceItem[]): string {
  return sums(invoices.map(({ currency, openMinor: minor }) => ({ currency, minor })));
}

function FoundInvoices({ invoices, none }: { invoices: readonly InvoiceItem[]; none: boolean }) {
  const { text } = useWords();
  if (none) return <EmptyState what={text('noInvoices')} why={text('noInvoicesWhy')} />;
  if (invoices.length === 0) return <EmptyState what={text('noMatch')} why={text('noMatchWhy')} />;
  return <Pager rows={invoices}>{(shown) => <InvoiceTable invoices={shown} />}</Pager>;
}
