import { randomUUID } from 'node:crypto';
import { type Clock, isoInstant } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Sqlite } from '../../kernel/sqlite.ts';
import type { BatchedWrites } from '../fan-out/batched-writes.ts';
import type { EventSource } from '../fan-out/event-source.ts';
import { gatewayErrors } from '../gateway-errors.ts';
import type { Incidents } from '../incidents/incident.ts';
import { createTargetPolicy } from './target-policy.ts';
import { createWebhookClient } from './webhook-client.ts';
import { webhookErrors } from './webhook-errors.ts';
import { startRunner, type WebhookRunner } from './webhook-runner.ts';
import { newSecret } from './webhook-signature.ts';
import { openWebhookStore, type Webhook } from './webhook-store.ts';
import type { WebhooksConfig } from './webhooks-config.ts';

const hourMs = 60 * 60 * 1_000;

export interface WebhooksDeps {
  readonly db: Sqlite;
  readonly writes: BatchedWrites;
  readonly source: EventSource;
  readonly clock: Clock;
  readonly log: Log;
  readonly incidents: Pick<Incidents, 'report' | 'end'>;
  readonly config: WebhooksConfig;
}

export interface NewWebhook {
  readonly url: string;
  readonly types: readonly string[] | null;
  /** Where in the log it begins; the end unless another place is named. */
  readonly after?: number | undefined;
}

export type Webhooks = ReturnType<typeof startWebhooks>;

/**
 * Brings events to the endpoints of other systems.
 *
 * @throws CONFIG_INVALID if webhooks.caFile cannot be read.
 */
export function startWebhooks(deps: WebhooksDeps) {
  const { source, clock, config } = deps;
  const policy = createTargetPolicy(config.allowNetworks);
  const client = createWebhookClient(
    { caFile: config.caFile, timeoutMs: config.timeoutSeconds * 1_000 },
    policy,
  );
  const store = openWebhookStore(deps.db, deps.writes);
  const runners = new Map<string, WebhookRunner>();
  const rules = {
    maxAttempts: config.maxAttempts,
    backoff: { firstMs: config.firstRetrySeconds * 1_000, maxMs: config.maxRetrySeconds * 1_000 },
    disableAfterMs: config.disableAfterHours * hourMs,
    maxRetryAfterMs: hourMs,
  };
  for (const webhook of store.all()) run(webhook);

  function run({ id, disabled }: Webhook): void {
    if (disabled !== null) return;
    runners.set(
      id,
      startRunner(id, { ...deps, store, client, rules, maxDeadLetters: config.maxDeadLetters }),
    );
  }

  /** @throws WEBHOOK_UNKNOWN */
  function known(id: string): Webhook {
    const webhook = store.find(id);
    if (webhook !== undefined) return webhook;
    throw webhookErrors.fault('WEBHOOK_UNKNOWN', `there is no webhook ${id.slice(0, 64)}`, {
      place: 'path.id',
    });
  }

  /** The runner, and what is set aside under these positions. */
  function setAside(id: string, cursor: number): void {
    known(id);
    if (store.letter(id, cursor) !== undefined) return;
    throw webhookErrors.fault('WEBHOOK_UNKNOWN', `event ${cursor} was not set aside`, {
      place: 'path.cursor',
    });
  }

  return {
    all: store.all,
    known,
    letters: (id: string) => store.letters(known(id).id),
    letterCount: store.letterCount,
    /**
     * Durable at return. The secret is in the answer, and nowhere else after that.
     *
     * @throws WEBHOOK_URL_REFUSED, TOO_MANY_WEBHOOKS, CURSOR_BEYOND_LOG
     */
    add({ url, types, after }: NewWebhook): Webhook {
      const refused = policy.faultOf(url);
      if (refused !== null) throw refused;
      if (store.all().length >= config.maxWebhooks)
        throw webhookErrors.fault('TOO_MANY_WEBHOOKS', `there are ${config.maxWebhooks} webhooks`);
      const end = source.end();
      const cursor = after ?? end;
      if (cursor > end)
        throw gatewayErrors.fault('CURSOR_BEYOND_LOG', `the log ends at ${end}`, { place: 'body.after' });
      const webhook: Webhook = {
        id: randomUUID(),
        url,
        types,
        secret: newSecret(),
        previousSecret: null,
        previousUntil: null,
        cursor,
        failingSince: null,
        failingForMs: 0,
        disabled: null,
        createdAt: isoInstant(clock.now()),
      };
      store.save(webhook);
      run(webhook);
      return webhook;
    },
    /** A new secret; the one before signs too for a while, so that the receiver can change over. Durable at return. */
    rotate(id: string): Webhook {
      const { secret, ...webhook } = known(id);
      const previousUntil = isoInstant(clock.now() + config.secretOverlapHours * hourMs);
      store.save({ ...webhook, secret: newSecret(), previousSecret: secret, previousUntil });
      return known(id);
    },
    /** Goes on where it stood. */
    async enable(id: string): Promise<Webhook> {
      const webhook = known(id);
      if (webhook.disabled === null) return webhook;
      await runners.get(id)?.stop();
      store.save({ ...known(id), disabled: null, failingSince: null, failingForMs: 0 });
      deps.incidents.end('WEBHOOK_DISABLED', id);
      run(known(id));
      return known(id);
    },
    async remove(id: string): Promise<void> {
      known(id);
      const runner = runners.get(id);
      runners.delete(id);
      store.remove(id);
      for (const code of ['WEBHOOK_DISABLED', 'WEBHOOK_DEAD_LETTERS']) deps.incidents.end(code, id);
      await runner?.stop();
    },
    /**
     * Sends what was set aside once more, each in one attempt; says how many.
     *
     * @throws WEBHOOK_UNKNOWN, WEBHOOK_DISABLED
     */
    sendAgain(id: string, cursor?: number): number {
      const { disabled } = known(id);
      if (disabled !== null)
        throw webhookErrors.fault('WEBHOOK_DISABLED', `the webhook is disabled: ${disabled}`);
      if (cursor !== undefined) setAside(id, cursor);
      const cursors = cursor === undefined ? store.letters(id).map((letter) => letter.cursor) : [cursor];
      runners.get(id)?.sendAgain(cursors);
      return cursors.length;
    },
    discard(id: string, cursor: number): void {
      setAside(id, cursor);
      store.dropLetter(id, cursor);
      if (store.letterCount(id) === 0) deps.incidents.end('WEBHOOK_DEAD_LETTERS', id);
    },
    /** There is something new in the log. */
    poke(): void {
      for (const runner of runners.values()) runner.poke();
    },
    async close(): Promise<void> {
      await Promise.all([...runners.values()].map((runner) => runner.stop()));
      await client.close();
    },
  };
}
