import type { z } from 'zod';
import { attachment } from './facts/fact-members.ts';

/** What photos and signatures may be: a fact names one by the SHA-256 and the size of its bytes and by its media type. */

export type MediaType = z.output<typeof attachment.mediaType>;

/** A kept picture, as a fact names it. */
export interface NamedPicture {
  /** Lower-case hex. */
  readonly sha256: string;
  readonly bytes: number;
  readonly mediaType: MediaType;
}

/** As many bytes as a fact can name. */
export const maxPictureBytes = 10_000_000;

export const mediaTypes: readonly MediaType[] = attachment.mediaType.options;

/** How a file of each kind begins (PNG: ISO/IEC 15948 5.2; JPEG: ISO/IEC 10918-1 B.1.1.3; WebP: RFC 9649 2.4). */
const beginnings: Readonly<Record<MediaType, (text: string) => boolean>> = {
  'image/png': (text) => text.startsWith('\x89PNG\r\n\x1a\n'),
  'image/jpeg': (text) => text.startsWith('\xff\xd8\xff'),
  'image/webp': (text) => /^RIFF[\s\S]{4}WEBP/.test(text),
  'image/svg+xml': (text) => /^\s*(<\?xml[^>]*\?>\s*)?<svg[\s>]/.test(text),
};

/** What stands before the first element of an SVG image may be this long. */
const lookedAt = 512;

/** Of a content type with or without parameters; null for what is no picture of ours. */
export function mediaTypeOf(contentType: string): MediaType | null {
  const name = contentType.split(';')[0]?.trim();
  return mediaTypes.find((known) => known === name) ?? null;
}

/** Whether bytes begin as the media type says. */
export function beginsAs(bytes: Uint8Array, mediaType: MediaType): boolean {
  return beginnings[mediaType](String.fromCharCode(...bytes.subarray(0, lookedAt)));
}
