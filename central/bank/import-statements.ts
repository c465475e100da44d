import { z } from 'zod';
import { isoInstant } from '../../kernel/clock.ts';
import { sha256Hex } from '../../kernel/sha256.ts';
import { bookCash, decideCash, type IncomingPayment } from '../cash-application/apply-cash.ts';
import { centralErrors } from '../central-errors.ts';
import type { CentralContext } from '../context.ts';
import type { Trx } from '../database/database.ts';
import { insertRows } from '../database/insert-rows.ts';
import { nextNumbers } from '../database/number-series.ts';
import type { Database } from '../database/schema.ts';
import { withTransaction } from '../database/transaction.ts';
import type { CamtPayment } from './camt-entry.ts';
import { type CamtStatement, parseCamt053 } from './camt-statement.ts';
import { irregularities } from './statement-continuity.ts';
import { invalid } from './xml-tree.ts';

/** What became of one statement of a file. */
export const importedStatement = z.strictObject({
  id: z.string(),
  account: z.string(),
  statement: z.string(),
  /** It was there already; nothing was changed. */
  repeated: z.boolean(),
  payments: z.number().int(),
  matched: z.number().int(),
  unmatched: z.number().int(),
  ignored: z.number().int(),
  /** What a bookkeeper should look into, although all was booked: a gap between statements, a wrong sum. */
  warnings: z.array(z.string()),
});
type ImportedStatement = z.output<typeof importedStatement>;

type PaymentRow = Database['payments'];

/**
 * Books a camt.053 file: every statement of it or none. A statement that is known by account and id is not booked again.
 *
 * @throws BANK_STATEMENT_INVALID; BANK_ACCOUNT_UNKNOWN if one is not of the seller's account; CONTENT_DIFFERS if a known
 *   statement comes with other movements.
 */
export async function importStatements(context: CentralContext, xml: string): Promise<ImportedStatement[]> {
  const statements = parseCamt053(xml);
  for (const statement of statements) assertOurs(statement, context.config.seller.iban);
  assertDistinct(statements);
  const fileHash = sha256Hex(xml);
  const at = isoInstant(context.clock.now());
  return withTransaction(context, async (trx) => {
    const results: ImportedStatement[] = [];
    for (const statement of statements) {
      const known = await knownStatement(trx, statement);
      results.push(
        known ?? (await book(trx, statement, { fileHash, at, currency: context.config.currency })),
      );
    }
    return results;
  });
}

/** Money on a foreign account pays none of our invoices, whatever it says. */
function assertOurs({ account, id }: CamtStatement, iban: string): void {
  if (account.toUpperCase() === iban) return;
  throw centralErrors.fault(
    'BANK_ACCOUNT_UNKNOWN',
    `statement ${id} is of account ${account}; invoices are paid to ${iban}`,
    { place: `Stmt/Acct of ${id}` },
  );
}

/** The second of two pages that share an id would pass for a repetition of the first, and its money would be lost. */
function assertDistinct(statements: readonly CamtStatement[]): void {
  const twice = statements.find(({ id }, nth) => statements.findIndex((other) => other.id === id) < nth);
  if (twice !== undefined) throw invalid(`statement ${twice.id} is in the file twice`, 'Stmt/Id');
}

async function knownStatement(trx: Trx, statement: CamtStatement): Promise<ImportedStatement | undefined> {
  const row = await trx
    .selectFrom('bank_statements')
    .selectAll()
    .where('account', '=', statement.account)
    .where('statement', '=', statement.id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const payments = await trx
    .selectFrom('payments')
    .selectAll()
    .where('statement_id', '=', row.id)
    .orderBy('entry')
    .execute();
  if (!sameMovements(payments, statement.payments)) {
    throw centralErrors.fault(
      'CONTENT_DIFFERS',
      `statement ${statement.id} of ${statement.account} was booked before with other movements`,
      { place: `Stmt/Id ${statement.id}` },
    );
  }
  return { ...summary(row.id, statement, payments), repeated: true, warnings: [] };
}

function sameMovements(stored: readonly PaymentRow[], read: readonly CamtPayment[]): boolean {
  const storedKeys = stored.map(
    (row) => `${row.booked_on} ${row.direction} ${row.amount_minor} ${row.currency}`,
  );
  const readKeys = read.map(
    ({ bookedOn, direction, amount }) => `${bookedOn} ${direction} ${amount.minor} ${amount.currency}`,
  );
  return storedKeys.join() === readKeys.join();
}

interface Booking {
  readonly fileHash: string;
  readonly at: string;
  readonly currency: string;
}

async function book(trx: Trx, statement: CamtStatement, booking: Booking): Promise<ImportedStatement> {
  const warnings = await irregularities(trx, statement);
  const [number = 0] = await nextNumbers(trx, 'bank_statement', 1);
  const id = `BST-${String(number).padStart(6, '0')}`;
  await trx
    .insertInto('bank_statements')
    .values({
      id,
      account: statement.account,
      statement: statement.id,
      file_hash: booking.fileHash,
      currency: statement.currency,
      opening_minor: statement.openingMinor,
      closing_minor: statement.closingMinor,
      created_at: statement.createdAt,
      imported_at: booking.at,
    })
    .execute();
  const rows = await bookPayments(trx, id, statement.payments, booking);
  return { ...summary(id, statement, rows), repeated: false, warnings };
}

async function bookPayments(
  trx: Trx,
  statementId: string,
  movements: readonly CamtPayment[],
  { at, currency }: Booking,
): Promise<PaymentRow[]> {
  const numbers = await nextNumbers(trx, 'payment', movements.length);
  const ids = numbers.map((number) => `PAY-${String(number).padStart(6, '0')}`);
  const incoming = movements.flatMap((movement, nth) =>
    setAsideReason(movement, currency) === null ? [incomingOf(ids[nth] ?? '', movement)] : [],
  );
  const { decided, invoices } = await decideCash(trx, incoming);
  const decisions = new Map(decided.map(({ payment, decision }) => [payment.id, decision]));
  const rows = movements.map((movement, nth) => {
    const id = ids[nth] ?? '';
    const verdict = decisions.get(id) ?? setAsideReason(movement, currency) ?? unexplained;
    return paymentRow(id, statementId, nth + 1, movement, verdict);
  });
  await insertRows(trx, 'payments', rows);
  await bookCash(trx, decided, invoices, at);
  return rows;
}

const unexplained = { status: 'unmatched', reason: 'It was not looked at.' };

/** Why a movement is no payment of a customer that can be matched; null if it is one. */
function setAsideReason({ direction, reversal, amount }: CamtPayment, currency: string) {
  if (direction === 'debit' && reversal) {
    return {
      status: 'unmatched',
      reason: 'The bank took an earlier credit back: a person has to see what it paid.',
    };
  }
  if (direction === 'debit') return { status: 'ignored', reason: 'Money that went out pays no invoice.' };
  if (reversal) return { status: 'ignored', reason: 'The bank took an earlier debit back.' };
  if (amount.currency !== currency) {
    return { status: 'unmatched', reason: `It is in ${amount.currency}, the books are kept in ${currency}.` };
  }
  return null;
}

function incomingOf(id: string, { bookedOn, amount, references, remittance }: CamtPayment): IncomingPayment {
  return { id, bookedOn, amountMinor: amount.minor, currency: amount.currency, references, remittance };
}

function paymentRow(
  id: string,
  statementId: string,
  entry: number,
  movement: CamtPayment,
  verdict: { readonly status: string; readonly reason: string },
): PaymentRow {
  return {
    id,
    statement_id: statementId,
    entry,
    booked_on: movement.bookedOn,
    amount_minor: movement.amount.minor,
    currency: movement.amount.currency,
    direction: movement.direction,
    debtor: movement.debtor,
    remittance: [...movement.references, ...movement.remittance].join('\n'),
    end_to_end_id: movement.endToEndId,
    status: verdict.status,
    reason: verdict.reason,
  };
}

function summary(
  id: string,
  { account, id: statement }: CamtStatement,
  payments: readonly Pick<PaymentRow, 'status'>[],
) {
  const count = (status: string) => payments.filter((payment) => payment.status === status).length;
  return {
    ...{ id, account, statement, payments: payments.length },
    ...{ matched: count('matched'), unmatched: count('unmatched'), ignored: count('ignored') },
  };
}
