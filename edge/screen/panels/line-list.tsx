import { useEffect, useRef } from 'react';
import type { ScreenLine } from '../../fulfilment/screen-view.ts';
import { useWords, type Words } from '../words.ts';

/** What is missing stands above what is finished; the line of the last scan is kept in view. */
export function LineList({
  lines,
  current,
}: {
  readonly lines: readonly ScreenLine[];
  readonly current: number | null;
}) {
  const { text } = useWords();
  const missingFirst = [...lines.filter(isMissing), ...lines.filter((line) => !isMissing(line))];
  return (
    // The list scrolls, so it can be reached by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolling by keyboard needs the focus (WCAG 2.1.1).
    <section className="panel lines" aria-label={text('lines')} tabIndex={0}>
      <ol>
        {missingFirst.map((line) => (
          <LineRow key={line.line} line={line} current={line.line === current} />
        ))}
      </ol>
    </section>
  );
}

function isMissing(line: ScreenLine): boolean {
  return line.state === 'todo' || line.state === 'partial';
}

function LineRow({ line, current }: { readonly line: ScreenLine; readonly current: boolean }) {
  const words = useWords();
  const row = useRef<HTMLLIElement>(null);
  // Each further unit of the same line is a reason to show it again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: done is not used, but its change is the event.
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: 'nearest' });
  }, [current, line.done]);
  const { symbol, state } = stateOf(line, words);
  return (
    <li ref={row} className="line" data-state={line.state} data-current={current}>
      <span className="line-symbol" aria-hidden="true">
        {symbol}
      </span>
      <div className="line-name">
        <p>{line.name}</p>
        <p className="soft">
          <span className="mono">{line.sku}</span>
          {packsOf(line, words)}
        </p>
      </div>
      <p className="line-count num">
        <strong>{line.done}</strong>
        <span className="soft">/{line.units}</span>
      </p>
      <p className="line-words">{state}</p>
    </li>
  );
}

/** How a line stands, as symbol and words: the colour only repeats it. */
function stateOf(line: ScreenLine, { text }: Words): { symbol: string; state: string } {
  switch (line.state) {
    case 'done':
      return { symbol: '✓', state: text('done') };
    case 'partial':
      return { symbol: '◐', state: text('toGo', { n: line.units - line.done - line.shorted }) };
    case 'short':
      return { symbol: '–', state: text('short', { n: line.shorted }) };
    case 'todo':
      return { symbol: '○', state: text('todo') };
  }
}

/** The packs in which it comes, where there are others than single units. */
function packsOf(line: ScreenLine, { text }: Words): string {
  const packs = line.barcodes.filter((barcode) => barcode.units > 1);
  return packs
    .map(({ level, units }) => ` · ${text('packOf', { level: levelOf(level, text), n: units })}`)
    .join('');
}

function levelOf(level: string, text: Words['text']): string {
  return level === 'each' || level === 'inner' || level === 'case' || level === 'pallet'
    ? text(level)
    : level;
}
