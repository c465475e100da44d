import {
  type FactEvent,
  factEventOf,
  type SetAsideData,
  setAsideEventOf,
} from '../../protocols/wire/event.ts';
import type { Fact } from '../../protocols/wire/fact.ts';
import type { Run } from './run-store.ts';

/** A page ends early when it holds this much, so that it fits into the body of the request that carries it on. */
const maxPageBytes = 900_000;
/** What an event adds to its fact. */
const eventHeadBytes = 400;

/** Which events: those behind a log position and, if named, of one station from a seq on. */
export interface EventQuery {
  readonly after: number;
  readonly limit: number;
  readonly station?: string | undefined;
  readonly fromSeq?: number | undefined;
}

/** A page of the log, each event as its reader wants it; `cursor` is where to go on. */
export interface PageOf<Event> {
  readonly events: Event[];
  readonly cursor: number;
  readonly more: boolean;
}

/** Gives the event of each entry of a run, by its place in it. */
type RunReader<Event> = (run: Run) => (index: number) => Event;

/** The next page out of runs that begin at the wanted position. */
export function pageOf<Event>(runs: Iterable<Run>, query: EventQuery, read: RunReader<Event>): PageOf<Event> {
  const events: Event[] = [];
  let cursor = query.after;
  let bytes = 0;
  for (const run of runs) {
    const entries = run.lastCursor - run.firstCursor + 1;
    const size = eventHeadBytes + Math.ceil(Buffer.byteLength(run.body) / entries);
    const skipped = Math.max(0, query.after + 1 - run.firstCursor, (query.fromSeq ?? 1) - run.firstSeq);
    if (skipped >= entries) continue;
    const eventAt = read(run);
    for (let index = skipped; index < entries; index += 1) {
      const isFull = events.length >= query.limit || (events.length > 0 && bytes + size > maxPageBytes);
      if (isFull) return { events, cursor, more: true };
      bytes += size;
      cursor = run.firstCursor + index;
      events.push(eventAt(index));
    }
  }
  return { events, cursor, more: false };
}

/** The events of a run as objects. Its bodies were validated before this log wrote them, so no schema sees them again. */
export function eventsOf(run: Run): (index: number) => FactEvent {
  const bodies = JSON.parse(run.body) as unknown[];
  return (index) => {
    const cursor = run.firstCursor + index;
    if (run.kind === 'fact') return factEventOf(cursor, bodies[index] as Fact);
    const { site, station, firstSeq, hashes, receivedAt } = run;
    const body = bodies[index] as object;
    const record = { v: 1, site, station, seq: firstSeq, hash: hashes, ...body } as SetAsideData;
    return setAsideEventOf(cursor, receivedAt, record);
  };
}
