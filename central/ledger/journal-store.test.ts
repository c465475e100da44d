import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openTestDatabase } from '../database/test-database.ts';
import { type Account, bank, receivables, revenue } from './accounts.ts';
import { balanced, credit, debit, type JournalDraft, type JournalLine } from './journal-entry.ts';
import { journalTotals } from './journal-routes.ts';
import { postEntries } from './journal-store.ts';

const draft = (reference: string, lines: readonly JournalLine[]): JournalDraft => ({
  ...{ onDate: '2026-03-02', at: '2026-03-02T08:00:00.000Z', kind: 'invoice' as const },
  ...{ reference, description: 'test', lines },
});
const fair = [debit(bank, 5), credit(revenue, 5)];

describe('an entry', () => {
  test.each([
    ['nothing', []],
    ['one side', [debit(bank, 5)]],
    ['unequal sides', [debit(bank, 5), credit(revenue, 4)]],
    ['nothing on both sides', [debit(bank, 0), credit(revenue, 0)]],
    ['a negative amount', [debit(bank, 5), debit(receivables, -2), credit(revenue, 3)]],
    ['parts of a cent', [debit(bank, 0.5), credit(revenue, 0.5)]],
    ['both sides on one line', [{ ...debit(bank, 5), creditMinor: 5 }, ...fair]],
    ['more than can be counted', [debit(bank, 2 ** 60), credit(revenue, 2 ** 60)]],
  ])('of %s is not balanced', (_what, lines) => {
    expect(balanced(lines)).toBe(false);
  });

  test('is balanced exactly if its debits equal its credits', () => {
    const line = fc.record({ account: fc.constant<Account>(bank), minor: fc.integer({ min: 1, max: 1e12 }) });
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: -3, max: 3 }),
        (debits, off) => {
          const total = debits.reduce((sum, { minor }) => sum + minor, 0);
          fc.pre(total + off > 0);
          const lines = [
            ...debits.map(({ account, minor }) => debit(account, minor)),
            credit(revenue, total + off),
          ];
          expect(balanced(lines)).toBe(off === 0);
        },
      ),
    );
  });
});

describe('the journal', () => {
  test('numbers entries without gaps, and a refused one neither takes a number nor leaves a trace', async () => {
    const db = await openTestDatabase();
    const post = (drafts: readonly JournalDraft[]) =>
      db.transaction().execute((trx) => postEntries(trx, drafts));
    await post([draft('A', fair), draft('B', fair)]);
    await expect(post([draft('C', fair), draft('D', [debit(bank, 5)])])).rejects.toMatchObject({
      code: 'JOURNAL_UNBALANCED',
    });
    // The same document is never booked twice, whoever tries.
    await expect(post([draft('A', fair)])).rejects.toThrow();
    await post([draft('E', fair)]);
    const entries = await db
      .selectFrom('journal_entries')
      .select(['number', 'reference'])
      .orderBy('number')
      .execute();
    expect(entries).toEqual([
      { number: 1, reference: 'A' },
      { number: 2, reference: 'B' },
      { number: 3, reference: 'E' },
    ]);
    // What is summed up while it is booked is what the lines come to, without what was refused.
    expect(await journalTotals(db)).toEqual({ entries: 3, debitMinor: 15, creditMinor: 15 });
    const lines = db.selectFrom('journal_lines').select('account').groupBy('account').orderBy('account');
    const sums = lines.select(({ fn }) => [
      fn.sum<number>('debit_minor').as('debit_minor'),
      fn.sum<number>('credit_minor').as('credit_minor'),
    ]);
    const totals = db.selectFrom('account_totals').selectAll().orderBy('account');
    expect(await totals.execute()).toEqual(
      (await sums.execute()).map(({ account, debit_minor, credit_minor }) => ({
        account,
        debit_minor: Number(debit_minor),
        credit_minor: Number(credit_minor),
      })),
    );
  });
});
