import type { Clock } from '../clock.ts';
import type { Sqlite } from '../sqlite.ts';

/** `full` is told apart, because a restart does not mend it. */
export type StoreState = 'writable' | 'full' | 'failing';

const probeEveryMs = 10_000;

/**
 * Tells whether a database can be written, by writing: at most once in ten seconds, and only when asked, for each probe is
 * an fsync. It writes the one row that `openSqlite` keeps for this.
 */
export function createStoreProbe(db: Sqlite, clock: Clock): () => StoreState {
  const write = db.prepare('UPDATE opened SET at = ?');
  let state: StoreState = 'writable';
  let probedMs = Number.NEGATIVE_INFINITY;
  return () => {
    if (clock.monotonicMs() - probedMs < probeEveryMs) return state;
    probedMs = clock.monotonicMs();
    try {
      write.run(clock.now());
      state = 'writable';
    } catch (thrown) {
      state = (thrown as { code?: string }).code === 'SQLITE_FULL' ? 'full' : 'failing';
    }
    return state;
  };
}
