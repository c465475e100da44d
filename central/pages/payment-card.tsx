import { day, dayAndTime, money } from '../../kernel/web/format.ts';
import type { JourneyView } from '../insight/journey-view.ts';
import { useWords } from './words.ts';

/** What came from the bank for the invoices of this order, why it was matched, and the closing. */
export function PaymentCard({ journey }: { journey: JourneyView }) {
  const { text, word } = useWords();
  const { payments, invoices, order, milestones } = journey;
  const openMinor = invoices.reduce((sum, invoice) => sum + invoice.grossMinor - invoice.paidMinor, 0);
  const closed = milestones.find(({ key }) => key === 'closed');
  return (
    <section id="payments" className="section">
      <h2>{text('paymentAndClosing')}</h2>
      {payments.length === 0 && (
        <p className="card empty">
          {invoices.length === 0
            ? text('nothingToPay')
            : text('nothingPaid', { open: money(openMinor, order.currency) })}
        </p>
      )}
      {payments.map((payment) => (
        <article key={`${payment.id} ${payment.invoice}`} className="card payment">
          <p className="payment-amount num">{money(payment.allocatedMinor, order.currency)}</p>
          <dl className="figures num">
            <dt>{text('booked')}</dt>
            <dd>{day(payment.bookedOn)}</dd>
            <dt>{text('pays')}</dt>
            <dd>{payment.invoice}</dd>
            <dt>{text('matchedBy')}</dt>
            <dd>{word(payment.rule)}</dd>
            <dt>{text('remittance')}</dt>
            <dd className="mono">{payment.remittance}</dd>
          </dl>
        </article>
      ))}
      {closed !== undefined && closed.at !== null && (
        <p className="closing">
          ✓ {text('isClosed')}, {dayAndTime(closed.at)}
        </p>
      )}
    </section>
  );
}
