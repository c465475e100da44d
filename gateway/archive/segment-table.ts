import type { Sqlite } from '../../kernel/sqlite.ts';
import type { SegmentHeader } from './segment-text.ts';

/** A segment file that the log knows. */
export interface SegmentRow {
  readonly firstCursor: number;
  readonly lastCursor: number;
  readonly file: string;
  readonly sha256: string;
  /** Length of the file. */
  readonly bytes: number;
  readonly facts: number;
  readonly setAside: number;
  readonly firstReceivedAt: string;
  readonly lastReceivedAt: string;
  readonly createdAt: string;
}

/** The segments that hold the older part of the log, in its order and without holes. They are asked anew each time: another process may archive. */
export function openSegmentTable(db: Sqlite) {
  const columns = `first_cursor AS firstCursor, last_cursor AS lastCursor, file, sha256, bytes, facts, set_aside AS setAside,
    first_received_at AS firstReceivedAt, last_received_at AS lastReceivedAt, created_at AS createdAt`;
  const lastCursor = db
    .prepare('SELECT coalesce((SELECT last_cursor FROM segments ORDER BY first_cursor DESC LIMIT 1), 0)')
    .pluck();
  const nextBehind = db.prepare(
    `SELECT ${columns} FROM segments WHERE first_cursor >= coalesce(
       (SELECT max(first_cursor) FROM segments WHERE first_cursor <= @after + 1), 0)
     AND last_cursor > @after ORDER BY first_cursor LIMIT 1`,
  );
  const nextOfStation = db.prepare(
    `SELECT ${columns} FROM segment_stations JOIN segments ON segments.first_cursor = segment
     WHERE segment_stations.site = @site AND station = @station AND last_seq >= @fromSeq AND last_cursor > @after
     ORDER BY first_seq LIMIT 1`,
  );
  const page = db.prepare(
    `SELECT ${columns} FROM segments WHERE first_cursor > ? ORDER BY first_cursor LIMIT 100`,
  );
  const setAside = db.prepare('SELECT coalesce(sum(set_aside), 0) FROM segments').pluck();
  const register = db.prepare(
    `INSERT INTO segments (first_cursor, last_cursor, file, sha256, bytes, facts, set_aside, first_received_at,
       last_received_at, created_at)
     VALUES (@firstCursor, @lastCursor, @file, @sha256, @bytes, @facts, @setAside, @firstReceivedAt, @lastReceivedAt, @createdAt)`,
  );
  const registerStation = db.prepare(
    'INSERT INTO segment_stations (site, station, first_seq, last_seq, segment) VALUES (?, ?, ?, ?, ?)',
  );
  return {
    /** Where the archived part of the log ends. */
    lastCursor: () => lastCursor.get() as number,
    nextBehind: (after: number) => nextBehind.get({ after }) as SegmentRow | undefined,
    nextOfStation: (query: { site: string; station: string; fromSeq: number; after: number }) =>
      nextOfStation.get(query) as SegmentRow | undefined,
    setAside: () => setAside.get() as number,
    /** All of them, a hundred at a time. */
    *all(): Iterable<SegmentRow> {
      for (let rows = page.all(0) as SegmentRow[]; rows.length > 0; ) {
        yield* rows;
        rows = page.all(rows.at(-1)?.firstCursor) as SegmentRow[];
      }
    },
    /** Within the caller's transaction. */
    register(row: SegmentRow, { site, before, after }: SegmentHeader): void {
      register.run(row);
      for (const [station, { upTo }] of Object.entries(after)) {
        const first = (before[station as keyof typeof before]?.upTo ?? 0) + 1;
        registerStation.run(site, station, first, upTo, row.firstCursor);
      }
    },
  };
}
export type SegmentTable = ReturnType<typeof openSegmentTable>;
