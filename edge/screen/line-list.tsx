import { useEffect, useRef } from 'react';
import type { ScreenLine } from '../fulfilment/screen-view.ts';
import { lineState } from './line-state.ts';

/** What is missing stands above what is finished; the line of the last scan is kept in view. */
export function LineList({ lines, current }: { lines: readonly ScreenLine[]; current: number | null }) {
  const missingFirst = [...lines.filter(isMissing), ...lines.filter((line) => !isMissing(line))];
  return (
    <section className="panel lines" aria-label="Lines of the order">
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

function LineRow({ line, current }: { line: ScreenLine; current: boolean }) {
  const row = useRef<HTMLLIElement>(null);
  // Each further unit of the same line is a reason to show it again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: done is not used, but its change is the event.
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: 'nearest' });
  }, [current, line.done]);
  const { symbol, words } = lineState(line);
  return (
    <li ref={row} className="line" data-state={line.state} data-current={current}>
      <span className="line-symbol" aria-hidden="true">
        {symbol}
      </span>
      <div className="line-name">
        <p>{line.name}</p>
        <p className="soft">
          <span className="mono">{line.sku}</span>
          <Packs line={line} />
        </p>
      </div>
      <p className="line-count num">
        <strong>{line.done}</strong>
        <span className="soft">/{line.units}</span>
      </p>
      <p className="line-words">{words}</p>
    </li>
  );
}

/** The packs in which it comes, where there are others than single units. */
function Packs({ line }: { line: ScreenLine }) {
  const packs = line.barcodes.filter((barcode) => barcode.units > 1);
  if (packs.length === 0) return null;
  return <> · {packs.map((pack) => `${pack.level} of ${pack.units}`).join(', ')}</>;
}
