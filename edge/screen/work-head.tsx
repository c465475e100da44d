import type { ScreenView } from '../fulfilment/screen-view.ts';
import { progressOf } from './progress.ts';
import { useWords } from './words.ts';

/** So many letters take three lines of a phone. */
const longPrompt = 36;

/** What to do next, large; below it what it belongs to, and how far it is. */
export function WorkHead({ view }: { readonly view: ScreenView }) {
  return (
    <header className="work-head">
      <h1
        className="prompt"
        data-long={view.prompt.length > longPrompt}
        aria-live="polite"
        aria-atomic="true"
      >
        {view.prompt}
      </h1>
      <Progress view={view} />
    </header>
  );
}

function Progress({ view }: { readonly view: ScreenView }) {
  const words = useWords();
  const { text } = words;
  const progress = progressOf(view, words);
  if (progress === null) return null;
  const { title, detail, done, total } = progress;
  const share = total === 0 ? 0 : Math.min(1, done / total);
  return (
    <div className="work-progress">
      <p className="work-name">
        <strong>{title}</strong>
        {detail !== '' && <span className="soft"> {detail}</span>}
      </p>
      {total > 0 && (
        <p className="work-count num">
          <strong>{done}</strong>
          <span className="soft"> {text('ofUnits', { n: total })}</span>
        </p>
      )}
      {total > 0 && (
        <div
          className="progress"
          role="progressbar"
          aria-label={text('unitsDone')}
          aria-valuemin={0}
          aria-valuemax={total}
          aria-valuenow={done}
          data-full={share >= 1}
        >
          <span className="progress-done" style={{ width: `${share * 100}%` }} />
        </div>
      )}
    </div>
  );
}
