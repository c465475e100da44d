import type { LocationDocument } from '../../../protocols/wire/work/location-document.ts';
import type { OrderDocument } from '../../../protocols/wire/work/order-document.ts';
import type { PersonDocument } from '../../../protocols/wire/work/person-document.ts';
import type { ProductDocument } from '../../../protocols/wire/work/product-document.ts';
import type { SiteDocument } from '../../../protocols/wire/work/site-document.ts';
import type { WorkDocument, WorkKind, WorkPage, WorkPosition } from '../../../protocols/wire/work.ts';
import type { ReleasedOrder } from '../../fulfilment/work-view.ts';
import { OrderQueue } from '../../work/order-queue.ts';
import { answerOf, completed } from './database.ts';

interface DocumentRow {
  readonly kind: WorkKind;
  readonly id: string;
  readonly version: number;
  readonly data: NonNullable<WorkDocument['data']>;
}

const nothing: WorkPosition = { v: 1, epoch: null, cursor: 0, asOf: null };

/**
 * A handheld's copy of the work of its site: what edge/work/replica.ts is for a station. It is stored in IndexedDB, which
 * answers too late for a decision, so all of it is in memory too.
 */
export class HandheldReplica {
  private readonly database: IDBDatabase;
  private readonly isFinished: (order: string) => boolean;
  private readonly documents = new Map<WorkKind, Map<string, DocumentRow>>();
  /** Which products have a barcode, the one that was told last at the end: that one it means. */
  private skusOfGtin: ReadonlyMap<string, readonly string[]> = new Map();
  private readonly open = new OrderQueue();
  private standing: WorkPosition = nothing;

  private constructor(database: IDBDatabase, isFinished: (order: string) => boolean) {
    this.database = database;
    this.isFinished = isFinished;
  }

  /** @param isFinished true for orders that this handheld has dispatched; they are not in the queue any more. */
  static async open(database: IDBDatabase, isFinished: (order: string) => boolean): Promise<HandheldReplica> {
    const replica = new HandheldReplica(database, isFinished);
    const transaction = database.transaction(['documents', 'position']);
    const positions = transaction.objectStore('position');
    const [rows, position, barcodes] = await Promise.all([
      answerOf(transaction.objectStore('documents').getAll() as IDBRequest<DocumentRow[]>),
      answerOf(positions.get('work') as IDBRequest<WorkPosition | undefined>),
      answerOf(positions.get('barcodes') as IDBRequest<Map<string, string[]> | undefined>),
    ]);
    replica.standing = position ?? nothing;
    for (const row of rows) replica.remember(row);
    // Versions before this one kept no such list.
    replica.skusOfGtin = barcodes ?? withProducts(new Map(), rows, () => undefined);
    return replica;
  }

  get position(): WorkPosition {
    return this.standing;
  }

  order(number: string): ReleasedOrder | undefined {
    const row = this.row('order', number);
    return row && { version: row.version, document: row.data as OrderDocument };
  }

  productByGtin(gtin: string): ProductDocument | undefined {
    const sku = this.skusOfGtin.get(gtin)?.at(-1);
    return sku === undefined ? undefined : this.productBySku(sku);
  }

  productBySku(sku: string): ProductDocument | undefined {
    return this.row('product', sku)?.data as ProductDocument | undefined;
  }

  person(badge: string): PersonDocument | undefined {
    return this.row('person', badge)?.data as PersonDocument | undefined;
  }

  location(name: string): LocationDocument | undefined {
    return this.row('location', name)?.data as LocationDocument | undefined;
  }

  /** A handheld has one site, so there is one document of this kind. */
  site(): SiteDocument | undefined {
    return this.documents.get('site')?.values().next().value?.data as SiteDocument | undefined;
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
   * Takes a page of the feed, in one transaction with its cursor. A page of another epoch replaces everything and must be the
   * first of that epoch. Documents that the replica has passed already are skipped, so it never goes back.
   *
   * @returns false if the page does not follow on what the replica holds; then nothing was changed.
   */
  async apply(page: WorkPage, after: number): Promise<boolean> {
    const fresh = page.epoch !== this.standing.epoch;
    if (fresh ? after !== 0 : after > this.standing.cursor) return false;
    const from = fresh ? 0 : this.standing.cursor;
    const documents = page.documents.filter((document) => document.cursor > from);
    const position: WorkPosition = {
      v: 1,
      epoch: page.epoch,
      cursor: Math.max(from, page.cursor),
      asOf: page.asOf,
    };
    // What is lost of it is pulled again, so it need not be forced to the medium.
    const transaction = this.database.transaction(['documents', 'position'], 'readwrite');
    const done = completed(transaction);
    const store = transaction.objectStore('documents');
    if (fresh) store.clear();
    for (const document of documents) put(store, document);
    const positions = transaction.objectStore('position');
    positions.put(position, 'work');
    const products = documents.filter(({ kind }) => kind === 'product');
    const before = fresh ? new Map<string, readonly string[]>() : this.skusOfGtin;
    const known = (sku: string) => (fresh ? undefined : this.productBySku(sku));
    const barcodes = products.length === 0 ? before : withProducts(before, products, known);
    if (barcodes !== this.skusOfGtin) positions.put(barcodes, 'barcodes');
    await done;
    this.standing = position;
    if (fresh) this.forgetAll();
    this.skusOfGtin = barcodes;
    for (const document of documents) this.take(document);
    return true;
  }

  private row(kind: WorkKind, id: string): DocumentRow | undefined {
    return this.documents.get(kind)?.get(id);
  }

  private forgetAll(): void {
    this.documents.clear();
    this.open.clear();
  }

  private take(document: WorkDocument): void {
    const { kind, id } = document;
    if (document.data === null) {
      this.documents.get(kind)?.delete(id);
      if (kind === 'order') this.open.remove(id);
    } else {
      this.remember(rowOf(document, document.data));
    }
  }

  private remember(row: DocumentRow): void {
    const ofKind = this.documents.get(row.kind) ?? new Map<string, DocumentRow>();
    this.documents.set(row.kind, ofKind.set(row.id, row));
    if (row.kind !== 'order') return;
    if (this.isFinished(row.id)) this.open.remove(row.id);
    else this.open.put(row.data as OrderDocument);
  }
}

/**
 * The barcodes after products were told, in the order in which they were; no order of the store tells that after a restart.
 *
 * @param known a product as it was before.
 */
function withProducts(
  before: ReadonlyMap<string, readonly string[]>,
  told: readonly Pick<WorkDocument, 'kind' | 'id' | 'data'>[],
  known: (sku: string) => ProductDocument | undefined,
): Map<string, readonly string[]> {
  const skus = new Map(before);
  const latest = new Map<string, ProductDocument | undefined>();
  for (const { kind, id, data } of told) {
    if (kind !== 'product') continue;
    const old = latest.has(id) ? latest.get(id) : known(id);
    const others = (gtin: string) => (skus.get(gtin) ?? []).filter((sku) => sku !== id);
    for (const { gtin } of old?.packagings ?? []) skus.set(gtin, others(gtin));
    const product = data === null ? undefined : (data as ProductDocument);
    for (const { gtin } of product?.packagings ?? []) skus.set(gtin, [...others(gtin), id]);
    for (const { gtin } of old?.packagings ?? []) if (skus.get(gtin)?.length === 0) skus.delete(gtin);
    latest.set(id, product);
  }
  return skus;
}

function rowOf({ kind, id, version }: WorkDocument, data: DocumentRow['data']): DocumentRow {
  return { kind, id, version, data };
}

function put(store: IDBObjectStore, document: WorkDocument): void {
  if (document.data === null) store.delete([document.kind, document.id]);
  else store.put(rowOf(document, document.data));
}
