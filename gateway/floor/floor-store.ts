import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../../kernel/clock.ts';
import { openSqlite, type Sqlite } from '../../kernel/sqlite.ts';
import { createChangeCache, type StoredFloor } from './change-cache.ts';
import { floorMigrations } from './floor-tables.ts';
import type { FloorDocuments, FloorMemory } from './fold/floor-books.ts';

export interface DocumentRow {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
  readonly cursor: number;
  readonly done: 0 | 1;
  readonly json: string;
}

interface Feed {
  readonly epoch: string;
  readonly cursor: number;
  readonly horizon: number;
}

export type FloorStore = ReturnType<typeof openFloorStore>;

/**
 * The documents of the floor in a database file of their own beside the fact log: `floor.sqlite`. What is put inside of one
 * `change` is committed together, each document with the next cursor of the feed.
 *
 * @throws DATABASE_UNUSABLE
 */
export function openFloorStore(dataDir: string, clock: Clock) {
  const db = openSqlite(join(dataDir, 'floor.sqlite'), floorMigrations);
  const statements = prepare(db);
  statements.begin.run(newEpoch());
  let feed = statements.feed.get() as Feed;

  function write(kind: string, id: string, json: string, done: boolean): void {
    const before = statements.get.get(kind, id);
    const flag = done ? 1 : 0;
    if (before === undefined ? json === 'null' : before.json === json && before.done === flag) return;
    feed = { ...feed, cursor: feed.cursor + 1 };
    const touched = Math.trunc(clock.now());
    statements.put.run(kind, id, (before?.version ?? 0) + 1, feed.cursor, touched, flag, json);
  }

  const storedDocuments: FloorDocuments = {
    get(kind, id) {
      const row = statements.get.get(kind, id);
      return row === undefined || row.json === 'null' ? undefined : JSON.parse(row.json);
    },
    put: (kind, id, data, done = false) => write(kind, id, JSON.stringify(data), done),
    remove: (kind, id) => write(kind, id, 'null', true),
  };

  /** Kinds that are remembered, or were; it may say so of one whose change was taken back. */
  const known = new Map<string, boolean>();
  const storedMemory: FloorMemory = {
    get(kind, id) {
      const row = statements.recall.get(kind, id);
      return row === undefined ? undefined : JSON.parse(row.json);
    },
    put(kind, id, owner, value) {
      statements.remember.run(kind, id, owner, JSON.stringify(value));
      known.set(kind, true);
    },
    remove: (kind, id) => void statements.forget.run(kind, id),
    owned: (owner, kind) =>
      statements.owned.all(owner, kind).map(({ id, json }) => ({ id, value: JSON.parse(json) })),
    knows(kind) {
      const isKnown = known.get(kind) ?? statements.anyOfKind.get(kind) !== undefined;
      known.set(kind, isKnown);
      return isKnown;
    },
    owners: (kind, prefix) => statements.owners.all(kind, prefix, `${prefix}\u{10ffff}`) as string[],
  };

  const stored: StoredFloor = { documents: storedDocuments, memory: storedMemory };
  /** While something is being changed. */
  let cache: ReturnType<typeof createChangeCache> | null = null;
  const now = (): StoredFloor => cache ?? stored;
  const settled = (): typeof statements => {
    cache?.settle();
    return statements;
  };
  const documents: FloorDocuments = {
    get: (kind, id) => now().documents.get(kind, id),
    put: (kind, id, data, done) => now().documents.put(kind, id, data, done),
    remove: (kind, id) => now().documents.remove(kind, id),
  };
  const memory: FloorMemory = {
    get: (kind, id) => now().memory.get(kind, id),
    put: (kind, id, owner, value) => now().memory.put(kind, id, owner, value),
    remove: (kind, id) => now().memory.remove(kind, id),
    owned: (owner, kind) => now().memory.owned(owner, kind),
    knows: (kind) => now().memory.knows(kind),
    owners: (kind, prefix) => now().memory.owners(kind, prefix),
  };

  return {
    db,
    documents,
    memory,
    position: (): Feed => feed,
    /** All that the work does is committed together, or nothing of it. */
    change<Result>(work: () => Result): Result {
      const before = feed;
      const changing = createChangeCache(stored);
      cache = changing;
      try {
        return db
          .transaction(() => {
            const result = work();
            changing.settle();
            if (feed !== before) statements.keepFeed.run(feed);
            return result;
          })
          .immediate();
      } catch (thrown) {
        feed = before;
        throw thrown;
      } finally {
        cache = null;
      }
    },
    /** Up to `limit` documents behind a cursor, in the order of their change. */
    after: (cursor: number, limit: number): Iterable<DocumentRow> => settled().after.iterate(cursor, limit),
    all: (kind: string): readonly DocumentRow[] => settled().all.all(kind),
    /** Orders of which work was done twice. */
    inConflict: (): readonly string[] => settled().inConflict.all() as string[],
    /** Documents that have not changed since; claims have an end of their own, and what products weigh has none. */
    untouched: (done: boolean, sinceMs: number, limit: number) =>
      settled().untouched.all(done ? 1 : 0, sinceMs, limit),
    /** It is kept as if it had changed now, and nobody is told. */
    touch: (kind: string, id: string): void => void settled().touch.run(Math.trunc(clock.now()), kind, id),
    forgetOwned: (owner: string) => void settled().forgetOwned.run(owner),
    /** Forgets deletions that everyone has heard who was there within the time; call it inside of a change. */
    forgetDeletions(beforeMs: number): void {
      const horizon = settled().oldDeletions.get(beforeMs) as number | null;
      if (horizon === null || statements.dropDeletions.run(beforeMs).changes === 0) return;
      feed = { ...feed, horizon: Math.max(feed.horizon, horizon) };
    },
    /** Everything that follows from facts is forgotten, and those who follow the feed begin again; call it inside of a change. */
    startOver(): void {
      settled().startOver();
      feed = { epoch: newEpoch(), cursor: feed.cursor, horizon: 0 };
    },
    close: () => void db.close(),
  };
}

function newEpoch(): string {
  return randomBytes(8).toString('hex');
}

function prepare(db: Sqlite) {
  const row = 'kind, id, version, cursor, done, json';
  const resets = [
    `DELETE FROM documents WHERE kind NOT IN ('claim', 'task', 'wave')`,
    `DELETE FROM documents WHERE json = 'null'`,
    `UPDATE documents SET json = json_set(json, '$.status', 'open', '$.totes', json('[]')), done = 0 WHERE kind = 'task'`,
    `UPDATE documents SET json = json_set(json, '$.status', 'open'), done = 0 WHERE kind = 'wave'`,
    // What was ordered stands in no fact, and central's document of an order goes when it has left.
    `DELETE FROM memory WHERE kind <> 'ordered'`,
  ].map((sql) => db.prepare(sql));
  return {
    begin: db.prepare<[string]>(
      'INSERT OR IGNORE INTO feed (one, epoch, cursor, horizon) VALUES (1, ?, 0, 0)',
    ),
    feed: db.prepare('SELECT epoch, cursor, horizon FROM feed'),
    keepFeed: db.prepare<[Feed]>('UPDATE feed SET epoch = @epoch, cursor = @cursor, horizon = @horizon'),
    get: db.prepare<[string, string], Pick<DocumentRow, 'version' | 'done' | 'json'>>(
      'SELECT version, done, json FROM documents WHERE kind = ? AND id = ?',
    ),
    put: db.prepare<[string, string, number, number, number, number, string]>(
      `INSERT INTO documents (kind, id, version, cursor, touched, done, json) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (kind, id) DO UPDATE SET version = excluded.version, cursor = excluded.cursor,
         touched = excluded.touched, done = excluded.done, json = excluded.json`,
    ),
    after: db.prepare<[number, number], DocumentRow>(
      `SELECT ${row} FROM documents WHERE cursor > ? ORDER BY cursor LIMIT ?`,
    ),
    all: db.prepare<[string], DocumentRow>(
      `SELECT ${row} FROM documents WHERE kind = ? AND json <> 'null' ORDER BY id`,
    ),
    inConflict: db
      .prepare(
        `SELECT id FROM documents WHERE kind = 'progress' AND json <> 'null' AND json_type(json, '$.conflict') = 'object'`,
      )
      .pluck(),
    untouched: db.prepare<[number, number, number], { kind: string; id: string }>(
      `SELECT kind, id FROM documents WHERE done = ? AND touched < ? AND json <> 'null'
         AND kind NOT IN ('claim', 'item_weight') LIMIT ?`,
    ),
    touch: db.prepare<[number, string, string]>('UPDATE documents SET touched = ? WHERE kind = ? AND id = ?'),
    oldDeletions: db
      .prepare<[number]>(`SELECT max(cursor) FROM documents WHERE json = 'null' AND done = 1 AND touched < ?`)
      .pluck(),
    dropDeletions: db.prepare<[number]>(
      `DELETE FROM documents WHERE json = 'null' AND done = 1 AND touched < ?`,
    ),
    recall: db.prepare<[string, string], { json: string }>(
      'SELECT json FROM memory WHERE kind = ? AND id = ?',
    ),
    remember: db.prepare<[string, string, string, string]>(
      `INSERT INTO memory (kind, id, owner, json) VALUES (?, ?, ?, ?)
       ON CONFLICT (kind, id) DO UPDATE SET owner = excluded.owner, json = excluded.json`,
    ),
    forget: db.prepare<[string, string]>('DELETE FROM memory WHERE kind = ? AND id = ?'),
    owned: db.prepare<[string, string], { id: string; json: string }>(
      'SELECT id, json FROM memory WHERE owner = ? AND kind = ? ORDER BY id',
    ),
    anyOfKind: db.prepare<[string]>('SELECT 1 FROM memory WHERE kind = ? LIMIT 1'),
    owners: db
      .prepare<[string, string, string]>(
        'SELECT DISTINCT owner FROM memory WHERE kind = ? AND id >= ? AND id < ? ORDER BY owner LIMIT 10',
      )
      .pluck(),
    forgetOwned: db.prepare<[string]>('DELETE FROM memory WHERE owner = ?'),
    startOver: () => {
      for (const reset of resets) reset.run();
    },
  };
}
