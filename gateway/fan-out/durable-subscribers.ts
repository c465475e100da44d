import { z } from 'zod';
import { type Clock, isoInstant } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Sqlite } from '../../kernel/sqlite.ts';
import { gatewayErrors } from '../gateway-errors.ts';
import type { Incidents } from '../incidents/incident.ts';
import type { BatchedWrites } from './batched-writes.ts';
import { subscriberErrors } from './subscriber-errors.ts';

const dayMs = 24 * 60 * 60 * 1_000;
/** Those who come back with a gateway that was away for long get time to do so. */
const firstExpiryMs = 10 * 60 * 1_000;
const expiryEveryMs = 60 * 60 * 1_000;

/** What the gateway keeps of a subscriber between its connections. */
export interface DurableSubscriber {
  readonly clientId: string;
  /** The name of the caller; null until one has come for it. */
  readonly owner: string | null;
  readonly cursor: number;
  readonly sentUpTo: number;
  /** Topic filter to QoS. */
  readonly subscriptions: Readonly<Record<string, 0 | 1>>;
  readonly lastSeenMs: number;
  readonly connected: boolean;
}

/** One in memory: its place changes with each acknowledgement, and is written now and then. */
type Held = { -readonly [Key in keyof DurableSubscriber]: DurableSubscriber[Key] } & {
  readonly save: () => void;
};

export interface DurableSubscribersDeps {
  readonly db: Sqlite;
  readonly writes: BatchedWrites;
  readonly clock: Clock;
  readonly log: Log;
  readonly incidents: Pick<Incidents, 'report' | 'end'>;
  readonly logEnd: () => number;
  readonly maxDurable: number;
  readonly expireDays: number;
}

export type DurableSubscribers = ReturnType<typeof openDurableSubscribers>;

/** The subscribers for whom nothing may be lost: their subscriptions, and how far they have acknowledged. */
export function openDurableSubscribers(deps: DurableSubscribersDeps) {
  const { db, writes, clock } = deps;
  const upsert = db.prepare(
    `INSERT INTO subscribers (client_id, owner, cursor, sent_up_to, subscriptions, last_seen_at)
     VALUES (@clientId, @owner, @cursor, @sentUpTo, @subscriptions, @lastSeenAt)
     ON CONFLICT (client_id) DO UPDATE SET owner = excluded.owner, cursor = excluded.cursor,
       sent_up_to = excluded.sent_up_to, subscriptions = excluded.subscriptions, last_seen_at = excluded.last_seen_at`,
  );
  const remove = db.prepare('DELETE FROM subscribers WHERE client_id = ?');
  const known = new Map(load(db).map((each) => [each.clientId, hold(each)]));
  let cancelTimer = clock.after(firstExpiryMs, expire);

  function write(subscriber: DurableSubscriber): void {
    const { clientId, owner, cursor, sentUpTo, subscriptions, lastSeenMs } = subscriber;
    upsert.run({
      clientId,
      owner,
      cursor,
      sentUpTo,
      subscriptions: JSON.stringify(subscriptions),
      lastSeenAt: isoInstant(lastSeenMs),
    });
  }

  function hold(subscriber: DurableSubscriber): Held {
    const held: Held = { ...subscriber, save: () => write(held) };
    return held;
  }

  /** Durable when it returns. */
  function writeNow(subscriber: DurableSubscriber): void {
    write(subscriber);
    writes.forget(keyOf(subscriber.clientId));
    known.set(subscriber.clientId, hold(subscriber));
  }

  function change(clientId: string, changes: Partial<DurableSubscriber>): void {
    const held = known.get(clientId);
    if (held === undefined) return;
    Object.assign(held, changes);
    held.lastSeenMs = clock.now();
    writes.soon(keyOf(clientId), held.save);
  }

  function forget(clientId: string): void {
    if (!known.has(clientId)) return;
    writes.forget(keyOf(clientId));
    remove.run(clientId);
    known.delete(clientId);
  }

  function fresh(clientId: string, owner: string | null): DurableSubscriber {
    const cursor = deps.logEnd();
    return {
      clientId,
      owner,
      cursor,
      sentUpTo: cursor,
      subscriptions: {},
      lastSeenMs: clock.now(),
      connected: false,
    };
  }

  const hasRoomFor = (clientId: string) => known.has(clientId) || known.size < deps.maxDurable;
  const tooMany = (clientId: string) =>
    subscriberErrors.fault(
      'TOO_MANY_SUBSCRIBERS',
      `${clientId} would be more than ${deps.maxDurable} durable subscribers`,
    );

  function assertRoomFor(clientId: string): void {
    if (!hasRoomFor(clientId)) throw tooMany(clientId);
  }

  /** Forgets those who were not seen for long, and says so: what they have missed they can only replay. */
  function expire(): void {
    const oldestMs = clock.now() - deps.expireDays * dayMs;
    for (const { clientId, connected, lastSeenMs, cursor } of [...known.values()]) {
      if (connected || lastSeenMs >= oldestMs) continue;
      forget(clientId);
      deps.incidents.report(
        'SUBSCRIBER_EXPIRED',
        clientId,
        `not seen since ${isoInstant(lastSeenMs)}; events behind ${cursor} were not delivered to it`,
      );
    }
    cancelTimer = clock.after(expiryEveryMs, expire);
  }

  return {
    find: (clientId: string): DurableSubscriber | undefined => known.get(clientId),
    list: (): readonly DurableSubscriber[] => [...known.values()],
    hasRoomFor,
    tooMany,
    /**
     * Adds subscriptions, and makes the subscriber if it is new: it begins at the end of the log. Durable at return.
     *
     * @throws TOO_MANY_SUBSCRIBERS, or whatever the store throws.
     */
    subscribe(clientId: string, owner: string, added: Readonly<Record<string, 0 | 1>>): void {
      assertRoomFor(clientId);
      const before = known.get(clientId) ?? { ...fresh(clientId, owner), connected: true };
      const news = Object.entries(added).some(([filter, qos]) => before.subscriptions[filter] !== qos);
      if (!news && known.has(clientId)) return;
      writeNow({ ...before, owner, subscriptions: { ...before.subscriptions, ...added } });
      deps.incidents.end('SUBSCRIBER_EXPIRED', clientId);
    },
    /** Takes subscriptions away; who has none left is forgotten. Durable at return. */
    unsubscribe(clientId: string, filters: readonly string[]): void {
      const subscriber = known.get(clientId);
      if (subscriber === undefined) return;
      const kept = Object.entries(subscriber.subscriptions).filter(([filter]) => !filters.includes(filter));
      if (kept.length === 0) forget(clientId);
      else writeNow({ ...subscriber, subscriptions: Object.fromEntries(kept) });
    },
    forget,
    /**
     * Sets where a subscriber goes on, or where one will begin that has not come yet. Durable at return.
     *
     * @throws CURSOR_BEYOND_LOG, TOO_MANY_SUBSCRIBERS
     */
    place(clientId: string, cursor: number): void {
      if (cursor > deps.logEnd()) {
        const message = `${clientId} would begin at ${cursor}, the log ends at ${deps.logEnd()}`;
        throw gatewayErrors.fault('CURSOR_BEYOND_LOG', message, { place: 'body.cursor' });
      }
      assertRoomFor(clientId);
      const before = known.get(clientId) ?? fresh(clientId, null);
      const sentUpTo = known.has(clientId) ? before.sentUpTo : cursor;
      writeNow({ ...before, cursor, sentUpTo });
    },
    /** How far a connected subscriber has come; kept within a second. */
    moved(clientId: string, cursor: number, sentUpTo: number): void {
      change(clientId, { cursor, sentUpTo });
    },
    setConnected: (clientId: string, connected: boolean) => change(clientId, { connected }),
    close: () => cancelTimer(),
  };
}

function keyOf(clientId: string): string {
  return `subscriber ${clientId}`;
}

const storedSubscriptions = z.record(z.string(), z.union([z.literal(0), z.literal(1)]));

function load(db: Sqlite): DurableSubscriber[] {
  const rows = db
    .prepare(
      `SELECT client_id AS clientId, owner, cursor, sent_up_to AS sentUpTo, subscriptions,
         last_seen_at AS lastSeenAt FROM subscribers`,
    )
    .all() as (Pick<DurableSubscriber, 'clientId' | 'owner' | 'cursor' | 'sentUpTo'> & {
    subscriptions: string;
    lastSeenAt: string;
  })[];
  return rows.map(({ subscriptions, lastSeenAt, ...row }) => ({
    ...row,
    subscriptions: storedSubscriptions.parse(JSON.parse(subscriptions)),
    lastSeenMs: Date.parse(lastSeenAt),
    connected: false,
  }));
}
