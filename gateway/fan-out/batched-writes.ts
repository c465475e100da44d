import type { Clock } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { Sqlite } from '../../kernel/sqlite.ts';

const everyMs = 1_000;

export type BatchedWrites = ReturnType<typeof createBatchedWrites>;

/**
 * Collects small writes that may be a second late, such as cursors, and commits them together: each commit is an fsync
 * in the way of ingest. A later write under the same key replaces the earlier one. If the store fails they are tried again.
 */
export function createBatchedWrites(db: Sqlite, clock: Clock, log: Log) {
  const waiting = new Map<string, () => void>();
  let cancelTimer: (() => void) | undefined;
  let closed = false;
  const writeAll = db.transaction(() => {
    for (const write of waiting.values()) write();
  });

  function flush(): void {
    if (waiting.size === 0) return;
    try {
      writeAll.immediate();
      waiting.clear();
    } catch (thrown) {
      log.warn(
        { event: 'gateway.cursors_not_kept', err: thrown },
        `cursors could not be written and will be again: ${messageOf(thrown)}`,
      );
      schedule();
    }
  }

  function schedule(): void {
    if (cancelTimer !== undefined || closed) return;
    cancelTimer = clock.after(everyMs, () => {
      cancelTimer = undefined;
      flush();
    });
  }

  return {
    soon(key: string, write: () => void): void {
      waiting.set(key, write);
      schedule();
    },
    /** The thing under this key is gone: there is nothing to write any more. */
    forget: (key: string) => void waiting.delete(key),
    flush,
    close(): void {
      closed = true;
      cancelTimer?.();
      flush();
    },
  };
}
