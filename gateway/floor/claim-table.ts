import type { Sqlite } from '../../kernel/sqlite.ts';

interface ClaimRow {
  readonly id: string;
  /** JSON. */
  readonly subject: string;
  readonly station: string;
  readonly operator: string | null;
  readonly grantedMs: number;
  readonly expiresMs: number;
}

/** The claims that hold, and for some days those that held. */
export function openClaimTable(db: Sqlite) {
  const columns =
    'id, subject, station, operator, granted_at AS grantedMs, expires_at AS expiresMs FROM claims';
  const get = db.prepare<[string], ClaimRow>(`SELECT ${columns} WHERE id = ?`);
  const put = db.prepare<[ClaimRow]>(
    `INSERT INTO claims (id, subject, station, operator, granted_at, expires_at)
     VALUES (@id, @subject, @station, @operator, @grantedMs, @expiresMs)
     ON CONFLICT (id) DO UPDATE SET subject = excluded.subject, station = excluded.station, operator = excluded.operator,
       granted_at = excluded.granted_at, expires_at = excluded.expires_at`,
  );
  const drop = db.prepare<[string]>('DELETE FROM claims WHERE id = ?');
  const keepPast = db.prepare<[string, string, number, number]>(
    'INSERT OR REPLACE INTO past_claims (id, station, granted_at, ended_at) VALUES (?, ?, ?, ?)',
  );
  const count = db.prepare<[string]>('SELECT count(*) FROM claims WHERE station = ?').pluck();
  const expired = db.prepare<[number, number], ClaimRow>(`SELECT ${columns} WHERE expires_at <= ? LIMIT ?`);
  const next = db.prepare('SELECT min(expires_at) FROM claims').pluck();
  const oldest = db.prepare('SELECT min(ended_at) FROM past_claims').pluck();
  const forgetPast = db.prepare<[number]>('DELETE FROM past_claims WHERE ended_at < ?');
  const past = db
    .prepare(
      'SELECT 1 FROM past_claims WHERE id = ? AND station = ? AND granted_at <= ? AND ended_at >= ? LIMIT 1',
    )
    .pluck();
  const extendPast = db.prepare<[number, string, string, number]>(
    `UPDATE past_claims SET ended_at = max(ended_at, ?) WHERE id = ? AND station = ? AND ended_at >= ?
       AND granted_at = (SELECT max(granted_at) FROM past_claims AS any_station WHERE any_station.id = past_claims.id)`,
  );
  const since = db.prepare('SELECT claims_since FROM place').pluck();
  const setSince = db.prepare<[number | null]>('UPDATE place SET claims_since = ?');

  return {
    get: (id: string) => get.get(id),
    put: (row: ClaimRow) => void put.run(row),
    /** It held until then. */
    end({ id, station, grantedMs }: ClaimRow, endedMs: number): void {
      keepPast.run(id, station, grantedMs, Math.max(grantedMs, endedMs));
      drop.run(id);
    },
    count: (station: string) => count.get(station) as number,
    expired: (nowMs: number, limit: number) => expired.all(nowMs, limit),
    nextExpiry: () => next.get() as number | null,
    hasPast: (beforeMs: number) => ((oldest.get() as number | null) ?? beforeMs) < beforeMs,
    forgetPast: (beforeMs: number) => void forgetPast.run(beforeMs),
    heldAt(id: string, station: string, atMs: number, slackMs: number): boolean {
      const row = get.get(id);
      const holds =
        row?.station === station && row.grantedMs - slackMs <= atMs && row.expiresMs + slackMs >= atMs;
      return holds || past.get(id, station, atMs + slackMs, atMs - slackMs) !== undefined;
    },
    /** The claim of the station that nobody followed held longer than it said. */
    extendPast: (id: string, station: string, atMs: number, endedMs: number) =>
      void extendPast.run(Math.trunc(endedMs), id, station, Math.trunc(atMs)),
    since: () => since.get() as number | null,
    setSince: (ms: number | null) => void setSince.run(ms),
  };
}
