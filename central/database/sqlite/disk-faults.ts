import type { Database } from 'better-sqlite3';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { messageOf } from '../../../kernel/errors.ts';
import { centralErrors } from '../../central-errors.ts';

/** Primary result codes of SQLite that say that the disk, or who shares the file, cannot now; nothing is wrong with the statement. */
const passing = ['SQLITE_FULL', 'SQLITE_IOERR', 'SQLITE_BUSY', 'SQLITE_READONLY', 'SQLITE_CANTOPEN'];

/**
 * The statements of a file whose disk may fail: the caller is told that it may be repeated, and why. SQLite has then often
 * rolled the transaction back by itself; a second rollback would fail and hide what happened, so it does nothing.
 *
 * @throws DATABASE_UNAVAILABLE if nothing was stored, COMMIT_UNKNOWN if the commit could not be made durable: a crash may find it.
 */
export function withDiskFaults(database: Database): SqliteDatabase {
  return {
    close: () => database.close(),
    prepare(sql) {
      const statement = told(sql, database.name, () => database.prepare(sql));
      const run: SqliteStatement['run'] = (parameters) =>
        sql === 'rollback' && !database.inTransaction
          ? { changes: 0, lastInsertRowid: 0 }
          : told(sql, database.name, () => statement.run(parameters));
      return {
        reader: statement.reader,
        run,
        all: (parameters) => told(sql, database.name, () => statement.all(parameters)),
        iterate: (parameters) => statement.iterate(parameters),
      };
    },
  };
}

function told<Result>(sql: string, place: string, action: () => Result): Result {
  try {
    return action();
  } catch (thrown) {
    const { code } = thrown as { readonly code?: unknown };
    if (typeof code !== 'string' || !passing.some((prefix) => code.startsWith(prefix))) throw thrown;
    const unsure = sql === 'commit' && code.startsWith('SQLITE_IOERR');
    const name = unsure ? 'COMMIT_UNKNOWN' : 'DATABASE_UNAVAILABLE';
    throw centralErrors.fault(name, `${place}: ${messageOf(thrown)}`, { place, cause: thrown });
  }
}
