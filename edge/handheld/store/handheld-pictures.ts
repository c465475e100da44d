import type { AttachmentInput } from '../../fulfilment/input.ts';
import { completed, durable } from './database.ts';

/** As many bytes as a fact can name. */
const maxBytes = 10_000_000;
const mediaTypes: readonly string[] = ['image/jpeg', 'image/png', 'image/webp', 'image/svg+xml'];

/** A kept picture, as a fact names it. */
type KeptPicture = Pick<AttachmentInput, 'sha256' | 'bytes' | 'mediaType'>;

/**
 * Photos and signatures beside the log: each named by the SHA-256 of its bytes, never changed. As at a station they stay on the
 * device; what travels is the fact that names them.
 */
export class HandheldPictures {
  private readonly database: IDBDatabase;

  constructor(database: IDBDatabase) {
    this.database = database;
  }

  /**
   * Keeps it durably, before any fact names it.
   *
   * @returns null for what is no picture, or too large a one.
   * @throws what IndexedDB ends the transaction with (full storage); then nothing of it is stored.
   */
  async keep(picture: Blob): Promise<KeptPicture | null> {
    const mediaType = picture.type.split(';')[0]?.trim() ?? '';
    if (!isMediaType(mediaType) || picture.size === 0 || picture.size > maxBytes) return null;
    const bytes = await picture.arrayBuffer();
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    const transaction = durable(this.database, ['pictures']);
    const done = completed(transaction);
    transaction.objectStore('pictures').put({ mediaType, bytes }, sha256);
    await done;
    return { sha256, bytes: picture.size, mediaType };
  }
}

function isMediaType(text: string): text is AttachmentInput['mediaType'] {
  return mediaTypes.includes(text);
}
