import { Pagination, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import { day, money } from '../../kernel/web/format.ts';
import type { OrderListItem } from '../insight/journey-view.ts';
import { readList } from './lists.ts';
import { orderHref } from './place.ts';
import { QueryState } from './query-state.tsx';
import { StatusPill, statusWords } from './status-pill.tsx';

const rowsPerPage = 50;

/** All orders, newest first: searched by number or customer, filtered by status, live. */
export function OrderList() {
  const query = useQuery({
    queryKey: ['orders'],
    queryFn: ({ signal }) => readList<OrderListItem>('/v1/orders', signal),
  });
  const [search, setSearch] = useState('');
  const [status, setStatus] = useState<string | null>(null);
  const [page, setPage] = useState(1);
  const wanted = useDeferredValue(search.trim().toLowerCase());
  const orders = query.data?.items;
  const newestFirst = useMemo(() => orders?.toSorted(byNewest) ?? [], [orders]);
  const found = useMemo(
    () => newestFirst.filter((order) => matches(order, wanted, status)),
    [newestFirst, wanted, status],
  );
  if (query.data === undefined) return <QueryState query={query} />;
  const pages = Math.max(1, Math.ceil(found.length / rowsPerPage));
  const shownPage = Math.min(page, pages);
  return (
    <>
      <div className="list-head">
        <h1>Orders</h1>
        <p className="soft num">
          {found.length === newestFirst.length
            ? newestFirst.length.toLocaleString()
            : `${found.length.toLocaleString()} of ${newestFirst.length.toLocaleString()}`}
          {!query.data.whole && ', more at central'}
        </p>
        <TextInput
          className="list-search"
          type="search"
          aria-label="Search by number or customer"
          placeholder="Order or customer"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
        <Select
          aria-label="Status"
          placeholder="Every status"
          clearable
          data={statusesOf(newestFirst)}
          value={status}
          onChange={setStatus}
        />
      </div>
      {found.length === 0 ? (
        <NothingFound none={newestFirst.length === 0} />
      ) : (
        <OrderTable orders={found.slice((shownPage - 1) * rowsPerPage, shownPage * rowsPerPage)} />
      )}
      {pages > 1 && <Pagination className="list-pages" total={pages} value={shownPage} onChange={setPage} />}
    </>
  );
}

function byNewest(one: OrderListItem, other: OrderListItem): number {
  return (
    other.orderedOn.localeCompare(one.orderedOn) ||
    other.number.localeCompare(one.number, undefined, { numeric: true })
  );
}

function matches(order: OrderListItem, wanted: string, status: string | null): boolean {
  if (status !== null && order.status !== status) return false;
  return order.number.toLowerCase().includes(wanted) || order.customer.toLowerCase().includes(wanted);
}

function statusesOf(orders: readonly OrderListItem[]): { value: string; label: string }[] {
  const counts = new Map<string, number>();
  for (const { status } of orders) counts.set(status, (counts.get(status) ?? 0) + 1);
  return Array.from(counts, ([value, number]) => ({ value, label: `${statusWords(value)} (${number})` }));
}

function NothingFound({ none }: { none: boolean }) {
  return (
    <div className="query-state">
      <h2>{none ? 'No orders yet' : 'No order matches'}</h2>
      <p className="soft">
        {none ? 'They appear here as soon as they arrive.' : 'Try fewer letters, or every status.'}
      </p>
    </div>
  );
}

function OrderTable({ orders }: { orders: readonly OrderListItem[] }) {
  return (
    <div className="table-card">
      <table>
        <thead>
          <tr>
            <th>Order</th>
            <th>Customer</th>
            <th>Status</th>
            <th>Ordered</th>
            <th className="right">Shipped</th>
            <th className="right">Gross</th>
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
              <td className="num">{day(order.orderedOn)}</td>
              <td className="right num">
                {order.shippedUnits} <span className="soft">of {order.units}</span>
              </td>
              <td className="right num">{money(order.grossMinor, order.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
