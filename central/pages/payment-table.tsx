import { day, money } from '../../kernel/web/format.ts';
import { Recorded } from './recorded.tsx';
import { StatusPill } from './status-pill.tsx';
import { TableCard } from './table-card.tsx';
import { useWords } from './words.ts';

export interface PaymentItem {
  readonly id: string;
  readonly bookedOn: string;
  readonly amountMinor: number;
  readonly currency: string;
  readonly direction: string;
  readonly debtor: string | null;
  readonly remittance: string;
  readonly status: string;
  readonly reason: string;
  readonly allocations: readonly {
    readonly invoice: string;
    readonly amountMinor: number;
    readonly rule: string;
  }[];
}

/** A row for each movement of the bank, with what it pays and by which rule. */
export function PaymentTable({ payments }: { payments: readonly PaymentItem[] }) {
  const { text } = useWords();
  return (
    <TableCard label={text('payments')}>
      <table>
        <thead>
          <tr>
            <th>{text('booked')}</th>
            <th>{text('debtor')}</th>
            <th>{text('remittance')}</th>
            <th>{text('status')}</th>
            <th>{text('paysInvoices')}</th>
            <th className="right">{text('amount')}</th>
          </tr>
        </thead>
        <tbody>
          {payments.map((payment) => (
            <PaymentRow key={payment.id} payment={payment} />
          ))}
        </tbody>
      </table>
    </TableCard>
  );
}

function PaymentRow({ payment }: { payment: PaymentItem }) {
  const { bookedOn, debtor, remittance, status, amountMinor, direction, currency } = payment;
  return (
    <tr>
      <td className="num nowrap">{day(bookedOn)}</td>
      <td>{debtor}</td>
      <td className="mono remittance">{remittance}</td>
      <td>
        <StatusPill status={status} />
      </td>
      <td>
        <Allocations payment={payment} />
      </td>
      <td className="right num">{money(direction === 'debit' ? -amountMinor : amountMinor, currency)}</td>
    </tr>
  );
}

function Allocations({ payment: { allocations, reason, currency } }: { payment: PaymentItem }) {
  const { word } = useWords();
  if (allocations.length === 0)
    return (
      <span className="soft">
        <Recorded text={reason} />
      </span>
    );
  return (
    <ul className="credit-lines">
      {allocations.map(({ invoice, amountMinor, rule }) => (
        <li key={invoice}>
          <strong>{invoice}</strong> {money(amountMinor, currency)} <span className="soft">{word(rule)}</span>
        </li>
      ))}
    </ul>
  );
}
