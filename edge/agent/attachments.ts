import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { beginsAs, type MediaType, mediaTypes, type NamedPicture } from '../../protocols/wire/picture.ts';
import { edgeErrors } from '../edge-errors.ts';

const extensions: Readonly<Record<MediaType, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
};

/** Photos and signatures in a folder beside the fact log: each a file named by the SHA-256 of its bytes, never changed. */
export class Attachments {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * Keeps it durably: the same bytes again are the same file.
   *
   * @throws ATTACHMENT_NOT_AN_IMAGE if the bytes are not what the media type says.
   */
  keep(bytes: Buffer, mediaType: MediaType): NamedPicture {
    if (!beginsAs(bytes, mediaType)) {
      throw edgeErrors.fault('ATTACHMENT_NOT_AN_IMAGE', `the bytes do not begin as ${mediaType} does`);
    }
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    const path = this.pathOf(sha256, mediaType);
    if (!existsSync(path)) this.write(path, bytes);
    return { sha256, bytes: bytes.length, mediaType };
  }

  read(sha256: string): { readonly bytes: Buffer; readonly mediaType: MediaType } | null {
    for (const mediaType of mediaTypes) {
      const path = this.pathOf(sha256, mediaType);
      if (existsSync(path)) return { bytes: readFileSync(path), mediaType };
    }
    return null;
  }

  private pathOf(sha256: string, mediaType: MediaType): string {
    return join(this.folder, `${sha256}.${extensions[mediaType]}`);
  }

  /** Whole or not at all, whatever happens in between. */
  private write(path: string, bytes: Buffer): void {
    const unfinished = `${path}.${randomBytes(4).toString('hex')}.part`;
    const file = openSync(unfinished, 'wx', 0o600);
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, path);
    const folder = openSync(this.folder, 'r');
    fsyncSync(folder);
    closeSync(folder);
  }
}
