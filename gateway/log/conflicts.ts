import type { Sqlite } from '../../kernel/sqlite.ts';
import type { Conflict } from '../../protocols/wire/fact-receiver.ts';

const maxRows = 10_000;
const maxRawChars = 64 * 1024;

/** Keeps the facts that came under a seq which another one holds, the first 10,000 of them, up to 64 KiB of each. */
export function createConflicts(db: Sqlite, site: string) {
  const insert = db.prepare(
    `INSERT INTO conflicts (site, station, seq, known_hash, received_hash, raw, received_at)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  );
  const count = db.prepare('SELECT count(*) FROM conflicts').pluck();
  return {
    keep(station: string, { seq, knownHash, receivedHash, raw }: Conflict, receivedAt: string): void {
      if ((count.get() as number) >= maxRows) return;
      const text = JSON.stringify(raw).slice(0, maxRawChars);
      insert.run(site, station, seq, knownHash, receivedHash, text, receivedAt);
    },
    count: () => count.get() as number,
  };
}
