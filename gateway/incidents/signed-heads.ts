import type { Sqlite } from '../../kernel/sqlite.ts';
import { maxHeadsPerPage, type SignedHead, type StationHead } from '../../protocols/wire/signed-head.ts';
import { createRunStore } from '../log/run-store.ts';

/** Of the heads that one key signed within so many facts, the newest of each day is kept. */
const factsPerHead = 1_000;

interface HeadRow {
  readonly seq: number;
  readonly received_at: string;
}

/**
 * The signed heads of the stations' chains. A head proves every fact before it, so an older one adds nothing but a place to
 * check a part of the chain alone: of each key the newest is kept, and with it one per thousand facts and one per day.
 * That is less than a row in a thousand, so none is ever deleted for its age.
 */
export function createSignedHeads(db: Sqlite, site: string) {
  const { positionOf } = createRunStore(db, site);
  const newest = db.prepare<[string, string], HeadRow>(
    'SELECT seq, received_at FROM signed_heads WHERE station = ? AND key = ? ORDER BY seq DESC LIMIT 1',
  );
  const insert = db.prepare(
    `INSERT INTO signed_heads (station, seq, key, hash, signature, cursor, received_at)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = db.prepare('DELETE FROM signed_heads WHERE station = ? AND key = ? AND seq = ?');
  const columns = 'station, seq, hash, key, signature';
  const within = db.prepare(
    `SELECT ${columns} FROM signed_heads WHERE cursor > ? AND cursor <= ? ORDER BY cursor LIMIT ${maxHeadsPerPage}`,
  );
  const withinStation = db.prepare(
    `SELECT ${columns} FROM signed_heads WHERE cursor > ? AND cursor <= ? AND station = ? ORDER BY cursor LIMIT ${maxHeadsPerPage}`,
  );
  const upTo = db.prepare('SELECT coalesce(max(seq), 0) FROM signed_heads WHERE station = ?').pluck();

  return {
    /**
     * Keeps a verified head; to be called in the transaction that stored its facts, after them. A head of a fact that the
     * log does not hold under this hash is dropped: the facts come again, and their head with them.
     */
    keep(station: string, head: SignedHead, at: string): void {
      const { seq, hash, key, signature } = head;
      const held = positionOf(station, seq);
      if (held?.hash !== hash) return;
      const before = newest.get(station, key);
      if (before !== undefined && before.seq >= seq) return;
      insert.run(station, seq, key, hash, signature, held.cursor, at);
      if (before !== undefined && isSuperseded(before, seq, at)) remove.run(station, key, before.seq);
    },
    /** The heads of the facts behind `after` up to a position of the log, in the order of the log. */
    within(after: number, end: number, station?: string): StationHead[] {
      const rows = station === undefined ? within.all(after, end) : withinStation.all(after, end, station);
      return rows as StationHead[];
    },
    /** The newest fact of a station that a head proves; 0 if there is none. */
    signedUpTo: (station: string) => upTo.get(station) as number,
  };
}

function isSuperseded(before: HeadRow, seq: number, at: string): boolean {
  const block = (each: number) => Math.floor((each - 1) / factsPerHead);
  const day = (instant: string) => instant.slice(0, 10);
  return block(before.seq) === block(seq) && day(before.received_at) === day(at);
}
