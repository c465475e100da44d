import { createHash, randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import type { Db } from './database.ts';
import { readDatabaseUrl } from './postgres/database-url.ts';
import { openPostgresDatabase } from './postgres/open-postgres-database.ts';
import { openSqliteDatabase } from './sqlite/open-sqlite-database.ts';

/** The address of a PostgreSQL server, as its superuser: with it, central's tests run on PostgreSQL (`npm run test:postgres`). */
export const testServerVariable = 'CENTRAL_TEST_SERVER';
/** An empty database of the newest schema on that server. */
export const templateName = 'central_template';

const server = process.env[testServerVariable];
export const onPostgres = server !== undefined;

/** A fresh database with the newest schema; `destroy()` it, or leave it to the end of the process. */
export async function openTestDatabase(): Promise<Db> {
  const url = await testDatabaseUrl();
  if (url === undefined) return openSqliteDatabase(':memory:');
  const address = readDatabaseUrl(url);
  if (typeof address === 'string') throw new Error(address);
  const log = createLog('test', 'silent');
  return openPostgresDatabase(address, { log, clock: systemClock, waitMs: 10_000, connections: 4 });
}

/** The address of a fresh PostgreSQL database, or of the one that was made under this name; undefined on SQLite. */
export async function testDatabaseUrl(name: string = randomUUID()): Promise<string | undefined> {
  if (server === undefined) return undefined;
  const database = `t_${createHash('sha256').update(name).digest('hex').slice(0, 32)}`;
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${database} template ${templateName}`);
  } finally {
    await client.end();
  }
  const url = new URL(server);
  url.pathname = `/${database}`;
  return url.href;
}
