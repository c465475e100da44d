import { createLog } from '../kernel/log.ts';
import { ManualClock } from '../kernel/manual-clock.ts';
import { type CentralConfig, centralConfig } from './central-config.ts';
import type { CentralContext } from './context.ts';
import { openTestDatabase, testDatabaseUrl } from './database/test-database.ts';
import { Live } from './notifications/live.ts';
import { WorkNotifier } from './work-feed/work-notifier.ts';

/** A configuration with one site, `s1`, that listens on a free port. */
export function testConfig(dataDir = '.'): CentralConfig {
  return centralConfig.parse({
    dataDir,
    http: { port: 0 },
    seller: {
      name: 'Lindenhof Supply GmbH',
      street: 'Lindenstraße 12',
      city: 'Leipzig',
      postalCode: '04103',
      country: 'Germany',
      vatId: 'DE123456788',
      iban: 'DE89 3704 0044 0532 0130 00',
      email: 'billing@lindenhof.example',
    },
    sites: { s1: { name: 'Leipzig', gs1CompanyPrefix: '4012345' } },
  });
}

/** `testConfig` to start central with: on PostgreSQL, where tests run on it, with the database that belongs to `dataDir`. */
export async function testStartConfig(dataDir: string): Promise<CentralConfig> {
  const databaseUrl = await testDatabaseUrl(dataDir);
  return { ...testConfig(dataDir), ...(databaseUrl === undefined ? {} : { databaseUrl }) };
}

/** A context on a fresh database, at 2026-03-02T08:00:00Z. */
export async function testContext(): Promise<CentralContext & { readonly clock: ManualClock }> {
  return {
    db: await openTestDatabase(),
    log: createLog('test', 'silent'),
    clock: new ManualClock('2026-03-02T08:00:00.000Z'),
    config: testConfig(),
    live: new Live(),
    workNotifier: new WorkNotifier(),
    instance: 'test',
  };
}
