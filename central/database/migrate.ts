import { kernelErrors } from '../../kernel/kernel-errors.ts';
import type { Db, Trx } from './database.ts';
import { isPostgres } from './dialect.ts';
import { lockSchema } from './locks.ts';
import { migrations } from './migrations.ts';
import { postgresColumnTypes } from './postgres/column-types.ts';

type Versions = {
  schema_versions: { version: number; name: string };
};

/**
 * Brings the schema up to date. Each migration commits together with its row, so a start that is killed half way goes on
 * where it was; replicas that start at once do it one after the other.
 *
 * @param place for messages.
 * @throws DATABASE_UNUSABLE if the schema is of a newer version of this program.
 */
export async function migrate(db: Db, place: string): Promise<void> {
  let version = 0;
  do {
    version = await db.transaction().execute(async (trx) => {
      await lockSchema(trx);
      return migrateOnce(isPostgres(trx) ? trx.withPlugin(postgresColumnTypes) : trx, place);
    });
  } while (version < migrations.length);
}

/** @returns the version then. */
async function migrateOnce(trx: Trx, place: string): Promise<number> {
  const version = await versionOf(trx);
  if (version > migrations.length) {
    throw kernelErrors.fault(
      'DATABASE_UNUSABLE',
      `${place} has schema version ${version}; this program knows up to ${migrations.length}`,
      { place },
    );
  }
  const migration = migrations[version];
  if (migration === undefined) return version;
  await migration.up(trx);
  const row = { version: version + 1, name: migration.name };
  await trx.withTables<Versions>().insertInto('schema_versions').values(row).execute();
  return version + 1;
}

async function versionOf(trx: Trx): Promise<number> {
  await trx.schema
    .createTable('schema_versions')
    .ifNotExists()
    .addColumn('version', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .execute();
  const applied = await trx.withTables<Versions>().selectFrom('schema_versions').select('version').execute();
  return applied.length;
}
