import type { Trx } from '../database/database.ts';
import { insertRows } from '../database/insert-rows.ts';
import { nextNumbers } from '../database/number-series.ts';
import { groupBy } from '../process/rows.ts';
import { assertBalanced, type JournalDraft, type JournalLine } from './journal-entry.ts';

/**
 * Books entries with the next numbers of the journal. They are never edited afterwards.
 *
 * @throws JOURNAL_UNBALANCED before anything is written.
 */
export async function postEntries(trx: Trx, drafts: readonly JournalDraft[]): Promise<void> {
  for (const draft of drafts) assertBalanced(draft);
  const numbers = await nextNumbers(trx, 'journal', drafts.length);
  const entries = drafts.map(({ onDate, at, kind, reference, description }, nth) => ({
    number: numbers[nth] ?? 0,
    on_date: onDate,
    at,
    kind,
    reference,
    description,
  }));
  const lines = drafts.flatMap((draft, nth) =>
    draft.lines.map(({ account, debitMinor, creditMinor, customer }, index) => ({
      entry: numbers[nth] ?? 0,
      line: index + 1,
      account,
      debit_minor: debitMinor,
      credit_minor: creditMinor,
      customer_id: customer,
    })),
  );
  await insertRows(trx, 'journal_entries', entries);
  await insertRows(trx, 'journal_lines', lines);
  await addToTotals(
    trx,
    drafts.flatMap((draft) => draft.lines),
  );
}

async function addToTotals(trx: Trx, lines: readonly JournalLine[]): Promise<void> {
  const rows = [...groupBy(lines, ({ account }) => account)].map(([account, of]) => ({
    account,
    debit_minor: of.reduce((sum, { debitMinor }) => sum + debitMinor, 0),
    credit_minor: of.reduce((sum, { creditMinor }) => sum + creditMinor, 0),
  }));
  if (rows.length === 0) return;
  await trx
    .insertInto('account_totals')
    .values(rows)
    .onConflict((conflict) =>
      conflict.column('account').doUpdateSet((eb) => ({
        debit_minor: eb('account_totals.debit_minor', '+', eb.ref('excluded.debit_minor')),
        credit_minor: eb('account_totals.credit_minor', '+', eb.ref('excluded.credit_minor')),
      })),
    )
    .execute();
}
