import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../../kernel/clock.ts';
import type { Caller } from '../../kernel/http/caller.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import { consumerCursor, type EventPage, eventPage, factEvent } from '../../protocols/wire/event.ts';
import { maxFactsPerBatch } from '../../protocols/wire/fact-delivery.ts';
import { stationId } from '../../protocols/wire/ids.ts';
import { eventFilterShape, isWanted, streamQuery } from '../fan-out/event-filter.ts';
import { gatewayErrors } from '../gateway-errors.ts';
import type { Cursors } from '../log/cursors.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { ArrivalBell } from './arrival-bell.ts';
import type { EventStreams } from './event-stream.ts';

/** A search for few events among many answers after so many entries, and the caller goes on from there. */
const maxEntriesPerRequest = 5_000;

export interface EventRouteDeps {
  readonly factLog: FactLog;
  readonly cursors: Cursors;
  readonly bell: ArrivalBell;
  readonly clock: Clock;
  readonly streams: EventStreams;
  readonly callerOf: (request: FastifyRequest) => Caller;
}

const eventQuery = z
  .strictObject({
    after: z.coerce.number().int().nonnegative().default(0),
    limit: z.coerce.number().int().min(1).max(maxFactsPerBatch).default(maxFactsPerBatch),
    station: stationId.optional(),
    fromSeq: z.coerce.number().int().positive().optional(),
    ...eventFilterShape,
    /** Seconds to wait for the first event. */
    wait: z.coerce.number().min(0).max(25).default(0),
  })
  .refine((query) => query.fromSeq === undefined || query.station !== undefined, 'fromSeq needs a station');
type EventQuery = Omit<z.output<typeof eventQuery>, 'wait'>;
const lastEventId = z.coerce.number().int().nonnegative();
const consumerParams = z.strictObject({ name: stationId });

const docs = {
  replay: {
    summary: 'Replay the events of the site from any position of its log',
    query: eventQuery,
    answer: eventPage,
  },
  stream: {
    summary: 'Follow the events as server-sent events, each with its position as id',
    query: streamQuery,
    answer: factEvent,
    answerType: 'text/event-stream',
  },
  consumer: {
    summary: 'Tell how far a consumer has processed the log',
    params: consumerParams,
    answer: consumerCursor,
  },
  move: {
    summary: 'Keep how far a consumer has processed the log',
    params: consumerParams,
    body: consumerCursor,
    answer: consumerCursor,
  },
};

/** Replay, streams of server-sent events, and the cursors of consumers. */
export function addEventRoutes(app: FastifyInstance, deps: EventRouteDeps): void {
  app.get(
    '/v1/events',
    { config: { role: 'reader', filtersEvents: true, doc: docs.replay } },
    async (request, reply): Promise<EventPage> => {
      const { wait, ...query } = parseRequest(eventQuery, request.query, 'query');
      assertWithinLog(query.after, deps.factLog.cursor());
      return pageWithin(deps, query, deps.callerOf(request), wait * 1_000, reply);
    },
  );
  // Without HEAD: an answer without a body would never end.
  app.get(
    '/v1/events/stream',
    { exposeHeadRoute: false, config: { role: 'reader', filtersEvents: true, doc: docs.stream } },
    (request, reply) => {
      const { after, ...filter } = parseRequest(streamQuery, request.query, 'query');
      const end = deps.factLog.cursor();
      // A reader that comes back names where it was; its address still says where it once began.
      const last = request.headers['last-event-id'];
      const position = last === undefined ? (after ?? end) : parseRequest(lastEventId, last, 'Last-Event-ID');
      assertWithinLog(position, end);
      deps.streams.assertRoom();
      const caller = deps.callerOf(request);
      reply.hijack();
      deps.streams.start(reply.raw, { after: position, filter, caller });
    },
  );
  app.addHook('preClose', async () => deps.streams.close());
  addConsumerRoutes(app, deps);
}

function addConsumerRoutes(app: FastifyInstance, deps: EventRouteDeps): void {
  app.get('/v1/consumers/:name', { config: { role: 'sync', doc: docs.consumer } }, async (request) => {
    const { name } = parseRequest(consumerParams, request.params, 'path');
    return { v: 1, cursor: deps.cursors.consumer(name) ?? 0, rewind: false };
  });
  app.put('/v1/consumers/:name', { config: { role: 'sync', doc: docs.move } }, async (request) => {
    const { name } = parseRequest(consumerParams, request.params, 'path');
    const { cursor, rewind } = parseRequest(consumerCursor, request.body);
    return { v: 1, cursor: deps.cursors.move(name, cursor, rewind), rewind: false };
  });
}

/** A reader of a log that was set up anew must hear of it: it would wait for ever, and then miss what has its old numbers. */
function assertWithinLog(after: number, end: number): void {
  if (after <= end) return;
  throw gatewayErrors.fault('CURSOR_BEYOND_LOG', `the reader stands at ${after}, the log ends at ${end}`, {
    place: 'query.after',
  });
}

/** Waits until a page has events, the time is over or the caller is gone; entries that are not wanted do not end it. */
async function pageWithin(
  deps: EventRouteDeps,
  query: EventQuery,
  caller: Caller,
  waitMs: number,
  reply: FastifyReply,
): Promise<EventPage> {
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
async function wantedPage(factLog: FactLog, query: EventQuery, caller: Caller): Promise<EventPage> {
  const { types, order, limit, station, fromSeq } = query;
  const all = types === undefined && order === undefined && caller.eventTypes === '*';
  const read = (after: number) =>
    factLog.read({ after, limit: all ? limit : maxFactsPerBatch, station, fromSeq });
  let looked = 0;
  for (let page = read(query.after); ; page = read(page.cursor)) {
    looked += page.events.length;
    const events = page.events.filter((event) => isWanted(event, { types, order }, caller));
    if (events.length > limit) return firstOf(page, events.slice(0, limit));
    if (events.length > 0 || !page.more || looked >= maxEntriesPerRequest) return { ...page, events };
    await nextTurn();
  }
}

function firstOf(page: EventPage, events: EventPage['events']): EventPage {
  return { ...page, events, cursor: events.at(-1)?.packproofcursor ?? page.cursor, more: true };
}
