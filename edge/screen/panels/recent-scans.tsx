import type { LastScan } from '../../fulfilment/screen-view.ts';
import { useWords } from '../words.ts';

/** As many as fit beside the work. */
const shown = 6;

/** The scans before the last one, which stands in the banner: what happened while the person looked elsewhere. */
export function RecentScans({ history }: { readonly history: readonly LastScan[] }) {
  const { text, time } = useWords();
  const earlier = history.slice(1, 1 + shown);
  if (earlier.length === 0) return null;
  return (
    <section className="panel recent" aria-label={text('lastScans')}>
      <h3 className="panel-title">
        <span>{text('lastScans')}</span>
      </h3>
      <ol>
        {earlier.map((scan) => (
          <li key={scan.seq} className="history-row" data-tone={scan.tone}>
            <span className="history-symbol" aria-hidden="true">
              {scan.tone === 'error' ? '✕' : '✓'}
            </span>
            <p>{scan.message}</p>
            <time className="soft num" dateTime={scan.at}>
              {time(scan.at)}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}
