import { useQuery } from '@tanstack/react-query';
import { getJson } from '../../kernel/web/api.ts';
import { day, money } from '../../kernel/web/format.ts';
import type { JourneyView } from '../insight/journey-view.ts';
import { CreditCard } from './credit-card.tsx';
import { HistorySection } from './history-section.tsx';
import { InvoiceSection } from './invoice-section.tsx';
import { LineSection } from './line-section.tsx';
import { ParcelSection } from './parcel-section.tsx';
import { PaymentCard } from './payment-card.tsx';
import { QueryState } from './query-state.tsx';
import { ScanSection } from './scan-section.tsx';
import { StatusPill } from './status-pill.tsx';
import { Timeline } from './timeline.tsx';

/** The journey of one order: everything from entry to closing on one page, each invoice line with the scans that prove it. */
export function JourneyPage({ number }: { number: string }) {
  const query = useQuery({
    queryKey: ['journey', number],
    queryFn: ({ signal }) => getJson<JourneyView>(`/v1/orders/${encodeURIComponent(number)}/journey`, signal),
  });
  if (query.data === undefined) return <QueryState query={query} />;
  const journey = query.data;
  return (
    <article className="journey">
      <JourneyHead journey={journey} />
      <aside className="journey-side">
        <Timeline milestones={journey.milestones} />
      </aside>
      <div className="journey-body">
        <InvoiceSection journey={journey} />
        <LineSection journey={journey} />
        <ParcelSection journey={journey} />
        <HistorySection history={journey.history} />
        <div className="journey-pair">
          <CreditCard journey={journey} />
          <PaymentCard journey={journey} />
        </div>
        <ScanSection journey={journey} />
      </div>
    </article>
  );
}

function JourneyHead({ journey: { order } }: { journey: JourneyView }) {
  const { shipTo } = order;
  return (
    <header className="journey-head">
      <div>
        <p className="journey-title">
          <a href="#/orders">Orders</a>
          <span className="soft" aria-hidden="true">
            /
          </span>
          <StatusPill status={order.status} />
        </p>
        <h1>{order.number}</h1>
        <p className="journey-customer">{order.customer.name}</p>
        <p className="soft">
          to {shipTo.name}, {shipTo.street}, {shipTo.postalCode} {shipTo.city}, {shipTo.country}
        </p>
      </div>
      <dl className="journey-figures">
        <Figure title="Ordered" value={day(order.orderedOn)} note={`by ${order.channel}`} />
        <Figure
          title="Promised"
          value={order.promisedOn === null ? '-' : day(order.promisedOn)}
          note={`from ${order.site}`}
        />
        <Figure
          title="Gross"
          value={money(order.grossMinor, order.currency)}
          note={`net ${money(order.netMinor, order.currency)}`}
        />
      </dl>
    </header>
  );
}

function Figure({ title, value, note }: { title: string; value: string; note: string }) {
  return (
    <div>
      <dt className="eyebrow">{title}</dt>
      <dd className="figure-value num">{value}</dd>
      <dd className="soft num">{note}</dd>
    </div>
  );
}
