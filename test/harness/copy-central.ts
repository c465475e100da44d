import Database from 'better-sqlite3';
import { Client } from 'pg';
import { clientConfig } from '../../central/database/postgres/connections.ts';
import { readDatabaseUrl } from '../../central/database/postgres/database-url.ts';
import { openSqliteDatabase } from '../../central/database/sqlite/open-sqlite-database.ts';

/** Copies central's PostgreSQL database, as it is, into a new SQLite file of the same schema. */
export async function copyCentral(databaseUrl: string, file: string): Promise<void> {
  const address = readDatabaseUrl(databaseUrl);
  if (typeof address === 'string') throw new Error(address);
  await (await openSqliteDatabase(file)).destroy();
  const copy = new Database(file);
  const client = new Client(clientConfig(address));
  await client.connect();
  try {
    copy.pragma('foreign_keys = OFF');
    const tables = copy
      .prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('opened', 'schema_versions')",
      )
      .pluck()
      .all() as string[];
    for (const table of tables) insertAll(copy, table, (await client.query(`select * from "${table}"`)).rows);
  } finally {
    copy.close();
    await client.end();
  }
}

function insertAll(copy: Database.Database, table: string, rows: readonly Record<string, unknown>[]): void {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return;
  const named = columns.map((column) => `"${column}"`).join(', ');
  const insert = copy.prepare(
    `INSERT INTO "${table}" (${named}) VALUES (${columns.map((column) => `@${column}`).join(', ')})`,
  );
  copy.transaction(() => {
    for (const row of rows) insert.run(row);
  })();
}
