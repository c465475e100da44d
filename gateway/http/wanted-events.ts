import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyReply } from 'fastify';
import type { Clock } from '../../kernel/clock.ts';
import type { Caller } from '../../kernel/http/caller.ts';
import type { EventPage } from '../../protocols/wire/event.ts';
import { maxFactsPerBatch } from '../../protocols/wire/fact-delivery.ts';
import { type EventFilter, isWanted } from '../fan-out/event-filter.ts';
import type { EventQuery, PageOf } from '../log/event-pages.ts';
import { type EventText, jsonOf } from '../log/event-texts.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { ArrivalBell } from './arrival-bell.ts';

/** A search for few events among many answers after so many entries, and the caller goes on from there. */
const maxEntriesPerRequest = 5_000;

type TextPage = PageOf<EventText>;
type WantedEvents = EventFilter & EventQuery;

interface EventReading {
  readonly factLog: FactLog;
  readonly bell: ArrivalBell;
  readonly clock: Clock;
}

/** Waits until a page has events, the time is over or the caller is gone; entries that are not wanted do not end it. */
export async function pageWithin(
  deps: EventReading,
  query: WantedEvents,
  caller: Caller,
  waitMs: number,
  reply: FastifyReply,
): Promise<TextPage> {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const deadlineMs = deps.clock.monotonicMs() + waitMs;
  let { after } = query;
  let rung = true;
  for (;;) {
    const page = await wantedPage(deps.factLog, { ...query, after }, caller);
    const leftMs = deadlineMs - deps.clock.monotonicMs();
    if (page.events.length > 0 || page.more || !rung || leftMs <= 0) return page;
    after = page.cursor;
    rung = await deps.bell.wait(leftMs, gone.signal);
  }
}

/** The first page of wanted events behind a position; it looks at a bounded part of the log, a turn of the event loop at a time. */
async function wantedPage(factLog: FactLog, query: WantedEvents, caller: Caller): Promise<TextPage> {
  const { types, order, limit, station, fromSeq } = query;
  const all = types === undefined && order === undefined && caller.eventTypes === '*';
  const read = (after: number) =>
    factLog.readTexts({ after, limit: all ? limit : maxFactsPerBatch, station, fromSeq });
  let looked = 0;
  for (let page = read(query.after); ; page = read(page.cursor)) {
    looked += page.events.length;
    const events = page.events.filter((event) => isWanted(event, { types, order }, caller));
    if (events.length > limit) return firstOf(page, events.slice(0, limit));
    if (events.length > 0 || !page.more || looked >= maxEntriesPerRequest) return { ...page, events };
    await nextTurn();
  }
}

function firstOf(page: TextPage, events: EventText[]): TextPage {
  return { events, cursor: events.at(-1)?.cursor ?? page.cursor, more: true };
}

/** An `eventPage` as it goes out: each event is a text already. */
export function pageText(
  factLog: FactLog,
  { events, cursor, more }: TextPage,
  station: string | undefined,
  epoch: string | undefined,
): string {
  const first = events[0]?.cursor ?? cursor + 1;
  const heads = factLog.headsWithin(first - 1, cursor, station);
  const texts = events.map((event) => jsonOf(event, null));
  const rest = JSON.stringify({ cursor, more, heads, epoch } satisfies Omit<EventPage, 'v' | 'events'>);
  return `{"v":1,"events":[${texts.join(',')}],${rest.slice(1)}`;
}
