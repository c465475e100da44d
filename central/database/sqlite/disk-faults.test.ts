import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Database } from '../schema.ts';
import { openSqliteDatabase } from './open-sqlite-database.ts';

async function database() {
  const db = await openSqliteDatabase(join(mkdtempSync(join(tmpdir(), 'packproof-')), 'central.sqlite'));
  onTestFinished(() => db.destroy());
  return db;
}

const store = (db: Kysely<Database>, key: string, value = 'v') =>
  db.insertInto('settings').values({ key, value }).execute();

describe('a disk that fails', () => {
  test('a full one is named with what to do, and what was begun is gone', async () => {
    const db = await database();
    const { rows } = await sql<{ page_count: number }>`PRAGMA page_count`.execute(db);
    await sql.raw(`PRAGMA max_page_count = ${rows[0]?.page_count}`).execute(db);
    const writing = db.transaction().execute(async (trx) => {
      await store(trx, 'small');
      await store(trx, 'large', 'v'.repeat(1_000_000));
    });
    await expect(writing).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    expect(await db.selectFrom('settings').select('key').where('key', '=', 'small').execute()).toEqual([]);
  });

  test('why a transaction was rolled back by SQLite itself is told, not that it cannot be rolled back again', async () => {
    const db = await database();
    await sql`CREATE TRIGGER failing BEFORE INSERT ON settings WHEN NEW.key = 'bad'
      BEGIN SELECT RAISE(ROLLBACK, 'the disk is gone'); END`.execute(db);
    const writing = db.transaction().execute(async (trx) => {
      await store(trx, 'good');
      await store(trx, 'bad');
    });
    await expect(writing).rejects.toThrow('the disk is gone');
    await store(db, 'later');
    const kept = await db
      .selectFrom('settings')
      .select('key')
      .where('key', 'in', ['good', 'later'])
      .execute();
    expect(kept).toEqual([{ key: 'later' }]);
  });
});
