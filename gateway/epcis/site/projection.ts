import type { Clock } from '../../../kernel/clock.ts';
import { step } from '../../../protocols/epcis/build/build-events.ts';
import { type BuilderState, emptyState } from '../../../protocols/epcis/build/builder-state.ts';
import { epcisDocument } from '../../../protocols/epcis/build/document.ts';
import type { EpcisSettings } from '../../../protocols/epcis/build/settings.ts';
import { siteSettings } from '../../../protocols/epcis/build/site-settings.ts';
import { zoneOffsets } from '../../../protocols/epcis/build/zone-offset.ts';
import type { EpcisEvent } from '../../../protocols/epcis/event.ts';
import type { JsonObject } from '../../../protocols/epcis/json.ts';
import type { FactEvent } from '../../../protocols/wire/event.ts';
import type { FactLog } from '../../log/fact-log.ts';
import { factOf, markOf } from '../../log/logged-fact.ts';
import type { WorkReplica } from '../../work/work-replica.ts';
import type { EpcisConfig } from '../epcis-config.ts';
import type { EventStore } from '../store/event-store.ts';
import { prepareEvents } from '../store/prepare-events.ts';
import type { Note } from '../thread/store-work.ts';
import { openBuilderMemory } from './builder-memory.ts';
import { createKnownProducts } from './known-products.ts';

/** Some milliseconds of work, then a stop is heard. */
const factsPerSlice = 20;
/** Facts in one commit, which costs a sync of the disk. Captures wait so long at most. */
const factsPerCommit = 500;
/** Between two commits captures have their turn. */
const pauseMs = 5;
const retryMs = 5_000;
/** A site that has no work yet waits so long for it: without products, packagings cannot be counted. */
const awaitWorkMs = 30_000;
const lookForWorkMs = 500;

interface ProjectionDeps {
  readonly store: EventStore;
  readonly factLog: Pick<FactLog, 'cursor' | 'read'>;
  readonly work: Pick<WorkReplica, 'page' | 'served'>;
  readonly config: EpcisConfig;
  readonly clock: Clock;
  readonly note: Note;
  readonly onStored: () => void;
  /** The fact log has been told up to there. */
  readonly onTold: (cursor: number) => void;
}

export interface Projection {
  /** There is something new in the fact log. */
  poke(): void;
  stop(): void;
}

/**
 * Tells the facts of the site as EPCIS events, from a position of its own in the fact log. Where its
 * database is new, or stands behind another log, it begins at the first fact again: events that are stored already stay
 * as they are, for their id is a hash of what they say.
 */
export function startProjection(deps: ProjectionDeps): Projection {
  const { store, factLog, clock, note, onStored, onTold } = deps;
  const memory = openBuilderMemory(store.db);
  const products = createKnownProducts(deps.work);
  const place = openPlace(deps);
  let state: BuilderState = place.isSame() ? memory.read() : emptyState;
  let cursor = place.isSame() ? place.cursor() : 0;
  const startedMs = clock.monotonicMs();
  let cancel: (() => void) | undefined;
  let running = false;
  let stopped = false;
  const isTime = () => products.ready() || clock.monotonicMs() - startedMs >= awaitWorkMs;

  async function tellNext(): Promise<void> {
    running = true;
    let waitMs = pauseMs;
    try {
      if (!isTime()) waitMs = lookForWorkMs;
      else if (await commitNext()) onStored();
    } catch (thrown) {
      note(
        'error',
        { event: 'epcis.projection_failed', err: thrown },
        'facts could not be told as EPCIS events',
      );
      waitMs = retryMs;
    } finally {
      running = false;
    }
    later(waitMs);
  }

  /** True if there were events. What the builder remembers goes into the same transaction as its events. */
  async function commitNext(): Promise<boolean> {
    const page = factLog.read({ after: cursor, limit: factsPerCommit });
    if (page.cursor <= cursor) return false;
    const settings = settingsOf(deps.config, products.current().values());
    const last = page.events.at(-1);
    const told = await store.writer.runSliced(function* () {
      if (cursor === 0) memory.clear();
      const next = yield* tell(page.events, settings);
      memory.keep(state, next.state);
      place.keep(page.cursor, last === undefined ? '' : markOf(last));
      return next;
    });
    state = told.state;
    cursor = page.cursor;
    onTold(cursor);
    return told.events > 0;
  }

  function* tell(logged: readonly FactEvent[], settings: EpcisSettings) {
    let next = state;
    let events = 0;
    for (const [index, entry] of logged.entries()) {
      if (index % factsPerSlice === factsPerSlice - 1) yield undefined;
      const fact = factOf(entry);
      if (fact === null) continue;
      const told = step(next, fact, settings);
      next = told.state;
      for (const found of told.notes) note('info', { event: 'epcis.note', ...found }, found.message);
      for (const event of told.events) events += store.add(prepared(event, fact.at)) === 'new' ? 1 : 0;
    }
    return { state: next, events };
  }

  function later(delayMs: number): void {
    if (stopped || cancel !== undefined || running || cursor >= factLog.cursor()) return;
    cancel = clock.after(delayMs, () => {
      cancel = undefined;
      void tellNext();
    });
  }

  onTold(cursor);
  later(0);
  return {
    poke: () => later(0),
    stop() {
      stopped = true;
      cancel?.();
    },
  };
}

function settingsOf(
  { siteGln, stationReadPoints, timeZone }: EpcisConfig,
  products: Parameters<typeof siteSettings>[0]['products'],
) {
  const offsetAt = zoneOffsets(timeZone) ?? (() => '+00:00');
  return siteSettings({ gln: siteGln, stationReadPoints, offsetAt, products });
}

function prepared(event: EpcisEvent, at: string) {
  const [first] = prepareEvents(epcisDocument([event], at) as unknown as JsonObject);
  if (first === undefined) throw new Error('a document of one event has one event');
  return first;
}

/** Where the projection stands in the log, and whether that is the same log still. */
function openPlace({ store, factLog }: ProjectionDeps) {
  const get = store.db.prepare('SELECT cursor, entry FROM projection');
  const set = store.db.prepare(
    'INSERT INTO projection (id, cursor, entry) VALUES (1, ?, ?) ON CONFLICT (id) DO UPDATE SET cursor = excluded.cursor, entry = excluded.entry',
  );
  const kept = (get.get() as { cursor: number; entry: string } | undefined) ?? { cursor: 0, entry: '' };
  return {
    cursor: () => kept.cursor,
    isSame(): boolean {
      if (kept.cursor === 0 || kept.cursor > factLog.cursor()) return false;
      const [entry] = factLog.read({ after: kept.cursor - 1, limit: 1 }).events;
      // An entry that has gone to the archive can not be compared any more.
      if (entry === undefined || entry.packproofcursor !== kept.cursor) return true;
      return markOf(entry) === kept.entry;
    },
    keep: (cursor: number, entry: string) => void set.run(cursor, entry),
  };
}
