import { randomUUID } from 'node:crypto';
import type { Sqlite } from '../../../kernel/sqlite.ts';
import { epcisErrors } from '../epcis-errors.ts';
import type { NamedQuery, Subscription, SubscriptionTerms } from './named-queries.ts';

const maxQueries = 200;
const maxSubscriptions = 100;

/** What a subscription is made of. */
export interface NewSubscription {
  readonly query: string;
  readonly terms: SubscriptionTerms;
  readonly signatureToken: string | null;
  readonly createdAt: string;
}

/** How far a subscriber is. */
export interface Moved {
  readonly id: string;
  readonly position: number;
  readonly lastNotifiedAt: string;
}

/** Changes of the stored queries and of who subscribed to them; to be made inside of a change of the writer. */
export function openQueryBook(db: Sqlite) {
  const statements = prepare(db);

  return {
    /** @throws EPCIS_NAME_TAKEN, EPCIS_TOO_MANY */
    add({ name, query, createdAt }: NamedQuery & { readonly createdAt: string }): null {
      if (statements.query.get(name) !== undefined)
        throw epcisErrors.fault('EPCIS_NAME_TAKEN', `${name} exists`, { place: 'body.name' });
      assertRoom(statements.countQueries.get() as number, maxQueries, 'queries');
      statements.addQuery.run(name, JSON.stringify(query), createdAt);
      return null;
    },
    /** Its subscriptions end with it. @throws EPCIS_NO_SUCH_NAME */
    remove(name: string): null {
      if (statements.dropQuery.run(name).changes === 0) throw noQuery(name);
      return null;
    },
    /** Begins at the first event that was recorded at or after the initial record time. @throws EPCIS_NO_SUCH_NAME, EPCIS_TOO_MANY */
    subscribe({ query, terms, signatureToken, createdAt }: NewSubscription): Subscription {
      if (statements.query.get(query) === undefined) throw noQuery(query);
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
    },
    /** @throws EPCIS_NO_SUCH_NAME */
    unsubscribe({ query, id }: { readonly query: string; readonly id: string }): null {
      if (statements.unsubscribe.run(id, query).changes === 0) throw noSubscription(id);
      return null;
    },
    keepPositions(moved: readonly Moved[]): null {
      for (const { id, position, lastNotifiedAt } of moved) statements.move.run(position, lastNotifiedAt, id);
      return null;
    },
  };
}

export function noQuery(name: string) {
  return epcisErrors.fault('EPCIS_NO_SUCH_NAME', `there is no query ${name}`, { place: 'path.queryName' });
}

export function noSubscription(id: string) {
  return epcisErrors.fault('EPCIS_NO_SUCH_NAME', `the query has no subscription ${id}`, {
    place: 'path.subscriptionID',
  });
}

function assertRoom(count: number, most: number, what: string): void {
  if (count >= most)
    throw epcisErrors.fault('EPCIS_TOO_MANY', `there are ${count} ${what}, at most ${most} are kept`);
}

function prepare(db: Sqlite) {
  return {
    query: db.prepare('SELECT 1 FROM queries WHERE name = ?').pluck(),
    countQueries: db.prepare('SELECT count(*) FROM queries').pluck(),
    addQuery: db.prepare('INSERT INTO queries (name, definition, created_at) VALUES (?, ?, ?)'),
    dropQuery: db.prepare('DELETE FROM queries WHERE name = ?'),
    before: db.prepare('SELECT coalesce(max(id), 0) FROM events WHERE record_time < ?').pluck(),
    countSubscriptions: db.prepare('SELECT count(*) FROM subscriptions').pluck(),
    subscribe: db.prepare(
      'INSERT INTO subscriptions (id, query, definition, signature_token, created_at, position) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    unsubscribe: db.prepare('DELETE FROM subscriptions WHERE id = ? AND query = ?'),
    move: db.prepare('UPDATE subscriptions SET position = ?, last_notified_at = ? WHERE id = ?'),
  };
}
