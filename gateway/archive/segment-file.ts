import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gunzipSync, gzip } from 'node:zlib';
import { parseSegment, type Segment } from './segment-text.ts';

/** No segment is longer, packed or not: more is a damaged length or somebody else's file. */
const maxBytes = 256 * 1024 * 1024;

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** What writing a segment asks of the file system, so that a test can let each step fail. */
export interface SegmentDisk {
  /** Writes a file and brings it to the disk. */
  writeDurably(path: string, bytes: Uint8Array): void;
  read(path: string): Buffer;
  exists(path: string): boolean;
  /** Renames a file within its folder and brings the folder to the disk. */
  renameDurably(folder: string, from: string, to: string): void;
}

export const realDisk: SegmentDisk = {
  writeDurably(path, bytes) {
    const file = openSync(path, 'w', 0o640);
    try {
      writeFileSync(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  },
  read: (path) => readFileSync(path),
  exists: (path) => existsSync(path),
  renameDurably(folder, from, to) {
    renameSync(join(folder, from), join(folder, to));
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  },
};

/** The file of the segment that begins at a position; one that is not finished carries `.tmp` behind it. */
export function segmentFileName(site: string, firstCursor: number): string {
  return `${site}-${String(firstCursor).padStart(14, '0')}.jsonl.gz`;
}

/**
 * Packs a segment, writes it beside its final name and reads it back.
 *
 * @returns the length of the file.
 * @throws if what is read back is not what was written.
 */
export async function writeTemporary(disk: SegmentDisk, path: string, text: string): Promise<number> {
  const packed = await pack(text);
  disk.writeDurably(path, packed);
  const written = await unpack(disk.read(path), { maxOutputLength: maxBytes });
  if (written.toString('utf8') !== text) throw new Error(`${path} reads back otherwise than it was written`);
  return packed.byteLength;
}

/**
 * Reads a segment file whole: a couple of megabytes.
 *
 * @throws Error if it is missing, damaged or not the one that was registered.
 */
export function readSegmentFile(disk: SegmentDisk, path: string, sha256?: string): Segment {
  const text = gunzipSync(disk.read(path), { maxOutputLength: maxBytes }).toString('utf8');
  const segment = parseSegment(text);
  if (sha256 !== undefined && segment.sha256 !== sha256)
    throw new Error('it is another segment than was registered');
  return segment;
}
