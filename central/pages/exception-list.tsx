import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { dayAndTime } from '../../kernel/web/format.ts';
import { type ExceptionItem, exceptionPath } from './exception-item.ts';
import { readList } from './lists.ts';
import { orderHref } from './place.ts';
import { QueryState } from './query-state.tsx';
import { SettleForm } from './settle-form.tsx';

/** Facts that a person has to look at; each is settled with a reason, or stays. */
export function ExceptionList() {
  const [settled, setSettled] = useState(false);
  const query = useQuery({
    queryKey: ['exceptions', settled],
    queryFn: ({ signal }) => readList<ExceptionItem>('/v1/exceptions', signal, { settled: String(settled) }),
  });
  return (
    <>
      <div className="list-head">
        <h1>Exceptions</h1>
        <p className="soft">
          Facts that were kept and do not fit: look into each, then say why it is settled.
        </p>
        <Switch
          className="list-span"
          label="Settled ones"
          checked={settled}
          onChange={({ currentTarget }) => setSettled(currentTarget.checked)}
        />
      </div>
      {query.data === undefined ? (
        <QueryState query={query} />
      ) : (
        <Exceptions items={query.data.items} settled={settled} />
      )}
    </>
  );
}

function Exceptions({ items, settled }: { items: readonly ExceptionItem[]; settled: boolean }) {
  if (items.length > 0) return <ExceptionTable items={items} settled={settled} />;
  return (
    <div className="query-state">
      <h2>{settled ? 'Nothing was settled yet' : 'Nothing to look at'}</h2>
      <p className="soft">
        {settled ? 'What a person settles is kept here, with who and why.' : 'All facts fit the orders.'}
      </p>
    </div>
  );
}

function ExceptionTable({ items, settled }: { items: readonly ExceptionItem[]; settled: boolean }) {
  return (
    <div className="table-card">
      <table>
        <thead>
          <tr>
            <th>What is the matter</th>
            <th>Order</th>
            <th>Fact</th>
            <th>Since</th>
            <th>{settled ? 'Settled' : 'Settle it'}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <ExceptionRow key={exceptionPath(item)} item={item} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ExceptionRow({ item }: { item: ExceptionItem }) {
  const { code, message, order, site, station, seq, at, settled } = item;
  return (
    <tr>
      <td>
        <span className="mono soft">{code}</span>
        <br />
        {message}
      </td>
      <td>
        {order !== null && (
          <a className="row-link" href={orderHref(order)}>
            {order}
          </a>
        )}
      </td>
      <td className="mono">
        {site} {station} #{seq}
      </td>
      <td className="num">{dayAndTime(at)}</td>
      <td>{settled === null ? <SettleForm item={item} /> : <Settled settled={settled} />}</td>
    </tr>
  );
}

function Settled({ settled: { at, by, reason } }: { settled: NonNullable<ExceptionItem['settled']> }) {
  return (
    <>
      {reason}{' '}
      <span className="soft">
        {by}, {dayAndTime(at)}
      </span>
    </>
  );
}
