import { chmodSync, mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSqlite } from './sqlite.ts';

const newFile = () => join(mkdtempSync(join(tmpdir(), 'packproof-sqlite-')), 'db.sqlite');
const first = 'CREATE TABLE a (x INTEGER)';
const second = 'ALTER TABLE a ADD COLUMN y INTEGER';

describe('a SQLite file', () => {
  test('keeps synchronous = FULL after a write, on the first open and on each later one', () => {
    const file = newFile();
    for (let open = 0; open < 2; open += 1) {
      const db = openSqlite(file, [first]);
      db.exec('INSERT INTO a VALUES (1)');
      expect(db.pragma('synchronous', { simple: true })).toBe(2);
      expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
      db.close();
    }
  });

  test('is for its owner alone, and so is its log, even where everyone may look into the folder', () => {
    const file = newFile();
    chmodSync(dirname(file), 0o755);
    const db = openSqlite(file, [first]);
    for (const made of [file, `${file}-wal`, `${file}-shm`]) expect(statSync(made).mode & 0o077).toBe(0);
    db.close();
  });

  test('is brought forward by the migrations that it lacks, and keeps its rows', () => {
    const file = newFile();
    const before = openSqlite(file, [first]);
    before.exec('INSERT INTO a VALUES (7)');
    before.close();
    const after = openSqlite(file, [first, second]);
    expect(after.prepare('SELECT x, y FROM a').all()).toEqual([{ x: 7, y: null }]);
    after.close();
  });

  test('of a newer version is refused, unchanged', () => {
    const file = newFile();
    openSqlite(file, [first, second]).close();
    expect(() => openSqlite(file, [first])).toThrow(/schema version 2; this program knows up to 1/);
  });
});
