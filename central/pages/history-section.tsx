import { dayAndTime } from '../../kernel/web/format.ts';
import type { JourneyView } from '../insight/journey-view.ts';
import { historyLine } from './history-line.ts';
import { historyWords } from './history-words.ts';
import { Recorded } from './recorded.tsx';
import { useWords } from './words.ts';

/** All that happened to the order, as it became known: decisions, checks of its parcels, overrides, papers, what came back. */
export function HistorySection({ journey: { history, order } }: { journey: JourneyView }) {
  const words = useWords();
  const { language, text } = words;
  if (history.length === 0) return null;
  return (
    <section id="history" className="section">
      <h2>{text('history')}</h2>
      <ol className="card history-list">
        {history.map(({ at, type, summary, data }, nth) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two lines may say the same, and none is ever moved.
          <li key={nth} data-type={type}>
            <time className="num soft" dateTime={at}>
              {dayAndTime(at)}
            </time>
            <span>
              <HistoryTitle title={historyWords(type, language)} />{' '}
              <Told text={historyLine({ type, data }, order.currency, words)} recorded={summary} />
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** In English the sentence that was recorded says it all. */
function HistoryTitle({ title }: { title: string | null }) {
  return title === null ? null : <strong>{title}</strong>;
}

function Told({ text, recorded }: { text: string | null; recorded: string }) {
  return text === null ? <Recorded text={recorded} /> : text;
}
