import type { Sqlite } from '../../kernel/sqlite.ts';
import type { Received } from '../../protocols/wire/fact-receiver.ts';

/** Short enough that a reader who wants one of its facts reads few others. */
const maxFactsPerRun = 64;
const maxRunChars = 64 * 1024;

/** What the log holds of a fact, or in its place. */
export type LogEntry =
  | Omit<Extract<Received, { kind: 'fact' }>, 'fact'>
  | Extract<Received, { kind: 'set-aside' }>;

/** Facts of one station that follow each other in its chain and in the log, as they are stored; or one that was set aside. */
export interface Run {
  readonly firstCursor: number;
  readonly lastCursor: number;
  readonly site: string;
  readonly station: string;
  readonly firstSeq: number;
  readonly kind: 'fact' | 'set-aside';
  readonly receivedAt: string;
  /** The hashes of its facts, 64 digits each. */
  readonly hashes: string;
  /** A JSON array of its facts. */
  readonly body: string;
}

/** Which runs: those that reach beyond a log position and, if named, of one station from a seq on. */
export interface RunQuery {
  readonly after: number;
  readonly station?: string | undefined;
  readonly fromSeq?: number | undefined;
}

/** The live part of the log. Whoever writes has a transaction open. */
export function createRunStore(db: Sqlite, site: string) {
  const statements = prepare(db);
  return {
    /** Appends what a station brought, in its order, behind a position of the log; returns the position that is then its end. */
    append(station: string, entries: readonly LogEntry[], cursor: number, receivedAt: string): number {
      let first = cursor + 1;
      for (const run of splitIntoRuns(entries)) {
        const last = first + run.length - 1;
        const { seq, kind } = run[0] as LogEntry;
        const hashes = run.map((entry) => entry.hash).join('');
        statements.insert.run(first, last, site, station, seq, kind, receivedAt, hashes, bodyOf(run));
        first = last + 1;
      }
      return first - 1;
    },
    /** Where the log holds a fact, and its hash. */
    positionOf(station: string, seq: number): { cursor: number; hash: string } | undefined {
      const row = statements.position.get({ site, station, seq }) as PositionRow | undefined;
      if (row === undefined || row.cursor > row.last) return undefined;
      return { cursor: row.cursor, hash: row.hash };
    },
    runs({ after, station, fromSeq = 1 }: RunQuery): Iterable<Run> {
      const rows =
        station === undefined
          ? statements.all.iterate({ after })
          : statements.ofStation.iterate({ site, station, after, fromSeq });
      return rows as Iterable<Run>;
    },
    /** When the entry at a position, or the first behind it, was received. */
    receivedAtFrom: (cursor: number) => statements.receivedAt.get(cursor) as string | undefined,
    /** How many entries behind a position were set aside. */
    setAside: (after: number) => statements.setAside.get(after) as number,
  };
}

interface PositionRow {
  readonly cursor: number;
  readonly last: number;
  readonly hash: string;
}

/** A run holds facts, or one entry that was set aside. */
function splitIntoRuns(entries: readonly LogEntry[]): (readonly LogEntry[])[] {
  const runs: LogEntry[][] = [];
  let run: LogEntry[] = [];
  let chars = 0;
  for (const entry of entries) {
    const length = entry.kind === 'fact' ? entry.text.length : Number.POSITIVE_INFINITY;
    if (run.length === 0 || run.length >= maxFactsPerRun || chars + length > maxRunChars) {
      run = [];
      chars = 0;
      runs.push(run);
    }
    run.push(entry);
    chars += length;
  }
  return runs;
}

function bodyOf(run: readonly LogEntry[]): string {
  let body = '';
  for (const entry of run) body += (body === '' ? '[' : ',') + textOf(entry);
  return `${body}]`;
}

function textOf(entry: LogEntry): string {
  if (entry.kind === 'fact') return entry.text;
  return JSON.stringify({ reason: entry.reason, detail: entry.detail.slice(0, 400), raw: entry.raw });
}

function prepare(db: Sqlite) {
  const columns = `first_cursor AS firstCursor, last_cursor AS lastCursor, site, station, first_seq AS firstSeq, kind,
    received_at AS receivedAt, hashes, body`;
  return {
    insert: db.prepare(
      `INSERT INTO runs (first_cursor, last_cursor, site, station, first_seq, kind, received_at, hashes, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    position: db.prepare(
      `SELECT first_cursor + @seq - first_seq AS cursor, last_cursor AS last,
              substr(hashes, 1 + 64 * (@seq - first_seq), 64) AS hash
       FROM runs WHERE site = @site AND station = @station AND first_seq <= @seq ORDER BY first_seq DESC LIMIT 1`,
    ),
    all: db.prepare(
      `SELECT ${columns} FROM runs
       WHERE first_cursor >= coalesce((SELECT max(first_cursor) FROM runs WHERE first_cursor <= @after + 1), 0)
         AND last_cursor > @after ORDER BY first_cursor`,
    ),
    // Within a station the order of seq is the order of the log, for facts are taken in order only.
    ofStation: db.prepare(
      `SELECT ${columns} FROM runs
       WHERE site = @site AND station = @station AND last_cursor > @after AND first_seq >= coalesce(
         (SELECT max(first_seq) FROM runs WHERE site = @site AND station = @station AND first_seq <= @fromSeq), 0)
       ORDER BY first_seq`,
    ),
    receivedAt: db
      .prepare('SELECT received_at FROM runs WHERE last_cursor >= ? ORDER BY first_cursor LIMIT 1')
      .pluck(),
    setAside: db.prepare(`SELECT count(*) FROM runs WHERE kind = 'set-aside' AND first_cursor > ?`).pluck(),
  };
}
