import type { Sqlite } from '../../../kernel/sqlite.ts';
import type { StoreDesk } from '../thread/store-desk.ts';
import { type Moved, noQuery, noSubscription } from './query-book.ts';
import type { Schedule } from './schedule.ts';

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

/** Stored queries and who subscribed to them: read here, and changed by the thread that writes. */
export function openNamedQueries(reader: Sqlite, { ask }: Pick<StoreDesk, 'ask'>) {
  const statements = prepare(reader);
  /** @throws EPCIS_NO_SUCH_NAME */
  const one = (name: string): NamedQuery => {
    const row = statements.query.get(name) as QueryRow | undefined;
    if (row === undefined) throw noQuery(name);
    return queryOf(row);
  };

  return {
    one,
    list: (): NamedQuery[] => (statements.queries.all() as QueryRow[]).map(queryOf),
    /** @throws EPCIS_NAME_TAKEN, EPCIS_TOO_MANY */
    add: (query: NamedQuery, createdAt: string) => ask('addQuery', { ...query, createdAt }),
    /** Its subscriptions end with it. @throws EPCIS_NO_SUCH_NAME */
    remove: (name: string) => ask('removeQuery', name),
    /** Begins at the first event that was recorded at or after the initial record time. @throws EPCIS_NO_SUCH_NAME, EPCIS_TOO_MANY */
    subscribe: (query: string, terms: SubscriptionTerms, signatureToken: string | null, createdAt: string) =>
      ask('subscribe', { query, terms, signatureToken, createdAt }),
    /** @throws EPCIS_NO_SUCH_NAME */
    unsubscribe: (query: string, id: string) => ask('unsubscribe', { query, id }),
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
    keepPositions: (moved: readonly Moved[]) => ask('keepPositions', moved),
  };
}

interface QueryRow {
  readonly name: string;
  readonly definition: string;
}

function queryOf({ name, definition }: QueryRow): NamedQuery {
  return { name, query: JSON.parse(definition) as NamedQuery['query'] };
}

function subscriptionOf({ terms, ...row }: SubscriptionRow): Subscription {
  return { ...row, terms: JSON.parse(terms) as SubscriptionTerms };
}

function prepare(reader: Sqlite) {
  const columns = `id, query, definition AS terms, signature_token AS signatureToken, created_at AS createdAt, position,
    last_notified_at AS lastNotifiedAt,
    (SELECT e.record_time FROM events AS e WHERE e.id = s.position AND s.last_notified_at > '') AS minRecordTime`;
  return {
    query: reader.prepare('SELECT name, definition FROM queries WHERE name = ?'),
    queries: reader.prepare('SELECT name, definition FROM queries ORDER BY name'),
    before: reader.prepare('SELECT coalesce(max(id), 0) FROM events WHERE record_time < ?').pluck(),
    subscription: reader.prepare(`SELECT ${columns} FROM subscriptions AS s WHERE id = ? AND query = ?`),
    ofQuery: reader.prepare(
      `SELECT ${columns} FROM subscriptions AS s WHERE query = ? ORDER BY created_at, id`,
    ),
    subscriptions: reader.prepare(`SELECT ${columns} FROM subscriptions AS s ORDER BY id`),
  };
}
