import type { Sqlite } from '../../kernel/sqlite.ts';
import type { GatewayStatus } from '../../protocols/wire/status.ts';

/** Reads how much of the log lies in segment files. */
export function createArchiveSummary(db: Sqlite): () => GatewayStatus['archive'] {
  const summary = db.prepare(
    `SELECT count(*) AS segments, coalesce(sum(bytes), 0) AS bytes, coalesce(max(last_cursor), 0) AS cursor,
            max(created_at) AS lastSegmentAt FROM segments`,
  );
  return () => summary.get() as GatewayStatus['archive'];
}
