import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { CentralConfig } from './central-config.ts';
import type { Db } from './database/database.ts';
import type { Live } from './notifications/live.ts';
import type { WorkNotifier } from './work-feed/work-notifier.ts';

/** What every part of central is given; nothing is reached in any other way. */
export interface CentralContext {
  readonly db: Db;
  readonly log: Log;
  readonly clock: Clock;
  readonly config: CentralConfig;
  /** The name of this process among replicas; another one at each start. */
  readonly instance: string;
  /** Told after each commit that changed an order; behind `GET /v1/live`. */
  readonly live: Live;
  /** Woken after each commit that changed the work feed of a site. */
  readonly workNotifier: WorkNotifier;
}
