import type { Clock } from '../../../kernel/clock.ts';
import { startCaptureWork } from '../capture/capture-work.ts';
import type { EpcisConfig } from '../epcis-config.ts';
import { startProjection } from '../site/projection.ts';
import { openSiteReader } from '../site/site-reader.ts';
import { openEventStore } from '../store/event-store.ts';
import { startRetention } from '../store/retention.ts';
import { openQueryBook } from '../subscriptions/query-book.ts';
import type { StoreNews, StoreTasks } from './store-tasks.ts';

/** Tells a line of the log. */
export type Note = (
  level: 'info' | 'warn' | 'error',
  fields: { readonly event: string; readonly [field: string]: unknown },
  text: string,
) => void;

interface StoreWorkDeps {
  readonly dataDir: string;
  readonly site: string;
  /** The folder of the archived log. */
  readonly archiveDir: string;
  readonly config: EpcisConfig;
  readonly clock: Clock;
  readonly note: Note;
  readonly tell: (news: StoreNews) => void;
}

type Perform = {
  readonly [Name in keyof StoreTasks]: (
    asked: StoreTasks[Name]['asked'],
  ) => Promise<StoreTasks[Name]['answer']>;
};

/**
 * All that writes into the repository, one change after the other: captures, the facts of the site told as events, stored
 * queries and subscriptions, and what is deleted after its time.
 *
 * @throws DATABASE_UNUSABLE
 */
export function startStoreWork({ dataDir, site, archiveDir, config, clock, note, tell }: StoreWorkDeps) {
  const store = openEventStore(dataDir, clock);
  const { factLog, work, close } = openSiteReader({
    dataDir,
    site,
    archiveDir,
    clock,
    onDamaged: (message) => tell({ kind: 'damaged', message }),
  });
  const onStored = () => tell({ kind: 'stored' });
  const capture = startCaptureWork({ store, clock, note, onStored });
  const onTold = (cursor: number) => tell({ kind: 'told', cursor });
  const projection = startProjection({ store, factLog, work, config, clock, note, onStored, onTold });
  const retention = startRetention({ store, config, clock, note });
  const book = openQueryBook(store.db);
  const { run } = store.writer;
  const perform: Perform = {
    addJob: capture.addJob,
    addEvent: capture.addEvent,
    addQuery: (asked) => run(() => book.add(asked)),
    removeQuery: (name) => run(() => book.remove(name)),
    subscribe: (asked) => run(() => book.subscribe(asked)),
    unsubscribe: (asked) => run(() => book.unsubscribe(asked)),
    keepPositions: (moved) => run(() => book.keepPositions(moved)),
  };

  return {
    perform,
    poke: projection.poke,
    async stop(): Promise<void> {
      retention.stop();
      projection.stop();
      await capture.stop();
      close();
      store.close();
    },
  };
}
