import { randomUUID } from 'node:crypto';
import type { Clock } from '../kernel/clock.ts';
import { listenHttp } from '../kernel/http/http.ts';
import type { Log } from '../kernel/log.ts';
import { createApp } from './app.ts';
import type { CentralConfig } from './central-config.ts';
import type { CentralContext } from './context.ts';
import { openCentralDatabase } from './database/open-central-database.ts';
import { Live } from './notifications/live.ts';
import { publishSites } from './work-feed/publish-sites.ts';
import { WorkNotifier } from './work-feed/work-notifier.ts';

export { type CentralConfig, centralConfig } from './central-config.ts';
export { centralState } from './central-state.ts';

export interface RunningCentral {
  readonly url: string;
  /** Answers whoever waits, ends the service and closes the database. */
  stop(): Promise<void>;
}

/**
 * Starts central: order to cash, on one database file in `config.dataDir`, or on the PostgreSQL database of
 * `config.databaseUrl`, which replicas may share.
 *
 * @throws DATABASE_UNUSABLE, PORT_BUSY, CONFIG_INVALID; nothing is left running then.
 */
export async function startCentral(
  config: CentralConfig,
  { log, clock }: { readonly log: Log; readonly clock: Clock },
): Promise<RunningCentral> {
  const live = new Live();
  const workNotifier = new WorkNotifier();
  const instance = randomUUID();
  const { db, close } = await openCentralDatabase(config, { log, clock, live, workNotifier, instance });
  const context: CentralContext = { db, log, clock, config, live, workNotifier, instance };
  try {
    await publishSites(context);
    return await serve(context, close);
  } catch (thrown) {
    await close();
    throw thrown;
  }
}

async function serve(context: CentralContext, close: () => Promise<void>): Promise<RunningCentral> {
  const { config, log, workNotifier } = context;
  const app = await createApp(context);
  const url = await listenHttp(app, config.http).catch(async (thrown: unknown) => {
    await app.close();
    throw thrown;
  });
  log.info({ event: 'central.started', url, sites: Object.keys(config.sites) }, 'central listens');
  return {
    url,
    stop: async () => {
      workNotifier.stop();
      await app.close();
      await close();
      log.info({ event: 'central.stopped' }, 'central has stopped');
    },
  };
}
