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
import { useWords } from './words.ts';

/** The journey of one order: everything from entry to closing on one page, each invoice line with the scans that prove it. */
export function JourneyPage({ number, invoice }: { number: string; invoice: string | null }) {
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
        <Timeline journey={journey} />
      </aside>
      <div className="journey-body">
        <InvoiceSection journey={journey} wanted={invoice} />
        <LineSection journey={journey} />
        <ParcelSection journey={journey} />
        <HistorySection journey={journey} />
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
  const { text } = useWords();
  const { shipTo } = order;
  const address = `${shipTo.name}, ${shipTo.street}, ${shipTo.postalCode} ${shipTo.city}, ${shipTo.country}`;
  return (
    <header className="journey-head">
      <div>
        <p className="journey-title">
          <a href="#/orders">{text('orders')}</a>
          <span className="soft" aria-hidden="true">
            /
          </span>
          <StatusPill status={order.status} />
        </p>
        <h1>{order.number}</h1>
        <p className="journey-customer">{order.customer.name}</p>
        <p className="soft">{text('deliveredTo', { address })}</p>
      </div>
      <dl className="journey-figures">
        <Figure
          title={text('ordered')}
          value={day(order.orderedOn)}
          note={text('byChannel', { channel: order.channel })}
        />
        <Figure
          title={text('promised')}
          value={order.promisedOn === null ? '-' : day(order.promisedOn)}
          note={text('fromSite', { site: order.site })}
        />
        <Figure
          title={text('gross')}
          value={money(order.grossMinor, order.currency)}
          note={text('netOf', { net: money(order.netMinor, order.currency) })}
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
