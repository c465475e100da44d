import {
  beginsAs,
  maxPictureBytes,
  mediaTypeOf,
  type NamedPicture,
} from '../../../protocols/wire/picture.ts';
import { answerOf, completed, durable } from './database.ts';

/** Hundreds of parcels; the rest of the room is for scans. */
const defaultLimits = { pictures: 1_000, bytes: 250_000_000 };

interface PictureRow {
  readonly mediaType: string;
  readonly bytes: ArrayBuffer;
}

/** A picture that waits for the gateway, as it is sent. */
interface UnsentPicture {
  readonly named: NamedPicture;
  readonly bytes: ArrayBuffer;
}

/**
 * Photos and signatures beside the log: each named by the SHA-256 of its bytes, never changed. A handheld is not there to be asked
 * for them, so each stays here only until the gateway has it.
 */
export class HandheldPictures {
  private readonly database: IDBDatabase;
  private readonly limits: typeof defaultLimits;
  /** In the order in which they were taken, by their keys in the database. */
  private readonly unsent: Map<IDBValidKey, NamedPicture>;
  private readonly setAside = new Set<string>();

  private constructor(
    database: IDBDatabase,
    limits: typeof defaultLimits,
    unsent: Map<IDBValidKey, NamedPicture>,
  ) {
    this.database = database;
    this.limits = limits;
    this.unsent = unsent;
  }

  static async open(database: IDBDatabase, limits = defaultLimits): Promise<HandheldPictures> {
    const store = database.transaction('unsent').objectStore('unsent');
    const [keys, rows] = await Promise.all([
      answerOf(store.getAllKeys()),
      answerOf(store.getAll() as IDBRequest<NamedPicture[]>),
    ]);
    const unsent = new Map(rows.map((row, at) => [keys[at] ?? at, row] as const));
    return new HandheldPictures(database, limits, unsent);
  }

  /** How many the gateway does not have yet. */
  get waiting(): number {
    return this.unsent.size;
  }

  /**
   * Keeps it durably, before any fact names it.
   *
   * @returns no_picture for what is none, or too large a one; too_many if as many wait for the gateway as may.
   * @throws what IndexedDB ends the transaction with (full storage); then nothing of it is stored.
   */
  async keep(picture: Blob): Promise<NamedPicture | 'no_picture' | 'too_many'> {
    const mediaType = mediaTypeOf(picture.type);
    if (mediaType === null || picture.size === 0 || picture.size > maxPictureBytes) return 'no_picture';
    const bytes = await picture.arrayBuffer();
    if (!beginsAs(new Uint8Array(bytes), mediaType)) return 'no_picture';
    const named = { sha256: await sha256Of(bytes), bytes: bytes.byteLength, mediaType };
    const all = [...this.unsent.values()];
    if (all.some(({ sha256 }) => sha256 === named.sha256)) return named;
    const held = all.reduce((sum, one) => sum + one.bytes, 0);
    if (all.length >= this.limits.pictures || held + named.bytes > this.limits.bytes) return 'too_many';
    await this.store(named, bytes);
    return named;
  }

  /** The oldest that the gateway does not have, less those that it refused since the start; null if there is none. */
  async next(): Promise<UnsentPicture | null> {
    const named = this.toSend();
    if (named === undefined) return null;
    const store = this.database.transaction('pictures').objectStore('pictures');
    const row = await answerOf(store.get(named.sha256) as IDBRequest<PictureRow | undefined>);
    if (row !== undefined) return { named, bytes: row.bytes };
    this.refused(named.sha256);
    return this.next();
  }

  get hasNext(): boolean {
    return this.toSend() !== undefined;
  }

  /** The gateway has it durably: here it only takes room. */
  async sent(sha256: string): Promise<void> {
    const keys = [...this.unsent].flatMap(([key, named]) => (named.sha256 === sha256 ? [key] : []));
    const transaction = durable(this.database, ['pictures', 'unsent']);
    const done = completed(transaction);
    transaction.objectStore('pictures').delete(sha256);
    for (const key of keys) transaction.objectStore('unsent').delete(key);
    await done;
    for (const key of keys) this.unsent.delete(key);
  }

  /** The gateway will not take it as it is; it stays, and is offered again after the next start. */
  refused(sha256: string): void {
    this.setAside.add(sha256);
  }

  private toSend(): NamedPicture | undefined {
    for (const named of this.unsent.values()) if (!this.setAside.has(named.sha256)) return named;
    return undefined;
  }

  private async store(named: NamedPicture, bytes: ArrayBuffer): Promise<void> {
    const transaction = durable(this.database, ['pictures', 'unsent']);
    const done = completed(transaction);
    const row: PictureRow = { mediaType: named.mediaType, bytes };
    transaction.objectStore('pictures').put(row, named.sha256);
    const added = transaction.objectStore('unsent').add(named);
    await done;
    this.unsent.set(added.result, named);
  }
}

async function sha256Of(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
