import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import { day, money } from '../../kernel/web/format.ts';
import type { OrderListItem } from '../insight/journey-view.ts';
import { EmptyState } from './empty-state.tsx';
import { countStatuses, fits, ListFilter, noFilter } from './list-filter.tsx';
import { newestFirst, readList } from './lists.ts';
import { Pager } from './pager.tsx';
import { orderHref } from './place.ts';
import { QueryState } from './query-state.tsx';
import { StatusPill } from './status-pill.tsx';
import { TableCard } from './table-card.tsx';
import { useWords } from './words.ts';

/** All orders, newest first: searched by number or customer, filtered by status, live. */
export function OrderList() {
  const { text } = useWords();
  const query = useQuery({
    queryKey: ['orders'],
    queryFn: ({ signal }) => readList<OrderListItem>('/v1/orders', signal, newestFirst),
  });
  const [filter, setFilter] = useState(noFilter);
  const wanted = useDeferredValue(filter);
  const items = query.data?.items;
  const orders = useMemo(() => items?.toSorted(byNewest) ?? [], [items]);
  const found = useMemo(
    () => orders.filter(({ status, number, customer }) => fits(wanted, status, [number, customer])),
    [orders, wanted],
  );
  if (query.data === undefined) return <QueryState query={query} />;
  return (
    <>
      <div className="list-head">
        <h1>{text('orders')}</h1>
        <p className="soft num">
          {found.length === orders.length
            ? text('all', { n: orders.length })
            : text('foundOf', { found: found.length, all: orders.length })}
          {!query.data.whole && `, ${text('moreThere')}`}
        </p>
        <ListFilter
          filter={filter}
          change={setFilter}
          hint={text('searchHint')}
          counts={countStatuses(orders.map(({ status }) => status))}
        />
      </div>
      <FoundOrders orders={found} none={orders.length === 0} />
    </>
  );
}

function byNewest(one: OrderListItem, other: OrderListItem): number {
  return (
    other.orderedOn.localeCompare(one.orderedOn) ||
    other.number.localeCompare(one.number, undefined, { numeric: true })
  );
}

function FoundOrders({ orders, none }: { orders: readonly OrderListItem[]; none: boolean }) {
  const { text } = useWords();
  if (none) return <EmptyState what={text('noOrders')} why={text('noOrdersWhy')} />;
  if (orders.length === 0) return <EmptyState what={text('noMatch')} why={text('noMatchWhy')} />;
  return <Pager rows={orders}>{(shown) => <OrderTable orders={shown} />}</Pager>;
}

function OrderTable({ orders }: { orders: readonly OrderListItem[] }) {
  const { text } = useWords();
  return (
    <TableCard label={text('orders')}>
      <table>
        <thead>
          <tr>
            <th>{text('order')}</th>
            <th>{text('customer')}</th>
            <th>{text('status')}</th>
            <th>{text('ordered')}</th>
            <th className="right">{text('shipped')}</th>
            <th className="right">{text('gross')}</th>
          </tr>
        </thead>
        <tbody>
          {orders.map((order) => (
            <tr key={order.number}>
              <td>
                <a className="row-link" href={orderHref(order.number)}>
                  {order.number}
                </a>
              </td>
              <td>{order.customer}</td>
              <td>
                <StatusPill status={order.status} />
              </td>
              <td className="num nowrap">{day(order.orderedOn)}</td>
              <td className="right num">
                {order.shippedUnits} <span className="soft">{text('ofAll', { n: order.units })}</span>
              </td>
              <td className="right num">{money(order.grossMinor, order.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableCard>
  );
}
