import type { Statement } from 'better-sqlite3';
import type { Sqlite } from '../../kernel/sqlite.ts';
import type { LocationDocument } from '../../protocols/wire/work/location-document.ts';
import type { OrderDocument } from '../../protocols/wire/work/order-document.ts';
import type { PersonDocument } from '../../protocols/wire/work/person-document.ts';
import type { ProductDocument } from '../../protocols/wire/work/product-document.ts';
import type { SiteDocument } from '../../protocols/wire/work/site-document.ts';
import type { WorkDocument, WorkKind, WorkPage, WorkPosition } from '../../protocols/wire/work.ts';
import type { ReleasedOrder } from '../fulfilment/work-view.ts';
import { openSmallSqlite } from '../small-sqlite.ts';
import { BoundedCache } from './bounded-cache.ts';
import { OrderQueue } from './order-queue.ts';

export const workMigrations = [
  `CREATE TABLE documents (
     kind TEXT NOT NULL,
     id TEXT NOT NULL,
     version INTEGER NOT NULL,
     json TEXT NOT NULL,
     PRIMARY KEY (kind, id)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE gtins (
     gtin TEXT NOT NULL PRIMARY KEY,
     sku TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX gtins_by_sku ON gtins (sku);
   CREATE TABLE position (
     one INTEGER PRIMARY KEY CHECK (one = 1),
     epoch TEXT,
     cursor INTEGER NOT NULL,
     as_of TEXT
   ) STRICT;
   INSERT INTO position (one, epoch, cursor, as_of) VALUES (1, NULL, 0, NULL);`,
  // Several products may have a barcode: it means the one that was told last, and the one before when that is gone.
  `ALTER TABLE gtins RENAME TO gtins_of_one;
   CREATE TABLE gtins (
     gtin TEXT NOT NULL,
     sku TEXT NOT NULL,
     told INTEGER NOT NULL,
     PRIMARY KEY (gtin, sku)
   ) STRICT, WITHOUT ROWID;
   INSERT OR IGNORE INTO gtins (gtin, sku, told)
     SELECT packaging.value ->> 'gtin', documents.id,
       EXISTS (SELECT 1 FROM gtins_of_one AS old WHERE old.gtin = packaging.value ->> 'gtin' AND old.sku = documents.id)
     FROM documents, json_each(documents.json, '$.packagings') AS packaging WHERE kind = 'product';
   DROP TABLE gtins_of_one;
   CREATE INDEX gtins_by_sku ON gtins (sku);`,
];

interface DocumentRow {
  readonly version: number;
  readonly json: string;
}

/**
 * The station's copy of the work of its site. It answers at once and without a network, with 10,000 open orders as
 * with ten.
 */
export class WorkReplica {
  private readonly db: Sqlite;
  private readonly isFinished: (order: string) => boolean;
  private readonly selectDocument: Statement<[WorkKind, string], DocumentRow>;
  private readonly selectSku: Statement<[string], { sku: string }>;
  private readonly upsert: Statement<[WorkKind, string, number, string]>;
  private readonly remove: Statement<[WorkKind, string]>;
  private readonly removeGtins: Statement<[string]>;
  private readonly putGtin: Statement<[string, string, number]>;
  private readonly putPosition: Statement<[string, number, string]>;
  private readonly orders = new BoundedCache<ReleasedOrder>(64);
  private readonly products = new BoundedCache<ProductDocument>(2_000);
  private readonly skus = new BoundedCache<string>(5_000);
  private readonly open = new OrderQueue();
  private siteSettings: SiteDocument | undefined;
  private standing: WorkPosition;

  /**
   * @param path a file, or ':memory:'.
   * @param isFinished true for orders that this station has dispatched; they are not in the queue any more.
   */
  constructor(path: string, isFinished: (order: string) => boolean) {
    this.isFinished = isFinished;
    const db = openSmallSqlite(path, workMigrations);
    this.db = db;
    this.selectDocument = db.prepare('SELECT version, json FROM documents WHERE kind = ? AND id = ?');
    this.selectSku = db.prepare('SELECT sku FROM gtins WHERE gtin = ? ORDER BY told DESC LIMIT 1');
    this.upsert = db.prepare(
      `INSERT INTO documents (kind, id, version, json) VALUES (?, ?, ?, ?)
       ON CONFLICT (kind, id) DO UPDATE SET version = excluded.version, json = excluded.json`,
    );
    this.remove = db.prepare('DELETE FROM documents WHERE kind = ? AND id = ?');
    this.removeGtins = db.prepare('DELETE FROM gtins WHERE sku = ?');
    this.putGtin = db.prepare(
      'INSERT INTO gtins (gtin, sku, told) VALUES (?, ?, ?) ON CONFLICT (gtin, sku) DO NOTHING',
    );
    this.putPosition = db.prepare('UPDATE position SET epoch = ?, cursor = ?, as_of = ? WHERE one = 1');
    this.standing = readPosition(db);
    this.load();
  }

  get position(): WorkPosition {
    return this.standing;
  }

  order(number: string): ReleasedOrder | undefined {
    return this.orders.get(number, () => {
      const row = this.selectDocument.get('order', number);
      return row && { version: row.version, document: JSON.parse(row.json) as OrderDocument };
    });
  }

  productByGtin(gtin: string): ProductDocument | undefined {
    const sku = this.skus.get(gtin, () => this.selectSku.get(gtin)?.sku);
    return sku === undefined ? undefined : this.productBySku(sku);
  }

  productBySku(sku: string): ProductDocument | undefined {
    return this.products.get(sku, () => {
      const row = this.selectDocument.get('product', sku);
      return row && (JSON.parse(row.json) as ProductDocument);
    });
  }

  person(badge: string): PersonDocument | undefined {
    return this.document<PersonDocument>('person', badge);
  }

  location(name: string): LocationDocument | undefined {
    return this.document<LocationDocument>('location', name);
  }

  site(): SiteDocument | undefined {
    return this.siteSettings;
  }

  /** The next open orders, and how many there are. */
  queue() {
    return this.open.view();
  }

  /** An order was dispatched here: it waits no longer, whatever the feed still says. */
  finish(order: string): void {
    this.open.remove(order);
  }

  /**
   * Takes a page of the feed, in one transaction with its cursor. A page of another epoch replaces everything and must
   * be the first of that epoch. Documents that the replica has passed already are skipped, so it never goes back.
   *
   * @returns false if the page does not follow on what the replica holds; then nothing was changed.
   */
  apply(page: WorkPage, after: number): boolean {
    const fresh = page.epoch !== this.standing.epoch;
    if (fresh ? after !== 0 : after > this.standing.cursor) return false;
    const from = fresh ? 0 : this.standing.cursor;
    const documents = page.documents.filter((document) => document.cursor > from);
    const cursor = Math.max(from, page.cursor);
    this.db.transaction(() => {
      if (fresh) this.db.exec('DELETE FROM documents; DELETE FROM gtins');
      for (const document of documents) this.store(document);
      this.putPosition.run(page.epoch, cursor, page.asOf);
    })();
    this.standing = { v: 1, epoch: page.epoch, cursor, asOf: page.asOf };
    if (fresh) this.open.clear();
    if (fresh || documents.length > 0) this.forget(documents, fresh);
    return true;
  }

  close(): void {
    this.db.close();
  }

  private document<Data>(kind: WorkKind, id: string): Data | undefined {
    const row = this.selectDocument.get(kind, id);
    return row && (JSON.parse(row.json) as Data);
  }

  private store(document: WorkDocument): void {
    const { kind, id, version, cursor, data } = document;
    if (kind === 'product') this.removeGtins.run(id);
    if (data === null) {
      this.remove.run(kind, id);
      return;
    }
    this.upsert.run(kind, id, version, JSON.stringify(data));
    if (document.kind === 'product' && document.data !== null) {
      for (const { gtin } of document.data.packagings) this.putGtin.run(gtin, id, cursor);
    }
  }

  /** What was remembered of the documents is out of date. */
  private forget(documents: readonly WorkDocument[], all: boolean): void {
    this.orders.clear();
    if (all || documents.some((document) => document.kind !== 'order')) {
      this.products.clear();
      this.skus.clear();
      this.siteSettings = readSite(this.db);
    }
    for (const document of documents) {
      if (document.kind !== 'order') continue;
      if (document.data === null || this.isFinished(document.id)) this.open.remove(document.id);
      else this.open.put(document.data);
    }
  }

  private load(): void {
    const rows = this.db.prepare<[], { json: string }>("SELECT json FROM documents WHERE kind = 'order'");
    for (const { json } of rows.iterate()) {
      const document = JSON.parse(json) as OrderDocument;
      if (!this.isFinished(document.order)) this.open.put(document);
    }
    this.siteSettings = readSite(this.db);
  }
}

function readPosition(db: Sqlite): WorkPosition {
  const row = db
    .prepare<[], { epoch: string | null; cursor: number; as_of: string | null }>('SELECT * FROM position')
    .get();
  return { v: 1, epoch: row?.epoch ?? null, cursor: row?.cursor ?? 0, asOf: row?.as_of ?? null };
}

/** A station has one site, so there is one document of this kind. */
function readSite(db: Sqlite): SiteDocument | undefined {
  const row = db
    .prepare<[], { json: string }>("SELECT json FROM documents WHERE kind = 'site' LIMIT 1")
    .get();
  return row && (JSON.parse(row.json) as SiteDocument);
}
