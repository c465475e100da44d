import { Kysely, SqliteDialect, type Transaction } from 'kysely';
import { kernelErrors } from '../../kernel/kernel-errors.ts';
import { openSqlite } from '../../kernel/sqlite.ts';
import { migrations } from './migrations.ts';
import type { Database } from './schema.ts';
import { withStatementCache } from './statement-cache.ts';

/** Either the database or a transaction of it: for functions that only read. */
export type Db = Kysely<Database>;
export type Trx = Transaction<Database>;

type Versions = {
  schema_versions: { version: number; name: string };
};

/**
 * Opens central's database and brings its schema up to date.
 *
 * @param path of the SQLite file, or `:memory:`.
 * @throws DATABASE_UNUSABLE if the file is of a newer version of this program, damaged or not durable.
 */
export async function openDatabase(path: string): Promise<Db> {
  const database = withStatementCache(openSqlite(path, []));
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database }) });
  try {
    await migrate(db, path);
    return db;
  } catch (thrown) {
    await db.destroy();
    throw thrown;
  }
}

/** Each migration commits together with its row, so a start that is killed half way goes on where it was. */
async function migrate(db: Db, path: string): Promise<void> {
  await db.schema
    .createTable('schema_versions')
    .ifNotExists()
    .addColumn('version', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .execute();
  const applied = await db.withTables<Versions>().selectFrom('schema_versions').select('version').execute();
  if (applied.length > migrations.length) {
    throw kernelErrors.fault(
      'DATABASE_UNUSABLE',
      `${path} has schema version ${applied.length}; this program knows up to ${migrations.length}`,
      { place: path },
    );
  }
  for (const [index, migration] of [...migrations.entries()].slice(applied.length)) {
    await db.transaction().execute(async (trx) => {
      await migration.up(trx);
      await trx
        .withTables<Versions>()
        .insertInto('schema_versions')
        .values({ version: index + 1, name: migration.name })
        .execute();
    });
  }
}
