import { type Tour, tourSteps } from './use-tour.ts';

/** The way of one order from badge to closing, ticked off as it goes. */
export function TourList({ tour, centralUrl }: { tour: Tour; centralUrl: string | null }) {
  const next = tourSteps.find(({ key }) => !tour.reached.has(key));
  return (
    <aside className="tour" aria-label="From scan to cash">
      <h2>From scan to cash</h2>
      <ol>
        {tourSteps.map(({ key, title, hint }, index) => {
          const reached = tour.reached.has(key);
          const isNext = key === next?.key;
          return (
            <li
              key={key}
              data-state={reached ? 'reached' : isNext ? 'next' : 'ahead'}
              aria-current={isNext && 'step'}
            >
              <span className="tour-mark" aria-hidden="true">
                {reached ? '✓' : index + 1}
              </span>
              <p className="tour-title">
                {title}
                {reached && <span className="visually-hidden"> (done)</span>}
              </p>
              {isNext && <p className="tour-hint">{hint}</p>}
            </li>
          );
        })}
      </ol>
      {tour.order !== null && centralUrl !== null && (
        <a
          className="journey-link"
          href={journeyUrl(centralUrl, tour.order)}
          target="_blank"
          rel="noreferrer"
        >
          Journey of {tour.order} ↗
        </a>
      )}
      {next === undefined && (
        <button type="button" className="again" onClick={tour.restart}>
          Follow another order
        </button>
      )}
    </aside>
  );
}

export function journeyUrl(centralUrl: string, order: string): string {
  return `${centralUrl.replace(/\/$/, '')}/#/orders/${encodeURIComponent(order)}`;
}
