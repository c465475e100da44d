import { type Clock, isoInstant } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Sqlite } from '../../kernel/sqlite.ts';
import { createBatchedWrites } from '../fan-out/batched-writes.ts';
import type { Incident } from './incident.ts';

const maxOpen = 2_000;
const maxEnded = 5_000;
const maxDetail = 600;

interface Row extends Incident {
  readonly id: number;
}

export type IncidentStore = ReturnType<typeof openIncidents>;

/**
 * The incidents of a gateway. What lasts is held in memory and written at most once a second, all together; of what has
 * ended some thousands stay. A trouble that comes again after its end is a new incident.
 */
export function openIncidents(db: Sqlite, { clock, log }: { readonly clock: Clock; readonly log: Log }) {
  const statements = prepare(db);
  const writes = createBatchedWrites(db, clock, log);
  const open = new Map(statements.open.all().map((row) => [keyOf(row.code, row.subject), row]));
  let lastId = statements.lastId.get() as number;

  function keep(row: Row): void {
    writes.soon(String(row.id), () => statements.upsert.run(row));
  }

  function begin(code: string, subject: string, detail: string, at: string): void {
    if (open.size >= maxOpen) return;
    lastId += 1;
    const row = { id: lastId, code, subject, detail, firstAt: at, lastAt: at, count: 1, endedAt: null };
    open.set(keyOf(code, subject), row);
    keep(row);
    writes.soon('forget', () => statements.forget.run(row.id - maxOpen - maxEnded));
    log.warn({ event: 'gateway.incident', code, subject }, detail);
  }

  return {
    report(code: string, subject: string, detail: string): void {
      const at = isoInstant(clock.now());
      const known = open.get(keyOf(code, subject));
      const short = detail.slice(0, maxDetail);
      if (known === undefined) {
        begin(code, subject, short, at);
        return;
      }
      const row = { ...known, detail: short, lastAt: at, count: known.count + 1 };
      open.set(keyOf(code, subject), row);
      keep(row);
    },
    /** Returns whether there was something to end. */
    end(code: string, subject: string): boolean {
      const known = open.get(keyOf(code, subject));
      if (known === undefined) return false;
      open.delete(keyOf(code, subject));
      keep({ ...known, endedAt: isoInstant(clock.now()) });
      log.info({ event: 'gateway.incident_ended', code, subject }, 'the trouble has ended');
      return true;
    },
    open: (): readonly Incident[] =>
      [...open.values()]
        .sort((a, b) => b.lastAt.localeCompare(a.lastAt) || b.id - a.id)
        .map(({ id: _id, ...incident }) => incident),
    /** Those that have ended, the newest first. */
    ended(limit: number): readonly Incident[] {
      writes.flush();
      return statements.ended.all(limit);
    },
    /** Writes what waits, before a stop. */
    close: writes.close,
  };
}

function keyOf(code: string, subject: string): string {
  return `${code} ${subject}`;
}

function prepare(db: Sqlite) {
  const columns = 'code, subject, detail, first_at AS firstAt, last_at AS lastAt, count, ended_at AS endedAt';
  return {
    lastId: db.prepare('SELECT coalesce(max(id), 0) FROM incidents').pluck(),
    open: db.prepare<[], Row>(`SELECT id, ${columns} FROM incidents WHERE ended_at IS NULL`),
    ended: db.prepare<[number], Incident>(
      `SELECT ${columns} FROM incidents WHERE ended_at IS NOT NULL ORDER BY id DESC LIMIT ?`,
    ),
    upsert: db.prepare<[Row]>(
      `INSERT INTO incidents (id, code, subject, detail, first_at, last_at, count, ended_at)
       VALUES (@id, @code, @subject, @detail, @firstAt, @lastAt, @count, @endedAt) ON CONFLICT (id) DO UPDATE SET
         detail = excluded.detail, last_at = excluded.last_at, count = excluded.count, ended_at = excluded.ended_at`,
    ),
    forget: db.prepare<[number]>('DELETE FROM incidents WHERE id <= ? AND ended_at IS NOT NULL'),
  };
}
