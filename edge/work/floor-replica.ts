import type { Statement } from 'better-sqlite3';
import type { Clock } from '../../kernel/clock.ts';
import type { Sqlite } from '../../kernel/sqlite.ts';
import { type ClaimDocument, claimId, type FloorPage } from '../../protocols/wire/floor.ts';
import type { WorkPosition } from '../../protocols/wire/work.ts';
import { openSmallSqlite } from '../small-sqlite.ts';
import { FloorBook } from './floor-book.ts';

export const floorMigrations = [
  `CREATE TABLE documents (
     kind TEXT NOT NULL,
     id TEXT NOT NULL,
     json TEXT NOT NULL,
     PRIMARY KEY (kind, id)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE position (
     one INTEGER PRIMARY KEY CHECK (one = 1),
     epoch TEXT,
     cursor INTEGER NOT NULL,
     as_of TEXT
   ) STRICT;
   INSERT INTO position (one, epoch, cursor, as_of) VALUES (1, NULL, 0, NULL);`,
];

/** The station's copy of what the gateway knows of the floor. What it told stays usable without a network. */
export class FloorReplica {
  readonly book: FloorBook;
  private readonly db: Sqlite;
  private readonly put: Statement<[string, string, string]>;
  private readonly drop: Statement<[string, string]>;
  private readonly putPosition: Statement<[string, number, string]>;
  private standing: WorkPosition;

  /**
   * @param path a file, or ':memory:'.
   */
  constructor(path: string, clock: Pick<Clock, 'now' | 'monotonicMs'>) {
    const db = openSmallSqlite(path, floorMigrations);
    this.db = db;
    this.book = new FloorBook(clock);
    this.put = db.prepare(
      'INSERT INTO documents (kind, id, json) VALUES (?, ?, ?) ON CONFLICT (kind, id) DO UPDATE SET json = excluded.json',
    );
    this.drop = db.prepare('DELETE FROM documents WHERE kind = ? AND id = ?');
    this.putPosition = db.prepare('UPDATE position SET epoch = ?, cursor = ?, as_of = ? WHERE one = 1');
    this.standing = readPosition(db);
    this.book.site.remember(this.standing.asOf);
    const rows = db.prepare<[], { kind: string; id: string; json: string }>('SELECT * FROM documents');
    for (const { kind, id, json } of rows.iterate()) this.book.set(kind, id, json);
  }

  get position(): WorkPosition {
    return this.standing;
  }

  /**
   * Takes a page of the feed, in one transaction with its cursor. A page of another epoch replaces everything and must be
   * the first of that epoch; documents that the replica has passed already are skipped.
   *
   * @returns false if the page does not follow on what the replica holds; then nothing was changed.
   */
  apply(page: FloorPage, after: number): boolean {
    const fresh = page.epoch !== this.standing.epoch;
    if (fresh ? after !== 0 : after > this.standing.cursor) return false;
    this.book.site.heard(page.asOf);
    const from = fresh ? 0 : this.standing.cursor;
    const documents = page.documents.filter((document) => document.cursor > from);
    const cursor = Math.max(from, page.cursor);
    this.db.transaction(() => {
      if (fresh) this.db.exec('DELETE FROM documents');
      for (const { kind, id, data } of documents) {
        if (data === null) this.drop.run(kind, id);
        else this.put.run(kind, id, JSON.stringify(data));
      }
      this.putPosition.run(page.epoch, cursor, page.asOf);
    })();
    this.standing = { v: 1, epoch: page.epoch, cursor, asOf: page.asOf };
    if (fresh) this.book.clear();
    for (const { kind, id, data } of documents)
      this.book.set(kind, id, data === null ? null : JSON.stringify(data));
    return true;
  }

  /** The gateway answered with it, so the next scan is decided by it; the feed tells the same soon. */
  keepClaim(claim: ClaimDocument): void {
    const json = JSON.stringify(claim);
    this.put.run('claim', claimId(claim.subject), json);
    this.book.set('claim', claimId(claim.subject), json);
  }

  dropClaim(id: string): void {
    this.drop.run('claim', id);
    this.book.set('claim', id, null);
  }

  close(): void {
    this.db.close();
  }
}

function readPosition(db: Sqlite): WorkPosition {
  const row = db
    .prepare<[], { epoch: string | null; cursor: number; as_of: string | null }>('SELECT * FROM position')
    .get();
  return { v: 1, epoch: row?.epoch ?? null, cursor: row?.cursor ?? 0, asOf: row?.as_of ?? null };
}
