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
import { edgeErrors } from '../edge-errors.ts';
import type { AttachmentInput } from '../fulfilment/input.ts';

export type MediaType = AttachmentInput['mediaType'];

/** As many bytes as a fact can name. */
export const maxAttachmentBytes = 10_000_000;

/** How a file of each kind begins (PNG: ISO/IEC 15948 5.2; JPEG: ISO/IEC 10918-1 B.1.1.3; WebP: RFC 9649 2.4), and its name. */
const formats: Readonly<Record<MediaType, { readonly extension: string; begins(bytes: Buffer): boolean }>> = {
  'image/png': {
    extension: 'png',
    begins: (bytes) => bytes.subarray(0, 8).equals(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')),
  },
  'image/jpeg': {
    extension: 'jpg',
    begins: (bytes) => bytes.subarray(0, 3).equals(Buffer.from('\xff\xd8\xff', 'latin1')),
  },
  'image/webp': {
    extension: 'webp',
    begins: (bytes) => /^RIFF[\s\S]{4}WEBP/.test(bytes.toString('latin1', 0, 12)),
  },
  'image/svg+xml': {
    extension: 'svg',
    begins: (bytes) => /^\s*(<\?xml[^>]*\?>\s*)?<svg[\s>]/.test(bytes.toString('utf8', 0, 512)),
  },
};

export const mediaTypes = Object.keys(formats) as readonly MediaType[];

export function isMediaType(text: string): text is MediaType {
  return Object.hasOwn(formats, text);
}

/** A kept attachment, as a fact names it. */
export type Kept = Pick<AttachmentInput, 'sha256' | 'bytes' | 'mediaType'>;

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
  keep(bytes: Buffer, mediaType: MediaType): Kept {
    if (!formats[mediaType].begins(bytes)) {
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
    return join(this.folder, `${sha256}.${formats[mediaType].extension}`);
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
