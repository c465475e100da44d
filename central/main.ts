import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../kernel/clock.ts';
import { listenHttp } from '../kernel/http.ts';
import type { Log } from '../kernel/log.ts';
import { createApp } from './app.ts';
import type { CentralConfig } from './central-config.ts';
import type { CentralContext } from './context.ts';
import { openDatabase } from './database/database.ts';
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
 * Starts central: order to cash, on one database file in `config.dataDir`.
 *
 * @throws DATABASE_UNUSABLE, PORT_BUSY, CONFIG_INVALID; nothing is left running then.
 */
export async function startCentral(
  config: CentralConfig,
  { log, clock }: { readonly log: Log; readonly clock: Clock },
): Promise<RunningCentral> {
  mkdirSync(config.dataDir, { recursive: true });
  const db = await openDatabase(join(config.dataDir, 'central.sqlite'));
  const context: CentralContext = {
    db,
    log,
    clock,
    config,
    live: new Live(),
    workNotifier: new WorkNotifier(),
  };
  try {
    await publishSites(context);
    return await serve(context);
  } catch (thrown) {
    await db.destroy();
    throw thrown;
  }
}

async function serve(context: CentralContext): Promise<RunningCentral> {
  const { config, db, log, workNotifier } = context;
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
      await db.destroy();
      log.info({ event: 'central.stopped' }, 'central has stopped');
    },
  };
}
