import type { ScreenView } from '../../fulfilment/screen-view.ts';
import { useWords } from '../words.ts';

/** What the printer could not do, and why; the command beside it (`PP:REPRINT`) gives it to the printer again. */
export function NotPrinted({ jobs }: { readonly jobs: ScreenView['notPrinted'] }) {
  const { text } = useWords();
  const [first] = jobs;
  if (first === undefined) return null;
  return (
    <p className="not-printed" role="alert">
      <strong>
        ✕ {text('notPrinted')} ({jobs.length}):
      </strong>{' '}
      {first.subject}, {first.reason}
    </p>
  );
}
