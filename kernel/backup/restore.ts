import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { messageOf } from '../errors.ts';
import { kernelErrors } from '../kernel-errors.ts';
import { type BackupManifest, type KeptFile, readManifest, sha256OfFile } from './backup-manifest.ts';
import type { StateDescription } from './state-description.ts';

export interface RestoreRequest {
  /** A backup folder. */
  readonly from: string;
  /** Where the service is to find its state; it does not run, and the folder is empty or missing. */
  readonly dataDir: string;
  readonly services: readonly StateDescription[];
}

/**
 * Brings the state of a service back. Everything is checked before anything is in its place: each file against the
 * manifest, each database by SQLite, each schema against what this program knows.
 *
 * @throws BACKUP_NOT_FOUND, BACKUP_DAMAGED, BACKUP_SOURCE_UNKNOWN, BACKUP_TOO_NEW, RESTORE_TARGET_NOT_EMPTY
 */
export async function restore(request: RestoreRequest): Promise<BackupManifest> {
  const from = resolve(request.from);
  const dataDir = resolve(request.dataDir);
  const manifest = readManifest(from);
  assertKnown(manifest, request.services);
  assertEmpty(dataDir);
  const part = join(dataDir, '.restoring.part');
  mkdirSync(part, { recursive: true, mode: 0o700 });
  try {
    // The first database comes last: without it there is no state, and a restore that was cut off is no half one.
    const files = [...manifest.files, ...manifest.databases.toReversed()];
    for (const file of files) await copyChecked(from, part, file);
    for (const { path } of manifest.databases) assertSound(join(part, path));
    for (const { path } of manifest.databases) markRestored(join(part, path), path, request.services);
    for (const { path } of files) {
      mkdirSync(dirname(join(dataDir, path)), { recursive: true, mode: 0o700 });
      renameSync(join(part, path), join(dataDir, path));
    }
    syncFolder(dataDir);
    return manifest;
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
}

function assertKnown(
  { service, version, databases }: BackupManifest,
  services: readonly StateDescription[],
): void {
  const known = services.find((each) => each.service === service);
  if (known === undefined)
    throw kernelErrors.fault('BACKUP_SOURCE_UNKNOWN', `this program knows no service "${service}"`);
  for (const { path, schemaVersion } of databases) {
    const newest = known.databases.find(({ file }) => file === path)?.schemaVersion ?? 0;
    if (schemaVersion <= newest) continue;
    throw kernelErrors.fault(
      'BACKUP_TOO_NEW',
      `${path} has schema version ${schemaVersion}, of packproof ${version}; this program knows up to ${newest}`,
      { place: path },
    );
  }
}

function assertEmpty(dataDir: string): void {
  if (!existsSync(dataDir) || readdirSync(dataDir).length === 0) return;
  throw kernelErrors.fault('RESTORE_TARGET_NOT_EMPTY', `${dataDir} is not empty`, { place: dataDir });
}

async function copyChecked(from: string, part: string, { path, sha256 }: KeptFile): Promise<void> {
  const copy = join(part, path);
  mkdirSync(dirname(copy), { recursive: true, mode: 0o700 });
  try {
    copyFileSync(join(from, path), copy);
  } catch (thrown) {
    throw kernelErrors.fault('BACKUP_DAMAGED', `${path}: ${messageOf(thrown)}`, {
      place: path,
      cause: thrown,
    });
  }
  chmodSync(copy, 0o600);
  if ((await sha256OfFile(copy)) === sha256) return;
  throw kernelErrors.fault('BACKUP_DAMAGED', `${path} is not what the manifest says: its SHA-256 differs`, {
    place: path,
  });
}

function assertSound(file: string): void {
  const db = new Database(file, { readonly: true });
  try {
    const state = db.pragma('integrity_check', { simple: true });
    if (state !== 'ok')
      throw kernelErrors.fault('BACKUP_DAMAGED', `${file}: ${String(state)}`, { place: file });
  } finally {
    db.close();
  }
}

function markRestored(file: string, name: string, services: readonly StateDescription[]): void {
  const marks = services.flatMap(({ databases }) => databases).filter((each) => each.file === name);
  for (const { afterRestore } of marks) {
    if (afterRestore === undefined) continue;
    const db = new Database(file);
    try {
      // The copy is one file, and stays one.
      db.pragma('journal_mode = DELETE');
      db.pragma('synchronous = FULL');
      const known = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?");
      if (known.get(afterRestore.table) !== undefined) db.exec(afterRestore.sql);
    } finally {
      db.close();
    }
  }
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
