import type { Clock } from '../../../kernel/clock.ts';
import type { EpcisConfig } from '../epcis-config.ts';
import type { Note } from '../thread/store-work.ts';
import type { EventStore } from './event-store.ts';

const eventsPerChange = 200;
const lookEveryMs = 3_600_000;
const goOnMs = 200;
const dayMs = 86_400_000;

interface RetentionDeps {
  readonly store: EventStore;
  readonly config: EpcisConfig;
  readonly clock: Clock;
  readonly note: Note;
}

/** Deletes events that were captured longer ago than they are kept, a few at a time. */
export function startRetention({ store, config, clock, note }: RetentionDeps): { stop(): void } {
  const drop = store.db.prepare(
    'DELETE FROM events WHERE id IN (SELECT id FROM events WHERE record_time < ? ORDER BY record_time LIMIT ?)',
  );
  let cancel: (() => void) | undefined;
  let stopped = false;

  async function look(): Promise<void> {
    let waitMs = lookEveryMs;
    try {
      const before = Math.trunc(clock.now()) - config.keepDays * dayMs;
      const { changes } = await store.writer.run(() => drop.run(before, eventsPerChange));
      if (changes > 0)
        note('info', { event: 'epcis.events_dropped', count: changes }, 'events were kept long enough');
      if (changes === eventsPerChange) waitMs = goOnMs;
    } catch (thrown) {
      note('warn', { event: 'epcis.retention_failed', err: thrown }, 'old events could not be deleted');
    }
    later(waitMs);
  }

  function later(delayMs: number): void {
    if (stopped) return;
    cancel = clock.after(delayMs, () => void look());
  }

  later(lookEveryMs);
  return {
    stop() {
      stopped = true;
      cancel?.();
    },
  };
}
