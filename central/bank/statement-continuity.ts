import type { Db } from '../database/database.ts';
import { displayMinor } from '../money.ts';
import type { CamtStatement } from './camt-statement.ts';

/**
 * What does not add up about a statement that is about to be booked: its opening balance against the closing balance of
 * the one before of its account, and its own movements against its balances. Empty where a bank gives no balances.
 */
export async function irregularities(db: Db, statement: CamtStatement): Promise<string[]> {
  const { openingMinor, currency } = statement;
  const warnings: string[] = [];
  const previous = await previousStatement(db, statement);
  if (previous !== undefined && openingMinor !== null && previous.closingMinor !== openingMinor) {
    warnings.push(
      `It opens with ${displayMinor(openingMinor, currency)}, but statement ${previous.statement} before it closed with ` +
        `${displayMinor(previous.closingMinor, currency)}: a statement between them is missing, or one was changed.`,
    );
  }
  return [...warnings, ...sumWarnings(statement)];
}

function sumWarnings({ openingMinor, closingMinor, currency, payments }: CamtStatement): string[] {
  if (openingMinor === null || closingMinor === null) return [];
  // An entry in another currency is booked by the bank at a value that the entry does not tell.
  if (payments.some(({ amount }) => amount.currency !== currency)) return [];
  const moved = payments.reduce(
    (sum, { direction, amount }) => sum + (direction === 'credit' ? amount.minor : -amount.minor),
    0,
  );
  if (openingMinor + moved === closingMinor) return [];
  const [found, told] = [moved, closingMinor - openingMinor].map((minor) => displayMinor(minor, currency));
  return [`Its entries sum to ${found}, its balances differ by ${told}: entries are missing or stand twice.`];
}

/** The newest statement of the account that is not newer than this one and says what it closed with. */
async function previousStatement(db: Db, { account, currency, createdAt }: CamtStatement) {
  const row = await db
    .selectFrom('bank_statements')
    .select(['statement', 'closing_minor'])
    .where('account', '=', account)
    .where('currency', '=', currency)
    .where('created_at', '<=', createdAt)
    .where('closing_minor', 'is not', null)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined || row.closing_minor === null) return undefined;
  return { statement: row.statement, closingMinor: row.closing_minor };
}
