import { dayAndTime } from '../../kernel/web/format.ts';
import type { JourneyView } from '../insight/journey-view.ts';

/** All that happened to the order, as it became known: decisions, checks of its parcels, overrides, papers, what came back. */
export function HistorySection({ history }: Pick<JourneyView, 'history'>) {
  if (history.length === 0) return null;
  return (
    <section id="history" className="section">
      <h2>History</h2>
      <ol className="card history-list">
        {history.map(({ at, type, summary }, nth) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two lines may say the same, and none is ever moved.
          <li key={nth} data-type={type}>
            <time className="num soft" dateTime={at}>
              {dayAndTime(at)}
            </time>
            <span>{summary}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
