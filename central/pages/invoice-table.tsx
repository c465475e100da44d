import { day, money } from '../../kernel/web/format.ts';
import { invoiceHref, orderHref } from './place.ts';
import { StatusPill } from './status-pill.tsx';
import { TableCard } from './table-card.tsx';
import { useWords } from './words.ts';

export interface InvoiceItem {
  readonly number: string;
  readonly order: string;
  readonly customer: { readonly name: string };
  /** open, paid; here also overdue. */
  readonly status: string;
  readonly issuedOn: string;
  readonly dueOn: string;
  readonly currency: string;
  readonly grossMinor: number;
  readonly openMinor: number;
}

/** A row for each invoice; its number leads to the scans that prove it. */
export function InvoiceTable({ invoices }: { invoices: readonly InvoiceItem[] }) {
  const { text } = useWords();
  return (
    <TableCard label={text('invoices')}>
      <table>
        <thead>
          <tr>
            <th>{text('invoice')}</th>
            <th>{text('order')}</th>
            <th>{text('customer')}</th>
            <th>{text('status')}</th>
            <th>{text('issued')}</th>
            <th>{text('due')}</th>
            <th className="right">{text('gross')}</th>
            <th className="right">{text('openAmount')}</th>
            <th>{text('pdf')}</th>
          </tr>
        </thead>
        <tbody>
          {invoices.map((invoice) => (
            <InvoiceRow key={invoice.number} invoice={invoice} />
          ))}
        </tbody>
      </table>
    </TableCard>
  );
}

function InvoiceRow({ invoice }: { invoice: InvoiceItem }) {
  const { text } = useWords();
  const { number, order, customer, status, issuedOn, dueOn, currency, grossMinor, openMinor } = invoice;
  return (
    <tr>
      <td>
        <a className="row-link nowrap" href={invoiceHref(order, number)}>
          {number}
        </a>
      </td>
      <td>
        <a className="nowrap" href={orderHref(order)}>
          {order}
        </a>
      </td>
      <td>{customer.name}</td>
      <td>
        <StatusPill status={status} />
      </td>
      <td className="num nowrap">{day(issuedOn)}</td>
      <td className="num nowrap">{day(dueOn)}</td>
      <td className="right num">{money(grossMinor, currency)}</td>
      <td className="right num">{money(openMinor, currency)}</td>
      <td>
        <a
          href={`/v1/invoices/${encodeURIComponent(number)}/pdf`}
          target="_blank"
          rel="noreferrer"
          aria-label={text('pdfOf', { invoice: number })}
        >
          {text('pdf')}
        </a>
      </td>
    </tr>
  );
}
