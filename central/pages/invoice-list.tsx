import { useQuery } from '@tanstack/react-query';
import { day, money } from '../../kernel/web/format.ts';
import { readList } from './lists.ts';
import { orderHref } from './place.ts';
import { QueryState } from './query-state.tsx';
import { StatusPill } from './status-pill.tsx';

interface InvoiceItem {
  readonly number: string;
  readonly order: string;
  readonly customer: { readonly name: string };
  readonly status: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly currency: string;
  readonly grossMinor: number;
  readonly openMinor: number;
}

/** All invoices, newest first. */
export function InvoiceList() {
  const query = useQuery({
    queryKey: ['invoices'],
    queryFn: ({ signal }) => readList<InvoiceItem>('/v1/invoices', signal),
  });
  if (query.data === undefined) return <QueryState query={query} />;
  const invoices = query.data.items.toReversed();
  return (
    <>
      <div className="list-head">
        <h1>Invoices</h1>
        <p className="soft num">
          {invoices.length.toLocaleString()}, {invoices.filter(({ status }) => status === 'open').length} open
        </p>
      </div>
      {invoices.length === 0 ? (
        <div className="query-state">
          <h2>No invoices yet</h2>
          <p className="soft">One is issued as soon as the goods of an order have left.</p>
        </div>
      ) : (
        <InvoiceTable invoices={invoices} />
      )}
    </>
  );
}

function InvoiceTable({ invoices }: { invoices: readonly InvoiceItem[] }) {
  return (
    <div className="table-card">
      <table>
        <thead>
          <tr>
            <th>Invoice</th>
            <th>Order</th>
            <th>Customer</th>
            <th>Status</th>
            <th>Issued</th>
            <th>Due</th>
            <th className="right">Gross</th>
            <th className="right">Open</th>
          </tr>
        </thead>
        <tbody>
          {invoices.map((invoice) => (
            <tr key={invoice.number}>
              <td>
                <a
                  href={`/v1/invoices/${encodeURIComponent(invoice.number)}/pdf`}
                  target="_blank"
                  rel="noreferrer"
                >
                  {invoice.number}
                </a>
              </td>
              <td>
                <a className="row-link" href={orderHref(invoice.order)}>
                  {invoice.order}
                </a>
              </td>
              <td>{invoice.customer.name}</td>
              <td>
                <StatusPill status={invoice.status} />
              </td>
              <td className="num">{day(invoice.issuedOn)}</td>
              <td className="num">{day(invoice.dueOn)}</td>
              <td className="right num">{money(invoice.grossMinor, invoice.currency)}</td>
              <td className="right num">{money(invoice.openMinor, invoice.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
