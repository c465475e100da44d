import type { Sqlite } from '../../kernel/sqlite.ts';
import type { FactEvent } from '../../protocols/wire/event.ts';
import type { SignedHead } from '../../protocols/wire/signed-head.ts';
import { createSignedHeads } from '../incidents/signed-heads.ts';
import { logEnd } from './archive-tables.ts';
import { type ArchivedRuns, nothingArchived } from './archived-runs.ts';
import type { Arrival } from './arrival.ts';
import { CommitTurn, type Outcome } from './commit-turn.ts';
import { createConflicts } from './conflicts.ts';
import { type EventQuery, eventsOf, type PageOf, pageOf } from './event-pages.ts';
import { type EventText, eventTextsOf } from './event-texts.ts';
import { createRefusedMessages } from './refused-messages.ts';
import { createRunStore, type Run, type RunQuery } from './run-store.ts';
import { openStationHeads } from './station-heads.ts';

export type FactLog = ReturnType<typeof openFactLog>;

/**
 * The durable log of a site's facts, in the order in which they were committed. It only decides by the receiver of
 * the wire contract (fact-receiver.ts) and stores what that says. What was archived is read on from its segments.
 *
 * @throws FACT_LOG_OF_OTHER_SITE if the file holds another site's facts.
 */
export function openFactLog(db: Sqlite, site: string, archived: ArchivedRuns = nothingArchived) {
  const heads = openStationHeads(db, site);
  const live = createRunStore(db, site);
  const conflicts = createConflicts(db, site);
  const refused = createRefusedMessages(db);
  const signed = createSignedHeads(db, site);
  let cursor = db.prepare(logEnd).pluck().get() as number;

  const positionOf = (station: string, seq: number) =>
    live.positionOf(station, seq) ?? archived.positionOf(station, seq);

  /** Returns where the log then ends. */
  function writeTurn(turn: CommitTurn, at: string): number {
    let end = cursor;
    for (const [station, { head, entries }] of turn.stations) {
      end = live.append(station, entries, end, at);
      heads.write(station, head, at);
    }
    return end;
  }

  const commitAll = db.transaction((turn: CommitTurn, outcomes: readonly Outcome[], at: string) => {
    for (const message of turn.refused) refused.keep(message, at);
    for (const { station, conflict } of turn.conflicts) conflicts.keep(station, conflict, at);
    const end = writeTurn(turn, at);
    for (const [station, head] of newestHeads(turn, outcomes)) signed.keep(station, head, at);
    return end;
  });

  function* runs(query: RunQuery): Iterable<Run> {
    const archivedUpTo = archived.lastCursor();
    if (query.after < archivedUpTo) yield* archived.runs(query);
    // Rows that a segment holds already may still be there.
    yield* live.runs({ ...query, after: Math.max(query.after, archivedUpTo) });
  }

  return {
    /** The position of the newest entry; 0 while there is none. */
    cursor: () => cursor,
    headOf: heads.of,
    /** Where the log holds a fact, and its hash. */
    positionOf,
    /**
     * Stores what arrived in one transaction; when it returns, all is durable and may be acknowledged. An outcome per
     * message. What came from one station lies together in the log, in the order in which it came.
     *
     * @param arrivals read one by one, so that each can be let go before the next is there.
     * @throws whatever the store throws; then nothing was stored.
     */
    commit(arrivals: Iterable<Arrival>, receivedAt: string): Outcome[] {
      const turn = new CommitTurn(site, heads.of, (station, seq) => positionOf(station, seq)?.hash);
      const outcomes: Outcome[] = [];
      for (const arrival of arrivals) outcomes.push(turn.take(arrival));
      cursor = commitAll.immediate(turn, outcomes, receivedAt);
      for (const [station, { head }] of turn.stations) heads.adopt(station, head, receivedAt);
      return outcomes;
    },
    /** A page of events in log order; it ends early rather than growing beyond a megabyte. */
    read: (query: EventQuery): PageOf<FactEvent> => pageOf(runs(query), query, eventsOf),
    /** The same page, its events as texts. */
    readTexts: (query: EventQuery): PageOf<EventText> => pageOf(runs(query), query, eventTextsOf),
    /** The signed heads of facts behind a position and up to another, of all stations or of one. */
    headsWithin: signed.within,
    /** When the first entry behind a position was received; null if there is none. */
    receivedAtAfter: (after: number) =>
      archived.receivedAtFrom(after + 1) ?? live.receivedAtFrom(after + 1) ?? null,
    stations: heads.all,
    counts: () => ({
      setAside: live.setAside(archived.lastCursor()) + archived.setAside(),
      conflicts: conflicts.count(),
    }),
  };
}

/** Of each station the newest signed head of what is held now: it proves what the older ones prove. */
function newestHeads(turn: CommitTurn, outcomes: readonly Outcome[]): Map<string, SignedHead> {
  const newest = new Map<string, SignedHead>();
  for (const { kind, station, head } of outcomes) {
    if (kind === 'refused' || head === undefined) continue;
    const upTo = turn.stations.get(station)?.head.upTo ?? 0;
    if (head.seq <= upTo && head.seq > (newest.get(station)?.seq ?? 0)) newest.set(station, head);
  }
  return newest;
}
