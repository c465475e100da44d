import { setMaxListeners } from 'node:events';
import { backoffMs } from '../../../kernel/backoff.ts';
import { type Clock, isoInstant } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import type { Log } from '../../../kernel/log.ts';
import { zoneOffsets } from '../../../protocols/epcis/build/zone-offset.ts';
import type { EventQuery } from '../../../protocols/epcis/query/conditions.ts';
import type { TargetPolicy } from '../../webhooks/target-policy.ts';
import type { EpcisConfig } from '../epcis-config.ts';
import { epcisErrors } from '../epcis-errors.ts';
import type { QueryDesk } from '../thread/query-desk.ts';
import type { EventPage } from '../thread/query-tasks.ts';
import type { NamedQueries, Subscription } from './named-queries.ts';
import { nextTime, readSchedule } from './schedule.ts';
import { createReportSender, type ReportOutcome } from './send-report.ts';

const eventsPerReport = 100;
/** Streams report together what came within this. */
const gatherMs = 500;
const keepEveryMs = 1_000;
const backoff = { firstMs: 1_000, maxMs: 300_000 };
/** A timer does not reach further; it is set anew then. */
const longestTimerMs = 3_600_000;

interface SubscriptionDeps {
  readonly queries: NamedQueries;
  readonly desk: QueryDesk;
  /** The last event that is stored. */
  readonly lastId: () => number;
  /** Reads the definition of a stored query. @throws EPCIS_QUERY_INVALID */
  readonly read: (definition: Readonly<Record<string, unknown>>) => EventQuery;
  readonly config: EpcisConfig;
  /** Where reports may be sent. */
  readonly targets: TargetPolicy;
  readonly clock: Clock;
  readonly log: Log;
}

export type Subscriptions = ReturnType<typeof startSubscriptions>;

/** How reports come to a subscriber. */
export interface Delivery {
  send(page: EventPage): Promise<ReportOutcome>;
  /** Its position is kept, so that it goes on from there after a restart. */
  readonly kept: boolean;
  /** It is over: its query was removed. */
  end(): void;
}

/** A subscription at work. Nothing waits in memory for it: what it has not taken is found again by its position. */
interface Standing {
  readonly subscription: Subscription;
  readonly delivery: Delivery;
  position: number;
  perReport: number;
  failures: number;
  busy: boolean;
  cancel: (() => void) | undefined;
}

/** Reports to subscribers by webhook, at least once and in the order of capture; who does not answer is asked again, ever more seldom. */
export function startSubscriptions(deps: SubscriptionDeps) {
  const { queries, desk, lastId, clock, log } = deps;
  const standing = new Map<string, Standing>();
  const moved = new Map<string, { id: string; position: number; lastNotifiedAt: string }>();
  const stopping = new AbortController();
  const reports = createReportSender(deps.targets);
  // Each report that is under way listens to it.
  setMaxListeners(0, stopping.signal);
  const offsetAt = zoneOffsets(deps.config.timeZone) ?? (() => '+00:00');
  let cancelKeep: (() => void) | undefined;

  function begin(subscription: Subscription, delivery: Delivery = webhookOf(subscription)): void {
    const { id, position, terms } = subscription;
    const one: Standing = {
      subscription,
      delivery,
      position,
      perReport: eventsPerReport,
      failures: 0,
      busy: false,
      cancel: undefined,
    };
    standing.set(id, one);
    if (terms.stream === true) wake(one, 0);
    else wakeOnSchedule(one);
  }

  function webhookOf({ terms: { dest }, signatureToken }: Subscription): Delivery {
    return {
      kept: true,
      send: ({ body }) =>
        reports.send({ dest, body, signatureToken, type: 'application/json' }, stopping.signal),
      end: () => {},
    };
  }

  function wake(one: Standing, delayMs: number): void {
    if (one.cancel !== undefined || one.busy || stopping.signal.aborted) return;
    one.cancel = clock.after(delayMs, () => {
      one.cancel = undefined;
      void report(one);
    });
  }

  function wakeOnSchedule(one: Standing): void {
    const reading = readSchedule(one.subscription.terms.schedule ?? {});
    const due = reading.ok ? nextTime(reading.plan, clock.now(), offsetAt) : null;
    if (due === null || one.cancel !== undefined || stopping.signal.aborted) return;
    const leftMs = due - clock.now();
    one.cancel = clock.after(Math.min(leftMs, longestTimerMs), () => {
      one.cancel = undefined;
      if (leftMs > longestTimerMs) wakeOnSchedule(one);
      else void report(one);
    });
  }

  async function report(one: Standing): Promise<void> {
    one.busy = true;
    const failed = await reportAll(one).catch((thrown: unknown) => messageOf(thrown));
    one.busy = false;
    if (stopping.signal.aborted || standing.get(one.subscription.id) !== one) return;
    if (failed !== null) return again(one, failed);
    one.failures = 0;
    if (one.subscription.terms.stream !== true) wakeOnSchedule(one);
    else if (one.position < lastId()) wake(one, gatherMs);
  }

  function again(one: Standing, reason: string): void {
    if (stopping.signal.aborted) return;
    const { id, query } = one.subscription;
    const delayMs = backoffMs(one.failures, backoff);
    one.failures += 1;
    log.warn(
      { event: 'epcis.report_failed', id, query, failures: one.failures, reason },
      'a subscriber did not take its events',
    );
    wake(one, delayMs);
  }

  /** Null if all was taken, else why not. */
  async function reportAll(one: Standing): Promise<string | null> {
    const { terms } = one.subscription;
    const query = deps.read(queries.one(one.subscription.query).query);
    // Standing queries tell in the order of capture, so that a position says what was taken.
    const inOrder: EventQuery = {
      ...query,
      order: { by: 'recorded', direction: 'ASC' },
      eventCountLimit: null,
      maxEventCount: null,
    };
    const end = lastId();
    for (let first = true; ; first = false) {
      const page = await pageOf(one, inOrder);
      if (page.events === 0 && !(first && terms.reportIfEmpty && terms.stream !== true)) {
        move(one, end, false);
        return null;
      }
      const outcome = await one.delivery.send(page);
      if (outcome.kind === 'failed') return outcome.reason;
      if (outcome.kind === 'too-large') {
        if (one.perReport === 1) return 'HTTP 413 for a single event';
        one.perReport = Math.ceil(one.perReport / 2);
        continue;
      }
      const isLast = page.nextPageToken === null;
      move(one, isLast ? Math.max(end, page.lastId) : page.lastId, true);
      if (isLast) return null;
    }
  }

  function pageOf({ subscription: { id, query }, perReport, position }: Standing, inOrder: EventQuery) {
    const head = {
      queryName: query,
      subscriptionID: id,
      creationDate: isoInstant(clock.now()),
      format: 'Always_GS1_Digital_Link' as const,
      media: 'application/json' as const,
      cbvFormat: 'Always_Web_URI' as const,
    };
    const request = { perPage: perReport, after: position };
    return desk.ask('page', { query: inOrder, request, head }, { lane: 'standing', signal: stopping.signal });
  }

  function move(one: Standing, position: number, notified: boolean): void {
    if (position === one.position && !notified) return;
    one.position = position;
    if (!one.delivery.kept) return;
    const { id, lastNotifiedAt } = one.subscription;
    const before = moved.get(id)?.lastNotifiedAt ?? lastNotifiedAt ?? '';
    moved.set(id, { id, position, lastNotifiedAt: notified ? isoInstant(clock.now()) : before });
    cancelKeep ??= clock.after(keepEveryMs, () => {
      cancelKeep = undefined;
      void keep();
    });
  }

  async function keep(): Promise<void> {
    const all = [...moved.values()];
    moved.clear();
    if (all.length === 0) return;
    try {
      await queries.keepPositions(all);
    } catch (thrown) {
      log.warn({ event: 'epcis.positions_not_kept', err: thrown }, 'how far subscribers are was not kept');
    }
  }

  for (const subscription of queries.subscriptions()) begin(subscription);

  return {
    begin,
    /** @throws EPCIS_DESTINATION_REFUSED for an address that nobody may have reports sent to */
    assertMayCall(dest: string): void {
      const refused = deps.targets.faultOf(dest);
      if (refused === null) return;
      throw epcisErrors.fault('EPCIS_DESTINATION_REFUSED', refused.message, { place: 'body.dest' });
    },
    /** A subscription, or all of a query, is gone. */
    end(gone: (subscription: Subscription) => boolean): void {
      for (const [id, one] of standing) {
        if (!gone(one.subscription)) continue;
        one.cancel?.();
        one.delivery.end();
        standing.delete(id);
        moved.delete(id);
      }
    },
    /** Events were stored: streams look for theirs. */
    poke(): void {
      for (const one of standing.values()) if (one.subscription.terms.stream === true) wake(one, gatherMs);
    },
    async stop(): Promise<void> {
      stopping.abort();
      cancelKeep?.();
      for (const one of standing.values()) one.cancel?.();
      await keep();
      await reports.close();
    },
  };
}
