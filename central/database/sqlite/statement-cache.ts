import type { SqliteDatabase, SqliteStatement } from 'kysely';

const most = 500;
/** Statements of many rows are longer, and hardly two of them have the same number of rows. */
const longest = 4_000;

/**
 * A database that keeps the statements that it prepared, the most recently used ones: preparing takes SQLite about as
 * long as a look-up by key does. To be used by one connection that reads each answer whole, as ours does.
 */
export function withStatementCache(database: SqliteDatabase): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      if (sql.length > longest) return database.prepare(sql);
      const statement = statements.get(sql) ?? database.prepare(sql);
      statements.delete(sql);
      statements.set(sql, statement);
      const [oldest] = statements.keys();
      if (statements.size > most && oldest !== undefined) statements.delete(oldest);
      return statement;
    },
  };
}
