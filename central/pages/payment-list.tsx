import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import { EmptyState } from './empty-state.tsx';
import { countStatuses, fits, ListFilter, noFilter } from './list-filter.tsx';
import { newestFirst, readList } from './lists.ts';
import { Pager } from './pager.tsx';
import { type PaymentItem, PaymentTable } from './payment-table.tsx';
import { QueryState } from './query-state.tsx';
import { sums } from './sums.ts';
import { useWords } from './words.ts';

/** The movements of the bank, newest first: which invoices each pays, or why it pays none. */
export function PaymentList() {
  const { text } = useWords();
  const query = useQuery({
    queryKey: ['payments'],
    queryFn: ({ signal }) => readList<PaymentItem>('/v1/payments', signal, newestFirst),
  });
  const [filter, setFilter] = useState(noFilter);
  const wanted = useDeferredValue(filter);
  const items = query.data?.items;
  const payments = useMemo(() => items?.toSorted(byNewest) ?? [], [items]);
  if (query.data === undefined) return <QueryState query={query} />;
  const found = payments.filter((one) => fits(wanted, one.status, wordsIn(one)));
  return (
    <>
      <div className="list-head">
        <h1>{text('payments')}</h1>
        <Unallocated payments={found} />
        {!query.data.whole && <p className="soft">{text('moreThere')}</p>}
        <ListFilter
          filter={filter}
          change={setFilter}
          hint={text('paymentHint')}
          counts={countStatuses(payments.map(({ status }) => status))}
        />
      </div>
      <FoundPayments payments={found} none={payments.length === 0} />
    </>
  );
}

function byNewest(one: PaymentItem, other: PaymentItem): number {
  return other.bookedOn.localeCompare(one.bookedOn) || one.id.localeCompare(other.id);
}

function wordsIn({ debtor, remittance, allocations }: PaymentItem): string[] {
  return [debtor ?? '', remittance, ...allocations.map(({ invoice }) => invoice)];
}

/** Money that came and that nobody knows what for. */
function Unallocated({ payments }: { payments: readonly PaymentItem[] }) {
  const { text } = useWords();
  const unmatched = payments.filter(({ status }) => status === 'unmatched');
  if (unmatched.length === 0) return null;
  const sum = sums(unmatched.map(({ currency, amountMinor: minor }) => ({ currency, minor })));
  return <p className="soft num">{text('unallocated', { n: unmatched.length, sum })}</p>;
}

function FoundPayments({ payments, none }: { payments: readonly PaymentItem[]; none: boolean }) {
  const { text } = useWords();
  if (none) return <EmptyState what={text('noPayments')} why={text('noPaymentsWhy')} />;
  if (payments.length === 0) return <EmptyState what={text('noMatch')} why={text('noMatchWhy')} />;
  return <Pager rows={payments}>{(shown) => <PaymentTable payments={shown} />}</Pager>;
}
