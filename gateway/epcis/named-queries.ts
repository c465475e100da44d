import { randomUUID } from 'node:crypto';
import type { Sqlite } from '../../kernel/sqlite.ts';
import { epcisErrors } from './epcis-errors.ts';
import type { EventStore } from './event-store.ts';
import type { Schedule } from './schedule.ts';

const maxQueries = 200;
const maxSubscriptions = 100;

export interface NamedQuery {
  readonly name: string;
  readonly query: Readonly<Record<string, unknown>>;
}

/** What a subscriber asked for. */
export interface SubscriptionTerms {
  readonly dest: string;
  readonly reportIfEmpty: boolean;
  readonly initialRecordTime: string;
  readonly stream?: true | undefined;
  readonly schedule?: Schedule | undefined;
}

export interface Subscription {
  readonly id: string;
  readonly query: string;
  readonly terms: SubscriptionTerms;
  readonly signatureToken: string | null;
  readonly createdAt: string;
  readonly position: number;
  readonly lastNotifiedAt: string | null;
  /** The record time of the last event that the subscriber has, in milliseconds since 1970; null before the first. */
  readonly minRecordTime: number | null;
}

interface SubscriptionRow extends Omit<Subscription, 'terms'> {
  readonly terms: string;
}

export type NamedQueries = ReturnType<typeof openNamedQueries>;

/** Stored queries and who subscribed to them. */
export function openNamedQueries({ db, writer }: Pick<EventStore, 'db' | 'writer'>) {
  const statements = prepare(db);
  const one = (name: string): NamedQuery | null => {
    const row = statements.query.get(name) as { name: string; definition: string } | undefined;
    return row === undefined ? null : queryOf(row);
  };
  const known = (name: string): NamedQuery => {
    const query = one(name);
    if (query !== null) return query;
    throw epcisErrors.fault('EPCIS_NO_SUCH_NAME', `there is no query ${name}`, { place: 'path.queryName' });
  };

  return {
    /** @throws EPCIS_NO_SUCH_NAME */
    one: known,
    list: (): NamedQuery[] =>
      (statements.queries.all() as { name: string; definition: string }[]).map(queryOf),
    /** @throws EPCIS_NAME_TAKEN, EPCIS_TOO_MANY */
    add: ({ name, query }: NamedQuery, createdAt: string) =>
      writer.run(() => {
        if (one(name) !== null)
          throw epcisErrors.fault('EPCIS_NAME_TAKEN', `${name} exists`, { place: 'body.name' });
        assertRoom(statements.countQueries.get() as number, maxQueries, 'queries');
        statements.addQuery.run(name, JSON.stringify(query), createdAt);
      }),
    /** Its subscriptions end with it. @throws EPCIS_NO_SUCH_NAME */
    remove: (name: string) =>
      writer.run(() => {
        known(name);
        statements.dropQuery.run(name);
      }),
    /** Begins at the first event that was recorded at or after the initial record time. @throws EPCIS_NO_SUCH_NAME, EPCIS_TOO_MANY */
    subscribe: (query: string, terms: SubscriptionTerms, signatureToken: string | null, createdAt: string) =>
      writer.run((): Subscription => {
        known(query);
        assertRoom(statements.countSubscriptions.get() as number, maxSubscriptions, 'subscriptions');
        const position = statements.before.get(Date.parse(terms.initialRecordTime)) as number;
        const id = randomUUID();
        statements.subscribe.run(id, query, JSON.stringify(terms), signatureToken, createdAt, position);
        return {
          id,
          query,
          terms,
          signatureToken,
          createdAt,
          position,
          lastNotifiedAt: null,
          minRecordTime: null,
        };
      }),
    /** @throws EPCIS_NO_SUCH_NAME */
    unsubscribe: (query: string, id: string) =>
      writer.run(() => {
        if (statements.unsubscribe.run(id, query).changes === 0) throw noSubscription(id);
      }),
    /** @throws EPCIS_NO_SUCH_NAME */
    subscription(query: string, id: string): Subscription {
      const row = statements.subscription.get(id, query) as SubscriptionRow | undefined;
      if (row === undefined) throw noSubscription(id);
      return subscriptionOf(row);
    },
    /** The last event that was recorded before an instant. */
    positionBefore: (instant: string): number => statements.before.get(Date.parse(instant)) as number,
    subscriptionsOf: (query: string): Subscription[] =>
      (statements.ofQuery.all(query) as SubscriptionRow[]).map(subscriptionOf),
    subscriptions: (): Subscription[] =>
      (statements.subscriptions.all() as SubscriptionRow[]).map(subscriptionOf),
    /** Keeps how far subscribers are. */
    keepPositions: (moved: readonly { id: string; position: number; lastNotifiedAt: string }[]) =>
      writer.run(() => {
        for (const { id, position, lastNotifiedAt } of moved)
          statements.move.run(position, lastNotifiedAt, id);
      }),
  };
}

function noSubscription(id: string) {
  return epcisErrors.fault('EPCIS_NO_SUCH_NAME', `the query has no subscription ${id}`, {
    place: 'path.subscriptionID',
  });
}

function assertRoom(count: number, most: number, what: string): void {
  if (count >= most)
    throw epcisErrors.fault('EPCIS_TOO_MANY', `there are ${count} ${what}, at most ${most} are kept`);
}

function queryOf({ name, definition }: { name: string; definition: string }): NamedQuery {
  return { name, query: JSON.parse(definition) as NamedQuery['query'] };
}

function subscriptionOf({ terms, ...row }: SubscriptionRow): Subscription {
  return { ...row, terms: JSON.parse(terms) as SubscriptionTerms };
}

function prepare(db: Sqlite) {
  const columns = `id, query, definition AS terms, signature_token AS signatureToken, created_at AS createdAt, position,
    last_notified_at AS lastNotifiedAt,
    (SELECT e.record_time FROM events AS e WHERE e.id = s.position AND s.last_notified_at > '') AS minRecordTime`;
  return {
    query: db.prepare('SELECT name, definition FROM queries WHERE name = ?'),
    queries: db.prepare('SELECT name, definition FROM queries ORDER BY name'),
    countQueries: db.prepare('SELECT count(*) FROM queries').pluck(),
    addQuery: db.prepare('INSERT INTO queries (name, definition, created_at) VALUES (?, ?, ?)'),
    dropQuery: db.prepare('DELETE FROM queries WHERE name = ?'),
    before: db.prepare('SELECT coalesce(max(id), 0) FROM events WHERE record_time < ?').pluck(),
    countSubscriptions: db.prepare('SELECT count(*) FROM subscriptions').pluck(),
    subscribe: db.prepare(
      'INSERT INTO subscriptions (id, query, definition, signature_token, created_at, position) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    unsubscribe: db.prepare('DELETE FROM subscriptions WHERE id = ? AND query = ?'),
    subscription: db.prepare(`SELECT ${columns} FROM subscriptions AS s WHERE id = ? AND query = ?`),
    ofQuery: db.prepare(`SELECT ${columns} FROM subscriptions AS s WHERE query = ? ORDER BY created_at, id`),
    subscriptions: db.prepare(`SELECT ${columns} FROM subscriptions AS s ORDER BY id`),
    move: db.prepare('UPDATE subscriptions SET position = ?, last_notified_at = ? WHERE id = ?'),
  };
}
