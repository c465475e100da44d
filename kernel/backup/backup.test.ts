import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { openSqlite } from '../sqlite.ts';
import { backUp } from './backup.ts';
import { manifestFile, readManifest } from './backup-manifest.ts';
import { restore } from './restore.ts';
import type { StateDescription } from './state-description.ts';

const migrations = ['CREATE TABLE boxes (id INTEGER PRIMARY KEY, text TEXT) STRICT;'];
const service: StateDescription = {
  service: 'depot',
  databases: [
    {
      file: 'depot.sqlite',
      schemaVersion: 1,
      positions: {
        boxes: 'SELECT count(*) FROM boxes',
        newest: 'SELECT max(id) FROM boxes',
        crates: 'SELECT 1 FROM crates',
      },
    },
  ],
};

let folder: string;
let dataDir: string;
const backup = () => join(folder, 'backup');
const restored = () => join(folder, 'restored');
const make = () => backUp({ dataDir, to: backup(), services: [service], clock: systemClock });
const bringBack = (services = [service]) => restore({ from: backup(), dataDir: restored(), services });
const count = (dir: string) => {
  const db = new Database(join(dir, 'depot.sqlite'), { readonly: true });
  const boxes = db.prepare('SELECT count(*) FROM boxes').pluck().get();
  db.close();
  return boxes;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-backup-'));
  dataDir = join(folder, 'data');
  const db = openSqlite(join(dataDir, 'depot.sqlite'), migrations);
  db.exec(`INSERT INTO boxes (text) VALUES ('a'), ('b'), ('c')`);
  db.close();
  mkdirSync(join(dataDir, 'archive'));
  writeFileSync(join(dataDir, 'archive', 'segment-1.gz'), 'old boxes');
  writeFileSync(join(dataDir, 'ca.key'), 'secret', { mode: 0o644 });
  writeFileSync(join(dataDir, 'lock'), '77');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a backup', () => {
  test('holds the databases, what lies beside them, and what it is', async () => {
    const { manifest } = await make();
    expect(manifest).toEqual(readManifest(backup()));
    expect(manifest.databases).toMatchObject([
      { path: 'depot.sqlite', schemaVersion: 1, positions: { boxes: 3, newest: 3, crates: null } },
    ]);
    expect(manifest.files.map(({ path }) => path).sort()).toEqual(['archive/segment-1.gz', 'ca.key']);
    await bringBack();
    expect(count(restored())).toBe(3);
    expect(readFileSync(join(restored(), 'archive', 'segment-1.gz'), 'utf8')).toBe('old boxes');
    expect(readdirSync(restored()).sort()).toEqual(['archive', 'ca.key', 'depot.sqlite']);
  });

  test('may be read by its owner alone, and so may what is restored', async () => {
    await make();
    await bringBack();
    const modeOf = (...path: string[]) => statSync(join(folder, ...path)).mode & 0o777;
    expect(modeOf('backup')).toBe(0o700);
    for (const place of ['backup', 'restored'])
      for (const file of ['ca.key', 'depot.sqlite', 'archive/segment-1.gz'])
        expect([place, file, modeOf(place, file)]).toEqual([place, file, 0o600]);
  });

  test('of a database that is being written is as of one moment', async () => {
    const source = `
      const { workerData, parentPort } = require('node:worker_threads');
      const Database = require('better-sqlite3');
      const db = new Database(workerData);
      const insert = db.prepare('INSERT INTO boxes (text) VALUES (?)');
      let go = true;
      parentPort.on('message', () => { go = false; });
      const turn = () => {
        if (!go) { db.close(); return parentPort.close(); }
        db.transaction(() => { for (let i = 0; i < 10; i += 1) insert.run('x'.repeat(500)); })();
        parentPort.postMessage(null);
        setImmediate(turn);
      };
      turn();`;
    const writer = new Worker(source, { eval: true, workerData: join(dataDir, 'depot.sqlite') });
    await new Promise((resolve) => writer.once('message', resolve));
    const { manifest } = await make();
    writer.postMessage('end');
    await new Promise((resolve) => writer.once('exit', resolve));
    // Each transaction wrote ten boxes after the first three, so a whole number of transactions is there.
    const held = manifest.databases[0]?.positions.boxes ?? 0;
    expect(held % 10).toBe(3);
    await bringBack();
    expect(count(restored())).toBe(held);
    expect(Number(count(dataDir))).toBeGreaterThanOrEqual(held);
  });

  test('gets a folder of its own in a folder that exists, and takes no other place', async () => {
    mkdirSync(backup());
    const first = await make();
    expect(first.folder).toMatch(/backup\/packproof-depot-\d{8}T\d{6}Z$/);
    const again = backUp({ dataDir, to: first.folder, services: [service], clock: systemClock });
    expect((await again).folder.startsWith(first.folder)).toBe(true);
    rmSync(backup(), { recursive: true });
    await make();
    await expect(
      backUp({ dataDir: folder, to: join(folder, 'x'), services: [service], clock: systemClock }),
    ).rejects.toMatchObject({ code: 'BACKUP_SOURCE_UNKNOWN' });
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });
});

test('backups that lie within the data folder are not in one another', async () => {
  const to = join(dataDir, 'backups');
  mkdirSync(to);
  for (let round = 0; round < 2; round += 1) {
    const clock = { ...systemClock, now: () => Date.UTC(2026, 0, 5 + round) };
    const { manifest } = await backUp({ dataDir, to, services: [service], clock });
    expect(manifest.files.map(({ path }) => path).sort()).toEqual(['archive/segment-1.gz', 'ca.key']);
  }
  expect(readdirSync(to)).toHaveLength(2);
});

describe('a restore changes nothing', () => {
  beforeEach(make);
  const nothingThere = () => expect(existsSync(restored()) ? readdirSync(restored()) : []).toEqual([]);

  test('if a file is not what it was', async () => {
    writeFileSync(join(backup(), 'archive', 'segment-1.gz'), 'new boxes');
    await expect(bringBack()).rejects.toMatchObject({
      code: 'BACKUP_DAMAGED',
      place: 'archive/segment-1.gz',
    });
    nothingThere();
  });

  test('if a file is missing, or the manifest', async () => {
    rmSync(join(backup(), 'ca.key'));
    await expect(bringBack()).rejects.toMatchObject({ code: 'BACKUP_DAMAGED', place: 'ca.key' });
    rmSync(join(backup(), manifestFile));
    await expect(bringBack()).rejects.toMatchObject({
      code: 'BACKUP_NOT_FOUND',
      message: `${backup()} is no backup: it holds no manifest.json`,
    });
    nothingThere();
  });

  test('if the manifest leads out of the backup', async () => {
    const manifest = readManifest(backup());
    const file = { path: '../../data/ca.key', bytes: 6, sha256: '0'.repeat(64) };
    writeFileSync(join(backup(), manifestFile), JSON.stringify({ ...manifest, files: [file] }));
    await expect(bringBack()).rejects.toMatchObject({ code: 'BACKUP_DAMAGED' });
    nothingThere();
  });

  test('if the backup is of a newer schema, or of no service that is known', async () => {
    const [database] = service.databases;
    const older = { ...service, databases: [{ ...database, schemaVersion: 0 }] } as const;
    await expect(bringBack([older])).rejects.toMatchObject({ code: 'BACKUP_TOO_NEW' });
    await expect(bringBack([])).rejects.toMatchObject({ code: 'BACKUP_SOURCE_UNKNOWN' });
    nothingThere();
  });

  test('if there is something already', async () => {
    mkdirSync(restored());
    writeFileSync(join(restored(), 'depot.sqlite'), 'another state');
    await expect(bringBack()).rejects.toMatchObject({ code: 'RESTORE_TARGET_NOT_EMPTY' });
    expect(readFileSync(join(restored(), 'depot.sqlite'), 'utf8')).toBe('another state');
  });
});
