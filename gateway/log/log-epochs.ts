import type { Sqlite } from '../../kernel/sqlite.ts';
import { beginEpoch } from './epoch-tables.ts';

/** One a restore; of a log that is put back a thousand times the oldest numberings are forgotten, and their readers begin anew. */
const maxEpochs = 1_000;

interface EpochRow {
  readonly id: number;
  readonly epoch: string;
  readonly from: number;
  readonly beganAt: string;
}

/** A numbering of the log. */
export interface LogEpoch {
  readonly epoch: string;
  /** Up to here it is the numbering of the one before. */
  readonly from: number;
  readonly beganAt: string;
}

export type LogEpochs = ReturnType<typeof openLogEpochs>;

/**
 * Which numbering of the log it is. A log that was put back to an earlier state gives numbers again that others have already heard with
 * other facts; a reader that keeps the epoch beside its cursor finds that out, and learns from where on it has to read again.
 */
export function openLogEpochs(db: Sqlite) {
  const newest = db.prepare<[], EpochRow>(
    'SELECT id, epoch, from_cursor AS "from", began_at AS beganAt FROM log_epochs ORDER BY id DESC LIMIT 1',
  );
  const idOf = db.prepare('SELECT id FROM log_epochs WHERE epoch = ?').pluck();
  const agreed = db.prepare('SELECT min(from_cursor) FROM log_epochs WHERE id > ?').pluck();
  const begin = db.prepare(beginEpoch);
  const setFrom = db.prepare('UPDATE log_epochs SET from_cursor = ? WHERE id = ?');
  const forget = db.prepare('DELETE FROM log_epochs WHERE id <= ?');

  function beginNew(): EpochRow {
    const { lastInsertRowid } = begin.run();
    forget.run(Number(lastInsertRowid) - maxEpochs);
    return read();
  }

  function read(): EpochRow {
    return newest.get() ?? beginNew();
  }

  let current = read();
  return {
    current: (): LogEpoch => ({ epoch: current.epoch, from: current.from, beganAt: current.beganAt }),
    /** The log was put back by other means than a restore of ours. @param from where it ended then, if that is known; else where it ends now */
    begin(from?: number): LogEpoch {
      current = beginNew();
      if (from !== undefined && from < current.from) {
        setFrom.run(from, current.id);
        current = read();
      }
      return current;
    },
    /** Up to where a reader of an epoch may keep what it has: everything in the current one, nothing in one that is not known here. */
    agreedUpTo(epoch: string): number {
      if (epoch === current.epoch) return Number.POSITIVE_INFINITY;
      const id = idOf.get(epoch) as number | undefined;
      return id === undefined ? 0 : (agreed.get(id) as number);
    },
  };
}
