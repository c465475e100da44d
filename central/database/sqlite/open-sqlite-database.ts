import { Kysely, SqliteDialect } from 'kysely';
import { openSqlite } from '../../../kernel/sqlite.ts';
import type { Db } from '../database.ts';
import { migrate } from '../migrate.ts';
import type { Database } from '../schema.ts';
import { withDiskFaults } from './disk-faults.ts';
import { withStatementCache } from './statement-cache.ts';

/**
 * Opens central's database and brings its schema up to date.
 *
 * @param path of the SQLite file, or `:memory:`.
 * @throws DATABASE_UNUSABLE if the file is of a newer version of this program, damaged or not durable.
 */
export async function openSqliteDatabase(path: string): Promise<Db> {
  const database = withStatementCache(withDiskFaults(openSqlite(path, [])));
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database }) });
  try {
    await migrate(db, path);
    return db;
  } catch (thrown) {
    await db.destroy();
    throw thrown;
  }
}
