import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Sqlite } from '../../kernel/sqlite.ts';
import type { GatewayStatus } from '../../protocols/wire/status.ts';
import { startSubscriberBroker } from '../broker/subscriber-broker.ts';
import type { Incidents } from '../incidents/incident.ts';
import type { Refusals } from '../ingest/refusals.ts';
import type { FactLog } from '../log/fact-log.ts';
import { createBatchedWrites } from './batched-writes.ts';
import { openDurableSubscribers } from './durable-subscribers.ts';
import { createEventSource } from './event-source.ts';
import type { SubscribersConfig } from './subscribers-config.ts';

export interface SubscribingDeps {
  readonly db: Sqlite;
  readonly site: string;
  readonly factLog: FactLog;
  readonly clock: Clock;
  readonly log: Log;
  readonly refusals: Refusals;
  readonly incidents: Pick<Incidents, 'report' | 'end'>;
  readonly config: SubscribersConfig;
}

export type Subscribing = Awaited<ReturnType<typeof startSubscribing>>;

/** Everything that brings the log to those who follow it, started together and stopped in the right order. */
export async function startSubscribing(deps: SubscribingDeps) {
  const { factLog, clock, log, config } = deps;
  const writes = createBatchedWrites(deps.db, clock, log);
  const source = createEventSource(factLog, deps.site);
  const durable = openDurableSubscribers({
    ...deps,
    writes,
    logEnd: source.end,
    maxDurable: config.maxDurable,
    expireDays: config.expireDays,
  });
  const broker = await startSubscriberBroker({
    ...deps,
    source,
    durable,
    ackTimeoutMs: config.ackTimeoutSeconds * 1_000,
  });

  return {
    source,
    durable,
    broker,
    /** There is something new in the log. */
    poke: broker.poke,
    status: (): GatewayStatus['subscribers'] =>
      durable.list().map(({ clientId, connected, cursor }) => ({
        name: clientId,
        kind: 'mqtt',
        connected,
        cursor,
        lag: source.end() - cursor,
        oldestUnprocessedAt: factLog.receivedAtAfter(cursor),
        deadLetters: 0,
      })),
    async close(): Promise<void> {
      await broker.close();
      durable.close();
      writes.close();
    },
  };
}
