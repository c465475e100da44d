import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { dayAndTime } from '../../kernel/web/format.ts';
import { EmptyState } from './empty-state.tsx';
import { type ExceptionItem, exceptionPath } from './exception-item.ts';
import { exceptionWords } from './exception-words.ts';
import { readList } from './lists.ts';
import { Pager } from './pager.tsx';
import { orderHref } from './place.ts';
import { QueryState } from './query-state.tsx';
import { Recorded } from './recorded.tsx';
import { SettleForm } from './settle-form.tsx';
import { TableCard } from './table-card.tsx';
import { useWords } from './words.ts';

/** Facts that a person has to look at; each is settled with a reason, or stays. */
export function ExceptionList() {
  const { text } = useWords();
  const [settled, setSettled] = useState(false);
  const query = useQuery({
    queryKey: ['exceptions', settled],
    queryFn: ({ signal }) => readList<ExceptionItem>('/v1/exceptions', signal, { settled: String(settled) }),
  });
  return (
    <>
      <div className="list-head">
        <h1>{text('exceptions')}</h1>
        <p className="soft">{text('exceptionsWhy')}</p>
        <Switch
          className="list-span"
          label={text('settledOnes')}
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
  const { text } = useWords();
  if (items.length > 0)
    return <Pager rows={items}>{(shown) => <ExceptionTable items={shown} settled={settled} />}</Pager>;
  return settled ? (
    <EmptyState what={text('nothingSettled')} why={text('nothingSettledWhy')} />
  ) : (
    <EmptyState what={text('noExceptions')} why={text('noExceptionsWhy')} />
  );
}

function ExceptionTable({ items, settled }: { items: readonly ExceptionItem[]; settled: boolean }) {
  const { text } = useWords();
  return (
    <TableCard label={text('exceptions')}>
      <table>
        <thead>
          <tr>
            <th>{text('matter')}</th>
            <th>{text('order')}</th>
            <th>{text('fact')}</th>
            <th>{text('since')}</th>
            <th>{text(settled ? 'settled' : 'settleIt')}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <ExceptionRow key={exceptionPath(item)} item={item} />
          ))}
        </tbody>
      </table>
    </TableCard>
  );
}

function ExceptionRow({ item }: { item: ExceptionItem }) {
  const { language } = useWords();
  const { code, message, order, site, station, seq, at, settled } = item;
  return (
    <tr>
      <td>
        <strong>{exceptionWords(code, language)}</strong> <span className="mono soft">{code}</span>
        <br />
        <Recorded text={message} />
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
      <td className="num nowrap">{dayAndTime(at)}</td>
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
