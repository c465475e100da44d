import Database from 'better-sqlite3';
import type { Sqlite } from '../../../kernel/sqlite.ts';

/** Rows between two looks at whether a query is still wanted: a power of two. */
const rowsBetweenLooks = 256;

/** Ends a query that nobody waits for any more. */
class QueryCancelled extends Error {
  override readonly name = 'QueryCancelled';
}

/**
 * A connection that sees what is committed and writes nothing.
 *
 * @param isCancelled is asked every now and then while a query walks over rows; true ends that query with QueryCancelled.
 */
export function openEventReader(path: string, isCancelled: () => boolean = () => false): Sqlite {
  const reader = new Database(path, { readonly: true });
  reader.pragma('busy_timeout = 5000');
  // SQLite can not be interrupted from outside while it walks: it asks by itself.
  reader.function('go_on', { deterministic: false, directOnly: true }, () => {
    if (isCancelled()) throw new QueryCancelled('nobody waits for this query any more');
    return 1;
  });
  return reader;
}

/** A condition that is always true, and lets a walk over the rows with these ids be ended. */
export function goOn(id: string): string {
  return `((${id} & ${rowsBetweenLooks - 1}) <> 0 OR go_on())`;
}
