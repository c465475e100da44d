import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Clock, isoInstant } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { EventSource, OutgoingEvent } from '../fan-out/event-source.ts';
import type { Incidents } from '../incidents/incident.ts';
import { type AttemptRules, type Attempts, judge, noAttempts, type Outcome } from './attempts.ts';
import type { WebhookClient } from './webhook-client.ts';
import { signatureHeaders } from './webhook-signature.ts';
import type { Webhook, WebhookStore } from './webhook-store.ts';

/** Entries of the log that one turn of the event loop looks at. */
const entriesPerTurn = 32;
const retryReadMs = 1_000;

export interface RunnerDeps {
  readonly store: WebhookStore;
  readonly source: EventSource;
  readonly client: WebhookClient;
  readonly clock: Clock;
  readonly log: Log;
  readonly incidents: Pick<Incidents, 'report' | 'end'>;
  readonly rules: AttemptRules;
  readonly maxDeadLetters: number;
}

export type WebhookRunner = ReturnType<typeof startRunner>;

/**
 * Delivers to one webhook: one event at a time, in the order of the log, from its own cursor. Events that an operator wants to
 * have sent again come between two others.
 */
export function startRunner(id: string, deps: RunnerDeps) {
  const { store, source, clock } = deps;
  const stopping = new AbortController();
  const again = new Set<number>();
  let wake: (() => void) | undefined;
  let attempts: Attempts = attemptsOf(store.find(id));
  let attemptedMs = clock.monotonicMs();

  const current = (): Webhook | null => {
    const webhook = store.find(id);
    return stopping.signal.aborted || webhook === undefined || webhook.disabled !== null ? null : webhook;
  };

  async function run(): Promise<void> {
    for (let webhook = current(); webhook !== null; webhook = current()) {
      try {
        await turn(webhook);
      } catch (thrown) {
        deps.log.error(
          { event: 'gateway.webhook_failed', webhook: id, err: thrown },
          'a webhook could not go on',
        );
        await sleep(retryReadMs);
      }
    }
  }

  async function turn(webhook: Webhook): Promise<void> {
    const [cursor] = again;
    if (cursor !== undefined) return sendAgain(webhook, cursor);
    const entries = source.after(webhook.cursor, entriesPerTurn);
    if (entries.length === 0) return sleep(null);
    const next = entries.find(({ type }) => webhook.types === null || webhook.types.includes(type));
    const passed = next === undefined ? entries.at(-1)?.cursor : next.cursor - 1;
    if (passed !== undefined && passed > webhook.cursor) store.saveSoon({ ...webhook, cursor: passed });
    if (next !== undefined) await deliver(webhook, next);
    else await nextTurn();
  }

  async function deliver(webhook: Webhook, event: OutgoingEvent): Promise<void> {
    const outcome = await post(webhook, event);
    if (stopping.signal.aborted) return;
    const judged = judge(attempts, outcome, attemptTime(), deps.rules);
    const error = outcome.kind === 'failed' ? outcome.error : '';
    const failedTimes = attempts.failed + 1;
    attempts = judged.attempts;
    keepFailing();
    switch (judged.verdict.kind) {
      case 'next':
        return advance(event.cursor);
      case 'retry':
        return sleep(judged.verdict.delayMs, true);
      case 'disable':
        return disable(judged.verdict.reason);
      case 'set-aside':
        return setAside(event, failedTimes, error);
    }
  }

  function attemptTime() {
    const sinceLastMs = clock.monotonicMs() - attemptedMs;
    attemptedMs += sinceLastMs;
    return { nowMs: clock.now(), sinceLastMs };
  }

  async function post(webhook: Webhook, { id: eventId, payload }: OutgoingEvent): Promise<Outcome> {
    const headers = signatureHeaders(eventId, clock.now(), payload, secretsOf(webhook, clock.now()));
    const typed = { ...headers, 'content-type': 'application/cloudevents+json; charset=utf-8' };
    return deps.client.post(webhook.url, typed, payload, stopping.signal);
  }

  function advance(cursor: number): void {
    const webhook = store.find(id);
    if (webhook !== undefined) store.saveSoon({ ...webhook, cursor });
  }

  function keepFailing(): void {
    const failingSince = attempts.failingSinceMs === null ? null : isoInstant(attempts.failingSinceMs);
    const failingForMs = Math.round(attempts.failingForMs);
    const webhook = store.find(id);
    if (webhook === undefined) return;
    if (webhook.failingSince !== failingSince || webhook.failingForMs !== failingForMs)
      store.saveSoon({ ...webhook, failingSince, failingForMs });
  }

  function setAside(event: OutgoingEvent, failedTimes: number, error: string): void {
    if (store.letterCount(id) >= deps.maxDeadLetters) {
      disable(`${deps.maxDeadLetters} events are set aside, and no more are kept`);
      return;
    }
    const failedAt = isoInstant(clock.now());
    store.keepLetter(id, { cursor: event.cursor, attempts: failedTimes, error, failedAt });
    deps.incidents.report('WEBHOOK_DEAD_LETTERS', id, `${event.id} was set aside: ${error}`);
    advance(event.cursor);
  }

  function disable(reason: string): void {
    const webhook = store.find(id);
    if (webhook === undefined) return;
    store.saveSoon({ ...webhook, disabled: reason });
    deps.incidents.report('WEBHOOK_DISABLED', id, reason);
    deps.log.warn({ event: 'gateway.webhook_disabled', webhook: id }, reason);
  }

  /** One attempt: a dead letter stands in nobody's way. */
  async function sendAgain(webhook: Webhook, cursor: number): Promise<void> {
    again.delete(cursor);
    const letter = store.letter(id, cursor);
    const [event] = source.after(cursor - 1, 1);
    if (letter === undefined || event === undefined) return;
    const outcome = await post(webhook, event);
    if (stopping.signal.aborted) return;
    if (outcome.kind === 'gone') return disable('the endpoint answered 410: it is gone');
    if (outcome.kind === 'failed') {
      const failedAt = isoInstant(clock.now());
      store.keepLetter(id, { cursor, attempts: letter.attempts + 1, error: outcome.error, failedAt });
      return;
    }
    store.dropLetter(id, cursor);
    if (store.letterCount(id) === 0) deps.incidents.end('WEBHOOK_DEAD_LETTERS', id);
  }

  /** Until the time is over (null: without end), something new came, or all ends. `patient`: what comes new does not end it. */
  function sleep(delayMs: number | null, patient = false): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        wake = undefined;
        cancel?.();
        stopping.signal.removeEventListener('abort', end);
        resolve();
      };
      const cancel = delayMs === null ? undefined : clock.after(delayMs, end);
      if (!patient) wake = end;
      stopping.signal.addEventListener('abort', end);
      if (stopping.signal.aborted) end();
    });
  }

  const done = run();
  return {
    /** There is something new in the log. */
    poke: () => wake?.(),
    sendAgain(cursors: readonly number[]): void {
      for (const cursor of cursors) again.add(cursor);
      wake?.();
    },
    stop(): Promise<void> {
      stopping.abort();
      return done;
    },
  };
}

function attemptsOf(webhook: Webhook | undefined): Attempts {
  if (webhook === undefined || webhook.failingSince === null) return noAttempts;
  return {
    failed: 0,
    failingSinceMs: Date.parse(webhook.failingSince),
    failingForMs: webhook.failingForMs,
  };
}

function secretsOf({ secret, previousSecret, previousUntil }: Webhook, nowMs: number): string[] {
  const overlaps = previousSecret !== null && previousUntil !== null && nowMs < Date.parse(previousUntil);
  return overlaps ? [secret, previousSecret] : [secret];
}
