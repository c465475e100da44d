import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { EmptyState } from './empty-state.tsx';
import { readList } from './lists.ts';
import { Pager } from './pager.tsx';
import { QueryState } from './query-state.tsx';
import { type ReturnItem, ReturnTable } from './return-table.tsx';
import { sums } from './sums.ts';
import { useWords } from './words.ts';

/** Days by which the list goes back unless one asks for more: a month, and what comes late to it. */
const shownDays = 45;

/** What came back and is to be credited, newest first, with the invoices to take it off and the facts that prove it. */
export function ReturnList() {
  const { text } = useWords();
  const [from, setFrom] = useState(() => isoDay(Date.now() - shownDays * 86_400_000));
  const [to, setTo] = useState('');
  const query = useQuery({
    queryKey: ['returns-to-credit', from, to],
    queryFn: ({ signal }) => readList<ReturnItem>('/v1/returns-to-credit', signal, spanOf(from, to)),
  });
  return (
    <>
      <div className="list-head">
        <h1>{text('returnsToCredit')}</h1>
        {query.data !== undefined && <Summary returns={query.data.items} whole={query.data.whole} />}
        <div className="list-span">
          <DayField label={text('closedFrom')} value={from} change={setFrom} />
          <DayField label={text('closedTo')} value={to} change={setTo} />
        </div>
      </div>
      {query.data === undefined ? (
        <QueryState query={query} />
      ) : (
        <Returns returns={query.data.items.toReversed()} />
      )}
    </>
  );
}

function isoDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function spanOf(from: string, to: string): Record<string, string> {
  return { ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }) };
}

interface DayFieldProps {
  readonly label: string;
  readonly value: string;
  readonly change: (day: string) => void;
}

function DayField({ label, value, change }: DayFieldProps) {
  return (
    <label>
      {label} <input type="date" value={value} onChange={({ target }) => change(target.value)} />
    </label>
  );
}

function Summary({ returns, whole }: { returns: readonly ReturnItem[]; whole: boolean }) {
  const { text } = useWords();
  const sum = sums(returns.map(({ currency, toCreditMinor: minor }) => ({ currency, minor })));
  return (
    <p className="soft num">
      {text('returnsClosed', { n: returns.length })}
      {sum === '' ? '' : `, ${sum}`}. {text('notBooked')}
      {!whole && ` ${text('shorterSpan')}`}
    </p>
  );
}

function Returns({ returns }: { returns: readonly ReturnItem[] }) {
  const { text } = useWords();
  if (returns.length === 0) return <EmptyState what={text('noReturns')} why={text('noReturnsWhy')} />;
  return <Pager rows={returns}>{(shown) => <ReturnTable returns={shown} />}</Pager>;
}
