import { useEffect, useState } from 'react';
import type { LiveState } from '../../kernel/web/live.ts';
import { ExceptionList } from './exception-list.tsx';
import { InvoiceList } from './invoice-list.tsx';
import { JournalPage } from './journal-page.tsx';
import { JourneyPage } from './journey-page.tsx';
import { LanguagePicker } from './language-picker.tsx';
import { OrderList } from './order-list.tsx';
import { PaymentList } from './payment-list.tsx';
import { type Place, tabs, usePlace } from './place.ts';
import { ReturnList } from './return-list.tsx';
import { useLiveOrders } from './use-live-orders.ts';
import { LanguageContext, pickLanguage, startLanguage, useWords } from './words.ts';

/** Central's pages: orders, the journey of one order, invoices, payments, returns, the journal and exceptions. */
export function CentralPages() {
  const [language, setLanguage] = useState(startLanguage);
  return (
    <LanguageContext value={language}>
      <Shell
        pick={(next) => {
          pickLanguage(next);
          setLanguage(next);
        }}
      />
    </LanguageContext>
  );
}

function Shell({ pick }: Parameters<typeof LanguagePicker>[0]) {
  const { language, text } = useWords();
  const place = usePlace();
  const live = useLiveOrders();
  const tab = place.at === 'order' ? 'orders' : place.at;
  useEffect(() => {
    document.documentElement.lang = language;
    document.title = `${place.at === 'order' ? place.number : text(tab)} - ${text('title')}`;
  }, [language, text, place, tab]);
  return (
    <>
      <header className="shell-head">
        <a className="brand" href="#/orders">
          <svg viewBox="0 0 20 16" aria-hidden="true">
            <path d="M2 1v14M6 1v14M9 1v14M14 1v14M18 1v14" />
          </svg>
          {text('title')}
        </a>
        <nav aria-label={text('pages')}>
          {tabs.map((at) => (
            <a key={at} href={`#/${at}`} aria-current={at === tab ? 'page' : undefined}>
              {text(at)}
            </a>
          ))}
        </nav>
        <p className="live" data-state={live} role="status">
          <Live state={live} />
        </p>
        <LanguagePicker pick={pick} />
      </header>
      <main className="shell-main">
        <Content place={place} />
      </main>
    </>
  );
}

function Live({ state }: { state: LiveState }) {
  const { text } = useWords();
  if (state === 'open') return `● ${text('live')}`;
  return state === 'lost' ? `✕ ${text('lost')}` : `○ ${text('connecting')}`;
}

function Content({ place }: { place: Place }) {
  switch (place.at) {
    case 'order':
      return <JourneyPage key={place.number} number={place.number} invoice={place.invoice} />;
    case 'invoices':
      return <InvoiceList />;
    case 'payments':
      return <PaymentList />;
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
