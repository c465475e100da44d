import { useEffect, useRef } from 'react';
import { useWords, type Words } from '../words.ts';

/** One thing that has to be done: a line, a stop, a slot. The colour only repeats what symbol and words say. */
export interface Row {
  readonly key: string;
  readonly state: 'todo' | 'partial' | 'done' | 'short';
  readonly title: string;
  readonly detail: string;
  readonly done: number;
  /** 0: nobody knows how many it will be. */
  readonly units: number;
  readonly missing: number;
  /** What its state is called here, where the usual words say something else. */
  readonly words?: string;
  readonly current: boolean;
}

interface RowsProps {
  readonly label: string;
  readonly rows: readonly Row[];
  /** What stands above the list matters more: it is not scrolled away for a row. */
  readonly isSecond?: boolean;
}

/** What is missing stands above what is finished; the row of the last scan is kept in view. */
export function Rows({ label, rows, isSecond = false }: RowsProps) {
  const missingFirst = [...rows.filter(isMissing), ...rows.filter((row) => !isMissing(row))];
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls has to be reached by keyboard (WCAG 2.1.1).
    <section className="panel lines" aria-label={label} tabIndex={0}>
      <ol>
        {missingFirst.map((row) => (
          <OneRow key={row.key} row={row} isSecond={isSecond} />
        ))}
      </ol>
    </section>
  );
}

function isMissing({ state }: Row): boolean {
  return state === 'todo' || state === 'partial';
}

/** On a low display all of the screen is scrolled (frame.css): what to do next must not be scrolled away. */
const listScrolls = () => !window.matchMedia('(max-height: 620px)').matches;

/** On a narrow display the list is a part of what scrolls (work.css). */
function scrollsItself(row: Element): boolean {
  const list = row.closest('.lines');
  return list !== null && getComputedStyle(list).overflowY !== 'visible';
}

interface OneRowProps {
  readonly row: Row;
  readonly isSecond: boolean;
}

function OneRow({ row, isSecond }: OneRowProps) {
  const words = useWords();
  const element = useRef<HTMLLIElement>(null);
  const { current, done } = row;
  // Each further unit of the same row is a reason to show it again.
  // biome-ignore lint/correctness/useExhaustiveDependencies: done is not used, but its change is the event.
  useEffect(() => {
    const { current: place } = element;
    if (!current || place === null || !listScrolls()) return;
    if (!isSecond || scrollsItself(place)) place.scrollIntoView({ block: 'nearest' });
  }, [current, done]);
  const { symbol, state } = stateOf(row, words);
  return (
    <li ref={element} className="line" data-state={row.state} data-current={current}>
      <span className="line-symbol" aria-hidden="true">
        {symbol}
      </span>
      <div className="line-name">
        <p>{row.title}</p>
        <p className="soft">{row.detail}</p>
      </div>
      <p className="line-count num">
        <strong>{done}</strong>
        {row.units > 0 && <span className="soft">/{row.units}</span>}
      </p>
      <p className="line-words">{row.words ?? state}</p>
    </li>
  );
}

function stateOf(row: Row, { text }: Words): { symbol: string; state: string } {
  switch (row.state) {
    case 'done':
      return { symbol: '✓', state: text('done') };
    case 'partial':
      return {
        symbol: '◐',
        state: row.units === 0 ? '' : text('toGo', { n: row.units - row.done - row.missing }),
      };
    case 'short':
      return { symbol: '–', state: text('short', { n: row.missing }) };
    case 'todo':
      return { symbol: '○', state: text('todo') };
  }
}
