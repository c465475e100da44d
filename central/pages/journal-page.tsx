import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getJson } from '../../kernel/web/api.ts';
import { day, money } from '../../kernel/web/format.ts';
import type { ListPage } from './lists.ts';
import { QueryState } from './query-state.tsx';
import { Recorded } from './recorded.tsx';
import { TableCard } from './table-card.tsx';
import { useWords } from './words.ts';

interface Entry {
  readonly number: number;
  readonly onDate: string;
  readonly kind: string;
  readonly reference: string;
  readonly about: readonly string[];
  readonly description: string;
  readonly lines: readonly {
    readonly account: string;
    readonly debitMinor: number;
    readonly creditMinor: number;
  }[];
}

interface Account {
  readonly account: string;
  readonly debitMinor: number;
  readonly creditMinor: number;
  readonly balanceMinor: number;
}

interface JournalAnswer extends ListPage<Entry> {
  readonly totals: { readonly entries: number; readonly debitMinor: number; readonly creditMinor: number };
  readonly accounts: readonly Account[];
}

/** The double-entry journal: the accounts with their balances, then entry by entry. */
export function JournalPage() {
  const { text } = useWords();
  const query = useInfiniteQuery({
    queryKey: ['journal'],
    queryFn: ({ pageParam, signal }) => getJson<JournalAnswer>(`/v1/journal?limit=200${pageParam}`, signal),
    initialPageParam: '',
    getNextPageParam: (page) => (page.next === null ? null : `&after=${encodeURIComponent(page.next)}`),
  });
  const newest = query.data?.pages.at(-1);
  if (newest === undefined) return <QueryState query={query} />;
  const { totals, accounts } = newest;
  const balanced = totals.debitMinor === totals.creditMinor;
  return (
    <>
      <div className="list-head">
        <h1>{text('journal')}</h1>
        <p className="pill" data-kind={balanced ? 'good' : 'bad'}>
          {balanced ? `✓ ${text('balanced')}` : `✕ ${text('notBalanced')}`}
        </p>
        <p className="soft num">
          {text(balanced ? 'journalTotals' : 'journalUnequal', {
            n: totals.entries,
            debit: amount(totals.debitMinor),
            credit: amount(totals.creditMinor),
          })}
        </p>
      </div>
      <AccountCards accounts={accounts} />
      <TableCard label={text('journal')}>
        <table>
          <thead>
            <tr>
              <th>{text('entryNumber')}</th>
              <th>{text('date')}</th>
              <th>{text('entry')}</th>
              <th>{text('account')}</th>
              <th className="right">{text('debit')}</th>
              <th className="right">{text('credit')}</th>
            </tr>
          </thead>
          {query.data?.pages.flatMap(({ items }) =>
            items.map((entry) => <EntryRows key={entry.number} entry={entry} />),
          )}
        </table>
      </TableCard>
      {query.hasNextPage && (
        <Button
          className="list-pages"
          variant="default"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {text('furtherEntries')}
        </Button>
      )}
    </>
  );
}

/** The journal is kept in one currency, which it does not repeat. */
function amount(minor: number): string {
  return money(minor, '').trimEnd();
}

function AccountCards({ accounts }: { accounts: readonly Account[] }) {
  const { text } = useWords();
  return (
    <dl className="accounts">
      {accounts.map(({ account, balanceMinor }) => (
        <div key={account}>
          <dt>
            <AccountName account={account} />
          </dt>
          <dd className="num">
            {amount(Math.abs(balanceMinor))}{' '}
            <span className="soft">{balanceMinor !== 0 && text(balanceMinor > 0 ? 'debit' : 'credit')}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function AccountName({ account }: { account: string }) {
  const { word } = useWords();
  return (
    <>
      <span className="mono">{account}</span> {word(`account${account}`)}
    </>
  );
}

/** The document that was booked, and what it is about; a kind that this page does not know says it by its recorded text. */
function EntryText({ entry: { kind, reference, about, description } }: { entry: Entry }) {
  const { text } = useWords();
  const values = { reference, about: about.slice(0, maxNamed).join(', ') };
  if (kind === 'invoice') return text('entryInvoice', values);
  if (kind === 'payment') return text(about.length === 0 ? 'entryUnallocated' : 'entryPayment', values);
  return <Recorded text={description} />;
}

const maxNamed = 10;

function EntryRows({ entry }: { entry: Entry }) {
  return (
    <tbody className="entry">
      {entry.lines.map((line, index) => (
        <tr key={`${line.account} ${line.debitMinor} ${line.creditMinor}`}>
          <td className="num">{index === 0 && entry.number}</td>
          <td className="num">{index === 0 && day(entry.onDate)}</td>
          <td>{index === 0 && <EntryText entry={entry} />}</td>
          <td>
            <AccountName account={line.account} />
          </td>
          <td className="right num">{line.debitMinor !== 0 && amount(line.debitMinor)}</td>
          <td className="right num">{line.creditMinor !== 0 && amount(line.creditMinor)}</td>
        </tr>
      ))}
    </tbody>
  );
}
