import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { FactEvent } from '../../protocols/wire/event.ts';
import { topicLevelOf } from '../../protocols/wire/event.ts';
import type { KnownFact } from '../../protocols/wire/fact.ts';
import type { PageOf } from '../log/event-pages.ts';
import type { FactLog } from '../log/fact-log.ts';
import { createGiveWay } from '../log/give-way.ts';
import { factOf } from '../log/logged-fact.ts';
import type { FloorStore } from './floor-store.ts';
import { concernsFloor, foldVersion } from './fold/fold.ts';
import { openLogPlace } from './log-place.ts';

/** Facts are folded for so long and committed, then the facts that arrive have their turn. */
interface Pace {
  readonly factsPerPage: number;
  readonly sliceMs: number;
  readonly pauseMs: number;
}
const steady: Pace = { factsPerPage: 40, sliceMs: 1.5, pauseMs: 6 };
/** Stations hear nothing of the floor before all is folded that the log held at the start. */
const catchingUp: Pace = { factsPerPage: 128, sliceMs: 10, pauseMs: 2 };
/** Facts that come one by one are folded together: a commit costs a sync of the disk. */
const gatherMs = 60;
/** While the gateway is busy with its facts, these wait; but not for ever. */
const giveWayPlan = { busyShare: 0.7, maxYields: 3 };
const yieldMs = 100;
const retryMs = 5_000;

interface ProjectorDeps {
  readonly store: FloorStore;
  readonly factLog: Pick<FactLog, 'cursor' | 'read'>;
  /** Changes the documents by one fact; called inside of a change. */
  readonly take: (fact: KnownFact) => void;
  /** Something was folded and is committed. */
  readonly onFolded: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Folds the facts of the site into the documents of its floor, from a position of its own in the fact log that is committed
 * together with them. Where its database is new, stands behind another log or was folded by another version, it begins at
 * the first fact again.
 */
export function createProjector({ store, factLog, take, onFolded, clock, log }: ProjectorDeps) {
  const place = openLogPlace(store.db, factLog, foldVersion);
  if (!place.isSame()) {
    store.change(() => {
      store.startOver();
      place.keep(0, undefined);
    });
    place.kept(0);
  }
  /** What the log held at the start: before it was read, stations would miss what they know already. */
  const wanted = factLog.cursor();
  let cancel: (() => void) | undefined;
  let stopped = true;
  const giveWay = createGiveWay(giveWayPlan);
  /** What was read of the log and is not folded yet. */
  let ahead: Pick<PageOf<FactEvent>, 'events' | 'cursor'> = { events: [], cursor: 0 };

  const ready = () => place.cursor() >= wanted;
  const pace = () => (ready() ? steady : catchingUp);

  function foldNext(): void {
    if (giveWay.isBusy()) {
      later(yieldMs);
      return;
    }
    let waitMs = pace().pauseMs;
    try {
      if (foldSlice()) onFolded();
      else waitMs = retryMs;
    } catch (thrown) {
      log.error({ event: 'floor.projection_failed', err: thrown }, 'facts could not be folded');
      waitMs = retryMs;
    }
    giveWay.lookAgain();
    later(waitMs);
  }

  /** @returns false if the log has more and does not hand it out. */
  function foldSlice(): boolean {
    if (ahead.cursor <= place.cursor())
      ahead = factLog.read({ after: place.cursor(), limit: pace().factsPerPage });
    if (ahead.cursor <= place.cursor()) return false;
    const { events, cursor } = ahead;
    const { taken, upTo } = store.change(() => {
      const taken = takeForAWhile(events);
      const last = events[taken - 1];
      const upTo = taken < events.length && last !== undefined ? last.packproofcursor : cursor;
      place.keep(upTo, last);
      return { taken, upTo };
    });
    place.kept(upTo);
    ahead = { events: events.slice(taken), cursor };
    return true;
  }

  /** @returns how many: one at least, if there is any. */
  function takeForAWhile(events: readonly FactEvent[]): number {
    const endMs = clock.monotonicMs() + pace().sliceMs;
    let taken = 0;
    for (const entry of events) {
      takeEntry(entry);
      taken += 1;
      if (clock.monotonicMs() >= endMs) break;
    }
    return taken;
  }

  function takeEntry(entry: FactEvent): void {
    const fact = concernsFloor(topicLevelOf(entry)) ? factOf(entry) : null;
    if (fact === null) return;
    try {
      take(fact);
    } catch (thrown) {
      // A fault of the database would come again with each fact: nothing is folded then, and all of it later.
      if (isStoreFault(thrown)) throw thrown;
      log.error({ event: 'floor.fact_left_out', fact: entry.id, err: thrown }, 'a fact could not be folded');
    }
  }

  function later(delayMs: number): void {
    if (stopped || cancel !== undefined || place.cursor() >= factLog.cursor()) return;
    cancel = clock.after(delayMs, () => {
      cancel = undefined;
      foldNext();
    });
  }

  return {
    start(): void {
      stopped = false;
      later(0);
    },
    /** There is something new in the fact log. */
    poke: () => later(gatherMs),
    /** How far the fact log has been folded. */
    cursor: place.cursor,
    ready,
    stop(): void {
      stopped = true;
      cancel?.();
    },
  };
}

function isStoreFault(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'SqliteError';
}
