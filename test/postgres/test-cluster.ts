import { readDatabaseUrl } from '../../central/database/postgres/database-url.ts';
import { setUpDatabase } from '../../central/database/postgres/set-up.ts';
import { templateName, testServerVariable } from '../../central/database/test-database.ts';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { startPostgres, whyNoPostgres } from '../harness/postgres-cluster.ts';

/** One server for all test files, with an empty central database in the newest schema, of which each test gets a copy. */
export async function setup(): Promise<() => Promise<void>> {
  if (whyNoPostgres() !== null) return async () => undefined;
  const cluster = await startPostgres();
  await cluster.run('postgres', `create database ${templateName}`);
  const address = readDatabaseUrl(cluster.url(templateName));
  if (typeof address === 'string') throw new Error(address);
  const deps = { log: createLog('test', 'silent'), clock: systemClock, waitMs: 10_000 };
  await setUpDatabase(address, deps);
  process.env[testServerVariable] = cluster.url('postgres');
  return () => cluster.remove();
}
