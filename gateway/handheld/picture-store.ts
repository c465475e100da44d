import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beginsAs, type MediaType, mediaTypes, type NamedPicture } from '../../protocols/wire/picture.ts';
import { handheldErrors } from './handheld-errors.ts';

const extensions: Readonly<Record<MediaType, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
};
/** A backup of the gateway takes twice as many. */
const maxPictures = 50_000;
const unfinished = '.part';

export type PictureStore = ReturnType<typeof openPictureStore>;

/**
 * Photos and signatures that handhelds brought, in a folder: each a file named by the SHA-256 of its bytes, never changed. Writing
 * keeps nobody else waiting, for stations come first.
 *
 * @param maxBytes of all of them together.
 */
export function openPictureStore(folder: string, maxBytes: number) {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const held = { pictures: 0, bytes: 0 };
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name.endsWith(unfinished)) rmSync(path);
    else {
      held.pictures += 1;
      held.bytes += statSync(path).size;
    }
  }
  const pathOf = (sha256: string, mediaType: MediaType) => join(folder, `${sha256}.${extensions[mediaType]}`);

  /**
   * Keeps it durably. The same picture again is the same file.
   *
   * @throws PICTURE_NOT_AN_IMAGE, PICTURE_DAMAGED, PICTURE_STORE_FULL
   */
  async function keep(sha256: string, mediaType: MediaType, bytes: Buffer): Promise<NamedPicture> {
    if (createHash('sha256').update(bytes).digest('hex') !== sha256)
      throw handheldErrors.fault('PICTURE_DAMAGED', `these bytes are not ${sha256}`, { place: 'body' });
    if (!beginsAs(bytes, mediaType))
      throw handheldErrors.fault('PICTURE_NOT_AN_IMAGE', `the bytes do not begin as ${mediaType} does`);
    const path = pathOf(sha256, mediaType);
    if (!(await exists(path))) await take(path, bytes);
    return { sha256, bytes: bytes.length, mediaType };
  }

  async function take(path: string, bytes: Buffer): Promise<void> {
    if (held.bytes + bytes.length > maxBytes || held.pictures >= maxPictures)
      throw handheldErrors.fault(
        'PICTURE_STORE_FULL',
        `${held.pictures} pictures of ${held.bytes} bytes are kept`,
      );
    held.pictures += 1;
    held.bytes += bytes.length;
    try {
      await writeWhole(folder, path, bytes);
    } catch (thrown) {
      held.pictures -= 1;
      held.bytes -= bytes.length;
      throw thrown;
    }
  }

  async function read(sha256: string): Promise<{ bytes: Buffer; mediaType: MediaType } | null> {
    for (const mediaType of mediaTypes) {
      const path = pathOf(sha256, mediaType);
      if (await exists(path)) return { bytes: await readFile(path), mediaType };
    }
    return null;
  }

  return { keep, read };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Whole or not at all, whatever happens in between. */
async function writeWhole(folder: string, path: string, bytes: Buffer): Promise<void> {
  const part = `${path}.${randomBytes(4).toString('hex')}${unfinished}`;
  try {
    await syncing(part, 'wx', (file) => file.writeFile(bytes));
    await rename(part, path);
  } catch (thrown) {
    await rm(part, { force: true });
    throw thrown;
  }
  await syncing(folder, 'r', async () => undefined);
}

async function syncing(
  path: string,
  flags: 'wx' | 'r',
  work: (file: Awaited<ReturnType<typeof open>>) => Promise<void>,
): Promise<void> {
  const file = await open(path, flags, 0o600);
  try {
    await work(file);
    await file.sync();
  } finally {
    await file.close();
  }
}
