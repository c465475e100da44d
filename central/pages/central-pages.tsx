import { ExceptionList } from './exception-list.tsx';
import { InvoiceList } from './invoice-list.tsx';
import { JournalPage } from './journal-page.tsx';
import { JourneyPage } from './journey-page.tsx';
import { OrderList } from './order-list.tsx';
import { type Place, usePlace } from './place.ts';
import { ReturnList } from './return-list.tsx';
import { useLiveOrders } from './use-live-orders.ts';

const tabs = [
  { at: 'orders', title: 'Orders' },
  { at: 'invoices', title: 'Invoices' },
  { at: 'returns', title: 'Returns' },
  { at: 'journal', title: 'Journal' },
  { at: 'exceptions', title: 'Exceptions' },
] as const;

/** Central's pages: orders, the journey of one order, invoices, returns, the journal and exceptions. */
export function CentralPages() {
  const place = usePlace();
  const live = useLiveOrders();
  const tab = place.at === 'order' ? 'orders' : place.at;
  return (
    <>
      <header className="shell-head">
        <a className="brand" href="#/orders">
          <svg viewBox="0 0 20 16" aria-hidden="true">
            <path d="M2 1v14M6 1v14M9 1v14M14 1v14M18 1v14" />
          </svg>
          Packproof
        </a>
        <nav aria-label="Pages">
          {tabs.map(({ at, title }) => (
            <a key={at} href={`#/${at}`} aria-current={at === tab ? 'page' : undefined}>
              {title}
            </a>
          ))}
        </nav>
        <p className="live" data-state={live} role="status">
          {live === 'open' ? '● live' : live === 'lost' ? '✕ no connection, trying again' : '○ connecting'}
        </p>
      </header>
      <main className="shell-main">
        <Content place={place} />
      </main>
    </>
  );
}

function Content({ place }: { place: Place }) {
  switch (place.at) {
    case 'order':
      return <JourneyPage key={place.number} number={place.number} />;
    case 'invoices':
      return <InvoiceList />;
    case 'returns':
      return <ReturnList />;
    case 'journal':
      return <JournalPage />;
    case 'exceptions':
      return <ExceptionList />;
    case 'orders':
      return <OrderList />;
  }
}
