import type { Clock } from '../../../kernel/clock.ts';
import { type ClaimDocument, claimId, type FloorPage } from '../../../protocols/wire/floor.ts';
import type { WorkPosition } from '../../../protocols/wire/work.ts';
import { FloorBook } from '../../work/floor-book.ts';
import { answerOf, completed } from './database.ts';

interface FloorRow {
  readonly kind: string;
  readonly id: string;
  readonly json: string;
}

const stores = ['floor', 'position'];
const nothing: WorkPosition = { v: 1, epoch: null, cursor: 0, asOf: null };

/**
 * A handheld's copy of what the gateway knows of the floor: what edge/work/floor-replica.ts is for a station. What it told stays
 * usable without a network.
 */
export class HandheldFloor {
  readonly book: FloorBook;
  private readonly database: IDBDatabase;
  private standing: WorkPosition = nothing;

  private constructor(database: IDBDatabase, clock: Pick<Clock, 'now' | 'monotonicMs'>) {
    this.database = database;
    this.book = new FloorBook(clock);
  }

  static async open(
    database: IDBDatabase,
    clock: Pick<Clock, 'now' | 'monotonicMs'>,
  ): Promise<HandheldFloor> {
    const floor = new HandheldFloor(database, clock);
    const transaction = database.transaction(stores);
    const [rows, position] = await Promise.all([
      answerOf(transaction.objectStore('floor').getAll() as IDBRequest<FloorRow[]>),
      answerOf(transaction.objectStore('position').get('floor') as IDBRequest<WorkPosition | undefined>),
    ]);
    floor.standing = position ?? nothing;
    floor.book.site.remember(floor.standing.asOf);
    for (const { kind, id, json } of rows) floor.book.set(kind, id, json);
    return floor;
  }

  get position(): WorkPosition {
    return this.standing;
  }

  /**
   * Takes a page of the feed, in one transaction with its cursor. A page of another epoch replaces everything and must be the
   * first of that epoch; documents that were passed already are skipped.
   *
   * @returns false if the page does not follow on what is held; then nothing was changed.
   */
  async apply(page: FloorPage, after: number): Promise<boolean> {
    const fresh = page.epoch !== this.standing.epoch;
    if (fresh ? after !== 0 : after > this.standing.cursor) return false;
    this.book.site.heard(page.asOf);
    const from = fresh ? 0 : this.standing.cursor;
    const rows = page.documents
      .filter((document) => document.cursor > from)
      .map(({ kind, id, data }) => ({ kind, id, json: data === null ? null : JSON.stringify(data) }));
    const cursor = Math.max(from, page.cursor);
    const position: WorkPosition = { v: 1, epoch: page.epoch, cursor, asOf: page.asOf };
    const transaction = this.database.transaction(stores, 'readwrite');
    const done = completed(transaction);
    const store = transaction.objectStore('floor');
    if (fresh) store.clear();
    for (const row of rows) {
      if (row.json === null) store.delete([row.kind, row.id]);
      else store.put(row);
    }
    transaction.objectStore('position').put(position, 'floor');
    await done;
    this.standing = position;
    if (fresh) this.book.clear();
    for (const { kind, id, json } of rows) this.book.set(kind, id, json);
    return true;
  }

  /** The gateway answered with it, so the next scan is decided by it; the feed tells the same soon. */
  keepClaim(claim: ClaimDocument): void {
    const id = claimId(claim.subject);
    const json = JSON.stringify(claim);
    this.book.set('claim', id, json);
    this.change((store) => store.put({ kind: 'claim', id, json } satisfies FloorRow));
  }

  dropClaim(id: string): void {
    this.book.set('claim', id, null);
    this.change((store) => store.delete(['claim', id]));
  }

  /** Without room for it, the claim is only asked for once more after the next start. */
  private change(write: (store: IDBObjectStore) => void): void {
    const transaction = this.database.transaction('floor', 'readwrite');
    completed(transaction).catch(() => undefined);
    write(transaction.objectStore('floor'));
  }
}
