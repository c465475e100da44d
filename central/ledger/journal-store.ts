import type { Trx } from '../database/database.ts';
import { insertRows } from '../database/insert-rows.ts';
import { nextNumbers } from '../database/number-series.ts';
import { assertBalanced, type JournalDraft } from './journal-entry.ts';

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
}
