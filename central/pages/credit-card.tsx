import { dayAndTime, money } from '../../kernel/web/format.ts';
import type { JourneyCredit, JourneyView } from '../insight/journey-view.ts';
import { StatusPill } from './status-pill.tsx';
import { useWords } from './words.ts';

/** Each credit decision with the numbers that made it. */
export function CreditCard({ journey: { credit, order } }: { journey: JourneyView }) {
  const { text } = useWords();
  return (
    <section id="credit" className="section">
      <h2>{text('creditTitle')}</h2>
      {credit.length === 0 && <p className="card empty">{text('noDecision')}</p>}
      {credit.map((decision) => (
        <Decision key={decision.at} decision={decision} currency={order.currency} />
      ))}
    </section>
  );
}

/** The recorded reason says in English what the figures above it say. */
function Decision({ decision, currency }: { decision: JourneyCredit; currency: string }) {
  const { language, text } = useWords();
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
        <dt>{text('limit')}</dt>
        <dd>{money(limitMinor, currency)}</dd>
        <dt>{text('openBefore')}</dt>
        <dd>{money(exposureMinor, currency)}</dd>
        <dt>{text('thisOrder')}</dt>
        <dd>{money(orderMinor, currency)}</dd>
        <dt>{text(leftMinor < 0 ? 'overLimit' : 'left')}</dt>
        <dd>
          <strong>{money(Math.abs(leftMinor), currency)}</strong>
        </dd>
      </dl>
      {language === 'en' && <p className="soft">{decision.reason}</p>}
    </article>
  );
}
