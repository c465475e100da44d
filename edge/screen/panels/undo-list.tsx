import { useWords } from '../words.ts';

/** As many as fit beside the work. */
const shown = 4;

/** What Undo takes back, step by step; nothing where nothing can be. */
export function UndoList({ undo }: { readonly undo: readonly string[] }) {
  const { text } = useWords();
  if (undo.length === 0) return null;
  return (
    <section className="panel undo" aria-label={text('canUndo')}>
      <h3 className="panel-title">
        <span>{text('canUndo')}</span>
      </h3>
      <ol>
        {undo.slice(0, shown).map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same step may be there several times.
          <li key={index} className="undo-step" data-next={index === 0}>
            <span aria-hidden="true">{index === 0 ? '↶' : ''}</span>
            {step}
          </li>
        ))}
      </ol>
    </section>
  );
}
