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
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { type Clock, isoInstant } from '../clock.ts';
import { kernelErrors } from '../kernel-errors.ts';
import { packageVersion } from '../package-root.ts';
import {
  type BackupManifest,
  type KeptFile,
  manifestFile,
  maxFiles,
  sha256OfFile,
} from './backup-manifest.ts';
import type { DatabaseDescription, StateDescription } from './state-description.ts';

export interface BackupRequest {
  /** The data folder of a service, which may run. */
  readonly dataDir: string;
  /** A folder that does not exist yet becomes the backup; in one that exists the backup becomes a new folder. */
  readonly to: string;
  /** The services of which it may be. */
  readonly services: readonly StateDescription[];
  readonly clock: Clock;
}

/** All pages in one step, and so in one read transaction: between steps another process may write, and then all begins anew. */
const allPages = 0x7fff_ffff;
/** Belong to a running process, or are part of a database. */
const notKept = /(^|\/)(lock|endpoints\.json|[^/]*\.(log|sqlite|sqlite-wal|sqlite-shm|sqlite-journal|part))$/;

/**
 * Copies the state of one service, also while it runs: each database as of one moment, then the files beside it, so that
 * whatever a database has moved into a file is there in one of them. The folder gets its name when all of it is on disk.
 *
 * @returns where the backup is, and what it holds.
 * @throws BACKUP_SOURCE_UNKNOWN, BACKUP_TARGET_EXISTS, BACKUP_OTHER_USER, BACKUP_DAMAGED
 */
export async function backUp(request: BackupRequest): Promise<{ folder: string; manifest: BackupManifest }> {
  const dataDir = resolve(request.dataDir);
  const service = serviceIn(dataDir, request.services);
  assertOwner(join(dataDir, service.databases[0].file));
  const createdAt = isoInstant(request.clock.now());
  const folder = targetOf(resolve(request.to), service.service, createdAt);
  const part = `${folder}.${process.pid}.part`;
  mkdirSync(part, { recursive: true, mode: 0o700 });
  try {
    const databases: BackupManifest['databases'] = [];
    for (const database of service.databases) {
      if (existsSync(join(dataDir, database.file)))
        databases.push(await copyDatabase(dataDir, part, database));
    }
    const files = await copyFiles(dataDir, part, [part, dirname(folder), resolve(request.to)]);
    const head = {
      v: 1,
      kind: 'packproof-backup',
      service: service.service,
      version: packageVersion,
    } as const;
    const manifest: BackupManifest = { ...head, createdAt, databases, files };
    writeFileSync(join(part, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
    for (const path of [manifestFile, '.']) sync(join(part, path));
    renameSync(part, folder);
    sync(dirname(folder));
    return { folder, manifest };
  } catch (thrown) {
    rmSync(part, { recursive: true, force: true });
    throw thrown;
  }
}

function serviceIn(dataDir: string, services: readonly StateDescription[]): StateDescription {
  const found = services.find(({ databases }) => existsSync(join(dataDir, databases[0].file)));
  if (found !== undefined) return found;
  const names = services.map(({ databases }) => databases[0].file).join(', ');
  throw kernelErrors.fault('BACKUP_SOURCE_UNKNOWN', `${dataDir} holds none of ${names}`, { place: dataDir });
}

/** Reading a database makes files beside it; made by another user, they would lock the service out of its own database. */
function assertOwner(file: string): void {
  const { uid } = statSync(file);
  if (process.getuid === undefined || process.getuid() === uid) return;
  throw kernelErrors.fault(
    'BACKUP_OTHER_USER',
    `${file} belongs to the user ${uid}, not to ${process.getuid()}`,
    {
      place: file,
    },
  );
}

function targetOf(to: string, service: string, createdAt: string): string {
  const name = `packproof-${service}-${createdAt.replaceAll(/[-:]|\.\d+/g, '')}`;
  const folder = existsSync(to) ? join(to, name) : to;
  if (!existsSync(folder)) return folder;
  throw kernelErrors.fault('BACKUP_TARGET_EXISTS', `${folder} exists already`, { place: folder });
}

async function copyDatabase(dataDir: string, part: string, database: DatabaseDescription) {
  const copy = join(part, database.file);
  const source = new Database(join(dataDir, database.file), { readonly: true, fileMustExist: true });
  try {
    await source.backup(copy, { progress: () => allPages });
  } finally {
    source.close();
  }
  chmodSync(copy, 0o600);
  const noted = inspect(copy, database);
  sync(copy);
  return { ...(await kept(part, database.file)), ...noted };
}

/** Makes the copy one file without a journal beside it, checks it, and reads what it holds. */
function inspect(copy: string, { file, versionSql, positions }: DatabaseDescription) {
  const db = new Database(copy);
  try {
    db.pragma('journal_mode = DELETE');
    const state = db.pragma('quick_check', { simple: true });
    if (state !== 'ok')
      throw kernelErrors.fault('BACKUP_DAMAGED', `${file} is damaged: ${String(state)}`, { place: file });
    return {
      schemaVersion: numberOf(db, versionSql ?? 'PRAGMA user_version') ?? 0,
      positions: Object.fromEntries(
        Object.entries(positions).map(([name, sql]) => [name, numberOf(db, sql)]),
      ),
    };
  } finally {
    db.close();
  }
}

/** Null if the file has no such table: it may be of an older version. */
function numberOf(db: Database.Database, sql: string): number | null {
  try {
    return (db.prepare(sql).pluck().get() ?? null) as number | null;
  } catch {
    return null;
  }
}

/** @param leftOut where backups are made, should that be within the data folder. */
async function copyFiles(dataDir: string, part: string, leftOut: readonly string[]): Promise<KeptFile[]> {
  const files: KeptFile[] = [];
  const inner = leftOut.filter((folder) => folder.startsWith(`${dataDir}/`)).map((folder) => `${folder}/`);
  for (const entry of readdirSync(dataDir, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name).slice(dataDir.length + 1);
    if (!entry.isFile() || notKept.test(path)) continue;
    if (inner.some((folder) => join(dataDir, path).startsWith(folder))) continue;
    if (files.length >= maxFiles)
      throw kernelErrors.fault('BACKUP_SOURCE_UNKNOWN', `${dataDir} holds more than ${maxFiles} files`);
    const copy = join(part, path);
    mkdirSync(dirname(copy), { recursive: true, mode: 0o700 });
    copyFileSync(join(dataDir, path), copy);
    chmodSync(copy, 0o600);
    sync(copy);
    files.push(await kept(part, path));
  }
  return files;
}

async function kept(folder: string, path: string): Promise<KeptFile> {
  const file = join(folder, path);
  return { path, bytes: statSync(file).size, sha256: await sha256OfFile(file) };
}

function sync(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
