import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Sqlite } from '../../kernel/sqlite.ts';
import type { WorkDocument } from '../../protocols/wire/work.ts';
import type { WorkReplica } from '../work/work-replica.ts';

const documentsPerSlice = 200;
const pauseMs = 10;
const retryMs = 5_000;

interface WatchDeps {
  readonly db: Sqlite;
  readonly change: (work: () => void) => void;
  readonly work: Pick<WorkReplica, 'page' | 'served'>;
  /** Called inside of a change. */
  readonly take: (document: WorkDocument) => void;
  readonly onChanged: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** Follows the work of the site in small slices, from a position that is committed with what follows from it. */
export function createWorkWatch({ db, change, work, take, onChanged, clock, log }: WatchDeps) {
  const get = db.prepare<[], { epoch: string; cursor: number }>(
    'SELECT work_epoch AS epoch, work_cursor AS cursor FROM place',
  );
  const set = db.prepare<[string, number]>('UPDATE place SET work_epoch = ?, work_cursor = ?');
  let cancel: (() => void) | undefined;
  let stopped = true;

  function isBehind(): boolean {
    const served = work.served();
    const place = get.get();
    return served !== null && (served.epoch !== place?.epoch || served.cursor > place.cursor);
  }

  function takeNext(): void {
    let waitMs = pauseMs;
    try {
      const { epoch = '', cursor = 0 } = get.get() ?? {};
      const page = work.page({ after: cursor, epoch, limit: documentsPerSlice });
      change(() => {
        for (const document of page.documents) take(document);
        set.run(page.epoch, page.cursor);
      });
      onChanged();
    } catch (thrown) {
      log.error({ event: 'floor.work_failed', err: thrown }, 'the work of the site could not be followed');
      waitMs = retryMs;
    }
    later(waitMs);
  }

  function later(delayMs: number): void {
    if (stopped || cancel !== undefined || !isBehind()) return;
    cancel = clock.after(delayMs, () => {
      cancel = undefined;
      takeNext();
    });
  }

  return {
    start(): void {
      stopped = false;
      later(0);
    },
    poke: () => later(0),
    /** Whether all work that has come was seen. */
    ready: () => !isBehind(),
    stop(): void {
      stopped = true;
      cancel?.();
    },
  };
}
