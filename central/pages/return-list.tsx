import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { money } from '../../kernel/web/format.ts';
import { readList } from './lists.ts';
import { QueryState } from './query-state.tsx';
import { type ReturnItem, ReturnTable } from './return-table.tsx';

/** Days by which the list goes back unless one asks for more: a month, and what comes late to it. */
const shownDays = 45;

/** What came back and is to be credited, newest first, with the invoices to take it off and the facts that prove it. */
export function ReturnList() {
  const [from, setFrom] = useState(() => isoDay(Date.now() - shownDays * 86_400_000));
  const [to, setTo] = useState('');
  const query = useQuery({
    queryKey: ['returns-to-credit', from, to],
    queryFn: ({ signal }) => readList<ReturnItem>('/v1/returns-to-credit', signal, spanOf(from, to)),
  });
  return (
    <>
      <div className="list-head">
        <h1>Returns to credit</h1>
        {query.data !== undefined && <Summary returns={query.data.items} whole={query.data.whole} />}
        <div className="list-span">
          <DayField label="Closed from" value={from} change={setFrom} />
          <DayField label="to" value={to} change={setTo} />
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
  const sums = new Map<string, number>();
  for (const { currency, toCreditMinor } of returns)
    sums.set(currency, (sums.get(currency) ?? 0) + toCreditMinor);
  return (
    <p className="soft num">
      {returns.length.toLocaleString()} closed
      {[...sums].map(([currency, minor]) => `, ${money(minor, currency)}`)}. Nothing of them is booked here.
      {!whole && ' There are more: choose a shorter span.'}
    </p>
  );
}

function Returns({ returns }: { returns: readonly ReturnItem[] }) {
  if (returns.length > 0) return <ReturnTable returns={returns} />;
  return (
    <div className="query-state">
      <h2>No returns in this span</h2>
      <p className="soft">One is listed as soon as a station has closed it.</p>
    </div>
  );
}
