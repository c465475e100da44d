import {
  type EventPage,
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

/** The next page out of runs that begin at the wanted position. */
export function pageOf(
  runs: Iterable<Run>,
  query: EventQuery,
): Pick<EventPage, 'events' | 'cursor' | 'more'> {
  const events: FactEvent[] = [];
  let bytes = 0;
  let more = false;
  for (const run of runs) {
    const bodies = JSON.parse(run.body) as unknown[];
    const size = eventHeadBytes + Math.ceil(Buffer.byteLength(run.body) / bodies.length);
    const skipped = Math.max(0, query.after + 1 - run.firstCursor, (query.fromSeq ?? 1) - run.firstSeq);
    for (let index = skipped; index < bodies.length && !more; index += 1) {
      more = events.length >= query.limit || (events.length > 0 && bytes + size > maxPageBytes);
      if (more) break;
      bytes += size;
      events.push(eventAt(run, index, bodies[index]));
    }
    if (more) break;
  }
  return { events, cursor: events.at(-1)?.packproofcursor ?? query.after, more };
}

/** The event of one entry of a run. Its body was validated before this log wrote it, so no schema sees it again. */
function eventAt(run: Run, index: number, body: unknown): FactEvent {
  const cursor = run.firstCursor + index;
  if (run.kind === 'fact') return factEventOf(cursor, body as Fact);
  const { site, station, firstSeq, hashes, receivedAt } = run;
  const record = { v: 1, site, station, seq: firstSeq, hash: hashes, ...(body as object) } as SetAsideData;
  return setAsideEventOf(cursor, receivedAt, record);
}
