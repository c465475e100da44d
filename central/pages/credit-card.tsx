import { dayAndTime, money } from '../../kernel/web/format.ts';
import type { JourneyCredit, JourneyView } from '../insight/journey-view.ts';
import { StatusPill } from './status-pill.tsx';

/** Each credit decision with the numbers that made it. */
export function CreditCard({ journey: { credit, order } }: { journey: JourneyView }) {
  return (
    <section id="credit" className="section">
      <h2>Credit</h2>
      {credit.length === 0 && <p className="card empty">No decision yet.</p>}
      {credit.map((decision) => (
        <Decision key={decision.at} decision={decision} currency={order.currency} />
      ))}
    </section>
  );
}

function Decision({ decision, currency }: { decision: JourneyCredit; currency: string }) {
  const { limitMinor, exposureMinor, orderMinor } = decision;
  const whole = Math.max(limitMinor, exposureMinor + orderMinor, 1);
  const width = (minor: number) => ({ width: `${(Math.max(0, minor) / whole) * 100}%` });
  const leftMinor = limitMinor - exposureMinor - orderMinor;
  return (
    <article className="card credit">
      <p className="credit-head">
        <StatusPill status={decision.decision} />
        <time className="soft num" dateTime={decision.at}>
          {dayAndTime(decision.at)}
        </time>
      </p>
      <div className="credit-bar" aria-hidden="true">
        <span className="credit-exposure" style={width(exposureMinor)} />
        <span className="credit-order" data-over={leftMinor < 0} style={width(orderMinor)} />
      </div>
      <dl className="figures num">
        <dt>Limit</dt>
        <dd>{money(limitMinor, currency)}</dd>
        <dt>Open before</dt>
        <dd>{money(exposureMinor, currency)}</dd>
        <dt>This order</dt>
        <dd>{money(orderMinor, currency)}</dd>
        <dt>{leftMinor < 0 ? 'Over the limit' : 'Left'}</dt>
        <dd>
          <strong>{money(Math.abs(leftMinor), currency)}</strong>
        </dd>
      </dl>
      <p className="soft">{decision.reason}</p>
    </article>
  );
}
