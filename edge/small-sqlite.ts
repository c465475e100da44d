import { openSqlite, type Sqlite } from '../kernel/sqlite.ts';

/** SQLite's own measure; the build that we use takes 16 MB for each database. */
const cacheKib = 2_000;

/**
 * Opens a database of a station's agent, which lives on small hardware beside other programs: the pages that it reads again lie in the
 * system's cache too, where others may use the room.
 *
 * @throws DATABASE_UNUSABLE
 */
export function openSmallSqlite(path: string, migrations: readonly string[]): Sqlite {
  const db = openSqlite(path, migrations);
  db.pragma(`cache_size = -${cacheKib}`);
  return db;
}
