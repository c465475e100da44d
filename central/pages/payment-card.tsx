import { day, money } from '../../kernel/web/format.ts';
import type { JourneyView } from '../insight/journey-view.ts';

/** What came from the bank for the invoices of this order, why it was matched, and the closing. */
export function PaymentCard({ journey }: { journey: JourneyView }) {
  const { payments, invoices, order, milestones } = journey;
  const openMinor = invoices.reduce((sum, invoice) => sum + invoice.grossMinor - invoice.paidMinor, 0);
  const closed = milestones.find(({ key }) => key === 'closed');
  return (
    <section id="payments" className="section">
      <h2>Payment and closing</h2>
      {payments.length === 0 && (
        <p className="card empty">
          {invoices.length === 0
            ? 'Nothing to pay yet.'
            : `Nothing paid yet, ${money(openMinor, order.currency)} open.`}
        </p>
      )}
      {payments.map((payment) => (
        <article key={`${payment.id} ${payment.invoice}`} className="card payment">
          <p className="payment-amount num">{money(payment.allocatedMinor, order.currency)}</p>
          <dl className="figures num">
            <dt>Booked</dt>
            <dd>{day(payment.bookedOn)}</dd>
            <dt>Pays</dt>
            <dd>{payment.invoice}</dd>
            <dt>Matched by</dt>
            <dd>{payment.rule.replaceAll('_', ' ')}</dd>
            <dt>Remittance</dt>
            <dd className="mono">{payment.remittance}</dd>
          </dl>
        </article>
      ))}
      {closed !== undefined && closed.at !== null && (
        <p className="closing">✓ {closed.detail === '' ? closed.title : closed.detail}</p>
      )}
    </section>
  );
}
