import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { kernelErrors } from './kernel-errors.ts';

export type Sqlite = Database.Database;

/**
 * Opens a durable SQLite file and brings its schema up to date.
 *
 * `synchronous = FULL` must be set on every open: the build's default in WAL mode becomes NORMAL after the first write,
 * and then a power cut takes back commits that were told to a person.
 *
 * @param migrations forward-only; entry n brings `user_version` from n to n + 1, in one transaction.
 * @throws DATABASE_UNUSABLE if the file is of a newer version, damaged or not durable.
 */
export function openSqlite(path: string, migrations: readonly string[]): Sqlite {
  if (path !== ':memory:') makePrivate(path);
  const db = new Database(path);
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('busy_timeout = 5000');
    migrate(db, path, migrations);
    assertDurable(db, path);
    return db;
  } catch (thrown) {
    db.close();
    if (thrown instanceof Database.SqliteError) {
      throw kernelErrors.fault('DATABASE_UNUSABLE', `${path}: ${thrown.message}`, {
        place: path,
        cause: thrown,
      });
    }
    throw thrown;
  }
}

/** SQLite gives its log the rights of the file, which it would make for everyone to read where the folder is open. */
function makePrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch {
    // It is there already, or SQLite says what is the matter.
  }
}

function migrate(db: Sqlite, path: string, migrations: readonly string[]): void {
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > migrations.length) {
    throw kernelErrors.fault(
      'DATABASE_UNUSABLE',
      `${path} has schema version ${version}; this program knows up to ${migrations.length}`,
      { place: path },
    );
  }
  for (let next = version; next < migrations.length; next += 1) {
    db.transaction(() => {
      db.exec(migrations[next] ?? '');
      db.pragma(`user_version = ${next + 1}`);
    })();
  }
}

function assertDurable(db: Sqlite, path: string): void {
  // Only a write shows what synchronous really is: SQLite downgrades it then, not at open.
  db.exec('CREATE TABLE IF NOT EXISTS opened (at INTEGER NOT NULL)');
  db.exec(`DELETE FROM opened; INSERT INTO opened (at) VALUES (${Date.now()})`);
  const synchronous = db.pragma('synchronous', { simple: true }) as number;
  if (synchronous !== 2) {
    throw kernelErrors.fault('DATABASE_UNUSABLE', `${path}: synchronous is ${synchronous}, not FULL (2)`, {
      place: path,
    });
  }
}
