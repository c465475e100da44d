import { useWords } from './words.ts';

/** Before the first view has come. */
export function Starting({ lost }: { readonly lost: boolean }) {
  const { text } = useWords();
  return (
    <main className="starting" role="status">
      <div className="starting-bars" aria-hidden="true">
        {[3, 1, 2, 1, 3, 2, 1].map((width, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed drawing.
          <span key={index} className="starting-bar" style={{ width: width * 6 }} />
        ))}
      </div>
      <h1>{text(lost ? 'noAgent' : 'starting')}</h1>
      <p className="soft">{text(lost ? 'noAgentAdvice' : 'waitingForStation')}</p>
    </main>
  );
}

/** The agent was there and is gone: what stands on the screen may be old. */
export function NoAgent() {
  const { text } = useWords();
  return (
    <div className="no-agent" role="alert">
      <span aria-hidden="true">⚠</span>
      <strong>{text('noAgent')}.</strong>
      <span>{text('noAgentAdvice')}</span>
    </div>
  );
}
