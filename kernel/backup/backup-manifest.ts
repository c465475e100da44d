import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { fileTrouble } from '../file-trouble.ts';
import { kernelErrors } from '../kernel-errors.ts';

export const manifestFile = 'manifest.json';
/** A data folder holds a few databases, keys and archive segments; more than this is no data folder of ours. */
export const maxFiles = 100_000;

/** A path below the folder that leads nowhere else. */
const innerPath = z
  .string()
  .min(1)
  .max(500)
  .refine(
    (path) => !path.startsWith('/') && !path.includes('\\') && !path.split('/').includes('..'),
    'a path within the backup',
  );
const keptFile = z.strictObject({
  path: innerPath,
  bytes: z.number().int().nonnegative(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});

/** What a backup says of itself, in `manifest.json`. */
const backupManifest = z.strictObject({
  v: z.literal(1),
  kind: z.literal('packproof-backup'),
  service: z.string().max(40),
  /** Of the program that made it. */
  version: z.string().max(40),
  createdAt: z.iso.datetime(),
  databases: z
    .array(
      keptFile.extend({
        schemaVersion: z.number().int().nonnegative(),
        positions: z.record(z.string(), z.number().nullable()),
      }),
    )
    .min(1)
    .max(16),
  files: z.array(keptFile).max(maxFiles),
});
export type BackupManifest = z.output<typeof backupManifest>;
export type KeptFile = z.output<typeof keptFile>;

/** @throws BACKUP_NOT_FOUND, BACKUP_DAMAGED if it cannot be read. */
export function readManifest(folder: string): BackupManifest {
  const file = join(folder, manifestFile);
  if (!existsSync(file))
    throw kernelErrors.fault('BACKUP_NOT_FOUND', `${folder} is no backup: it holds no ${manifestFile}`, {
      place: folder,
    });
  try {
    return backupManifest.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (thrown) {
    throw kernelErrors.fault('BACKUP_DAMAGED', `${file}: ${fileTrouble(thrown)}`, {
      place: file,
      cause: thrown,
    });
  }
}

export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
