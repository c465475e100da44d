import { createHash } from 'node:crypto';
import type { Sqlite } from '../../kernel/sqlite.ts';

const maxRawBytes = 64 * 1024;
const maxRows = 1_000;

export interface RefusedMessage {
  readonly code: string;
  readonly station: string;
  readonly topic: string;
  readonly payload: Uint8Array;
}

/**
 * Keeps what had no place in the log, so that a person can look at it: the newest 1,000 messages, up to 64 KiB of each.
 * A message that is sent again and again takes one row.
 */
export function createRefusedMessages(db: Sqlite): {
  keep(message: RefusedMessage, receivedAt: string): void;
} {
  const insert = db.prepare(
    `INSERT INTO refused_messages (code, station, topic, raw, bytes, digest, received_at)
     VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING`,
  );
  const dropOldest = db.prepare('DELETE FROM refused_messages WHERE id <= ?');
  return {
    keep({ code, station, topic, payload }, receivedAt) {
      const digest = createHash('sha256').update(`${topic}\0`).update(payload).digest('hex');
      const raw = payload.subarray(0, maxRawBytes);
      const row = insert.run(code, station, topic, raw, payload.byteLength, digest, receivedAt);
      if (row.changes > 0) dropOldest.run(Number(row.lastInsertRowid) - maxRows);
    },
  };
}
