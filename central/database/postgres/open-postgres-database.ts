import { Kysely, PostgresDialect } from 'kysely';
import type { Db } from '../database.ts';
import type { Database } from '../schema.ts';
import { boundWriters } from '../write-gate.ts';
import { openConnections } from './connections.ts';
import type { DatabaseAddress } from './database-url.ts';
import { type SetUpDeps, setUpDatabase } from './set-up.ts';

export interface OpenOptions extends SetUpDeps {
  /** How many connections to hold at most. */
  readonly connections: number;
}

/**
 * Opens central's database on a PostgreSQL server and brings its schema up to date.
 *
 * @throws DATABASE_UNUSABLE, see `setUpDatabase`.
 */
export async function openPostgresDatabase(address: DatabaseAddress, options: OpenOptions): Promise<Db> {
  await setUpDatabase(address, options);
  const pool = openConnections(address, options.connections, options.log);
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  // Writers wait for each other with a connection in hand: some are always left for those who read.
  boundWriters(db, Math.max(1, Math.floor(options.connections / 2)));
  return db;
}
