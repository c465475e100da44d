import { type Kysely, PostgresAdapter } from 'kysely';

/** Whether statements go to PostgreSQL; else to SQLite. */
export function isPostgres<Schema>(db: Kysely<Schema>): boolean {
  return db.getExecutor().adapter instanceof PostgresAdapter;
}
