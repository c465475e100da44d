import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { systemClock } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import { kernelErrors } from '../../kernel/kernel-errors.ts';
import { migrations } from '../database.ts';
import { createRunStore, type Run, type RunQuery } from '../log/run-store.ts';
import { openArchivedLog } from './archived-log.ts';
import { openSegmentTable, type SegmentRow } from './segment-table.ts';

/** The whole log of a gateway, archive and database, for who only looks; the gateway may run meanwhile. */
export interface LogReader {
  /** Null for a gateway that has not taken any fact yet. */
  readonly site: string | null;
  /** Runs in the order of the log, or of one station in its own order. `run.body` is a JSON array of its facts. */
  runs(query: RunQuery): Iterable<Run>;
  segments(): Iterable<SegmentRow>;
  close(): void;
}

/**
 * @param dir folder of the segment files; `archive` in the data folder unless another is named.
 * @throws DATABASE_UNUSABLE if there is no database of this version; ARCHIVE_SEGMENT_DAMAGED while reading.
 */
export function openLogReader(dataDir: string, dir = join(dataDir, 'archive')): LogReader {
  const path = join(dataDir, 'gateway.sqlite');
  const db = openReadonly(path);
  const site = (db.prepare('SELECT site FROM stations LIMIT 1').pluck().get() as string | undefined) ?? null;
  const table = openSegmentTable(db);
  const archived = openArchivedLog({ db, site: site ?? '', dir, clock: systemClock });
  const live = createRunStore(db, site ?? '');
  return {
    site,
    *runs(query) {
      const upTo = table.lastCursor();
      if (query.after < upTo) yield* archived.runs(query);
      yield* live.runs({ ...query, after: Math.max(query.after, upTo) });
    },
    segments: table.all,
    close: () => void db.close(),
  };
}

function openReadonly(path: string): Database.Database {
  const unusable = (detail: string, cause?: unknown) =>
    kernelErrors.fault('DATABASE_UNUSABLE', `${path}: ${detail}`, { place: path, cause });
  if (!existsSync(path)) throw unusable('there is no such file');
  let db: Database.Database;
  try {
    db = new Database(path, { readonly: true, fileMustExist: true });
  } catch (thrown) {
    throw unusable(messageOf(thrown), thrown);
  }
  const version = db.pragma('user_version', { simple: true });
  if (version === migrations.length) return db;
  db.close();
  throw unusable(`it has schema version ${String(version)}, this program reads ${migrations.length}`);
}
