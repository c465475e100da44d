import { centralErrors } from '../central-errors.ts';
import type { Account } from './accounts.ts';

/** One side of an entry: exactly one of the two amounts is above zero. Minor units. */
export interface JournalLine {
  readonly account: Account;
  readonly debitMinor: number;
  readonly creditMinor: number;
  readonly customer: string | null;
}

/** An entry before it has its number. */
export interface JournalDraft {
  readonly onDate: string;
  readonly at: string;
  readonly kind: 'invoice' | 'payment';
  /** The document behind it: an invoice or payment number. */
  readonly reference: string;
  readonly description: string;
  readonly lines: readonly JournalLine[];
}

export function debit(account: Account, minor: number, customer: string | null = null): JournalLine {
  return { account, debitMinor: minor, creditMinor: 0, customer };
}

export function credit(account: Account, minor: number, customer: string | null = null): JournalLine {
  return { account, debitMinor: 0, creditMinor: minor, customer };
}

/** Whether an entry may stand in the books: at least two sides, each a whole positive amount, debits equal to credits. */
export function balanced(lines: readonly JournalLine[]): boolean {
  if (lines.length < 2 || !lines.every(isOneSided)) return false;
  const total = lines.reduce((sum, line) => sum + BigInt(line.debitMinor) - BigInt(line.creditMinor), 0n);
  return total === 0n;
}

function isOneSided({ debitMinor, creditMinor }: JournalLine): boolean {
  const whole = Number.isSafeInteger(debitMinor) && Number.isSafeInteger(creditMinor);
  return whole && Math.min(debitMinor, creditMinor) === 0 && Math.max(debitMinor, creditMinor) > 0;
}

/** @throws JOURNAL_UNBALANCED for an entry that may not stand in the books. */
export function assertBalanced(draft: JournalDraft): void {
  if (balanced(draft.lines)) return;
  const sides = draft.lines
    .map((line) => `${line.account} ${line.debitMinor}/${line.creditMinor}`)
    .join(', ');
  throw centralErrors.fault(
    'JOURNAL_UNBALANCED',
    `${draft.kind} ${draft.reference}: ${sides || 'no lines'}`,
    {
      place: draft.reference,
    },
  );
}
