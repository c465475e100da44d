import type { FastifyInstance } from 'fastify';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Sqlite } from '../../kernel/sqlite.ts';
import type { GatewayStatus } from '../../protocols/wire/status.ts';
import { startSubscriberBroker } from '../broker/subscriber-broker.ts';
import { addEventRoutes, type EventRouteDeps } from '../http/event-routes.ts';
import { createEventStreams } from '../http/event-stream.ts';
import { addSubscriberRoutes } from '../http/subscriber-routes.ts';
import type { Incidents } from '../incidents/incident.ts';
import type { Refusals } from '../ingest/refusals.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { LogEpochs } from '../log/log-epochs.ts';
import { addWebhookRoutes } from '../webhooks/webhook-routes.ts';
import { startWebhooks } from '../webhooks/webhooks.ts';
import type { WebhooksConfig } from '../webhooks/webhooks-config.ts';
import { createBatchedWrites } from './batched-writes.ts';
import { openDurableSubscribers } from './durable-subscribers.ts';
import { createEventSource } from './event-source.ts';
import { createFanOut } from './fan-out.ts';
import type { SubscribersConfig } from './subscribers-config.ts';

export interface SubscribingDeps {
  readonly db: Sqlite;
  readonly site: string;
  readonly factLog: FactLog;
  readonly epochs: LogEpochs;
  readonly clock: Clock;
  readonly log: Log;
  readonly refusals: Refusals;
  readonly incidents: Pick<Incidents, 'report' | 'end'>;
  readonly config: SubscribersConfig;
  readonly webhooks: WebhooksConfig;
}

/** Everything that brings the log to those who follow it, started together and stopped in the right order. */
export async function startSubscribing(deps: SubscribingDeps) {
  const { factLog, clock, log, config } = deps;
  const writes = createBatchedWrites(deps.db, clock, log);
  const source = createEventSource(deps);
  const durable = openDurableSubscribers({
    ...deps,
    writes,
    logEnd: source.end,
    maxDurable: config.maxDurable,
    expireDays: config.expireDays,
  });
  const fanOut = createFanOut({ clock, log });
  const broker = await startSubscriberBroker({
    ...deps,
    source,
    fanOut,
    durable,
    drainTimeoutMs: config.drainTimeoutSeconds * 1_000,
    ackTimeoutMs: config.ackTimeoutSeconds * 1_000,
  });

  const streams = createEventStreams({
    source,
    fanOut,
    drainTimeoutMs: config.drainTimeoutSeconds * 1_000,
    maxStreams: config.maxStreams,
    onStalled: (fault) => deps.refusals.count(fault),
  });

  const webhooks = startWebhooks({ ...deps, writes, source, config: deps.webhooks });
  const place = (cursor: number) => ({
    cursor,
    lag: source.end() - cursor,
    oldestUnprocessedAt: factLog.receivedAtAfter(cursor),
  });

  return {
    /** Takes the MQTT connection of a back-office subscriber over. */
    handOver: broker.handOver,
    /** Ends the event streams of an identity that was revoked. */
    endConnections: streams.endOf,
    /** There is something new in the log. */
    poke(): void {
      fanOut.poke();
      webhooks.poke();
    },
    addRoutes(
      app: FastifyInstance,
      routes: Omit<EventRouteDeps, 'factLog' | 'epochs' | 'streams' | 'clock'>,
    ): void {
      addEventRoutes(app, { ...routes, factLog, epochs: deps.epochs, clock, streams });
      addSubscriberRoutes(app, { durable, broker, logEnd: source.end });
      addWebhookRoutes(app, { webhooks, logEnd: source.end });
    },
    status: (): GatewayStatus['subscribers'] => [
      ...durable.list().map(({ clientId, connected, cursor }) => ({
        ...place(cursor),
        name: clientId,
        kind: 'mqtt',
        connected,
        deadLetters: 0,
      })),
      ...webhooks.all().map(({ id, cursor, failingSince, disabled }) => ({
        ...place(cursor),
        name: id,
        kind: 'webhook',
        connected: failingSince === null && disabled === null,
        deadLetters: webhooks.letterCount(id),
      })),
    ],
    async close(): Promise<void> {
      fanOut.stop();
      await webhooks.close();
      await broker.close();
      durable.close();
      writes.close();
    },
  };
}
