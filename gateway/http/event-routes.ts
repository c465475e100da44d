import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../../kernel/clock.ts';
import type { Caller } from '../../kernel/http/caller.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import {
  consumerCursor,
  type EventPage,
  eventPage,
  factEvent,
  logEpoch,
  logState,
} from '../../protocols/wire/event.ts';
import { maxFactsPerBatch } from '../../protocols/wire/fact-delivery.ts';
import { stationId } from '../../protocols/wire/ids.ts';
import { eventFilterShape, isWanted, streamQuery } from '../fan-out/event-filter.ts';
import { gatewayErrors } from '../gateway-errors.ts';
import type { Cursors } from '../log/cursors.ts';
import type { PageOf } from '../log/event-pages.ts';
import { type EventText, jsonOf } from '../log/event-texts.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { LogEpochs } from '../log/log-epochs.ts';
import type { ArrivalBell } from './arrival-bell.ts';
import type { EventStreams } from './event-stream.ts';

/** A search for few events among many answers after so many entries, and the caller goes on from there. */
const maxEntriesPerRequest = 5_000;

export interface EventRouteDeps {
  readonly factLog: FactLog;
  readonly cursors: Cursors;
  readonly epochs: LogEpochs;
  readonly bell: ArrivalBell;
  readonly clock: Clock;
  readonly streams: EventStreams;
  readonly callerOf: (request: FastifyRequest) => Caller;
}

/** Of which numbering of the log the reader's cursor is; `any`: it has none yet, and wants to be told. */
const readerEpoch = z.union([z.literal('any'), logEpoch]);

const eventQuery = z
  .strictObject({
    after: z.coerce.number().int().nonnegative().default(0),
    limit: z.coerce.number().int().min(1).max(maxFactsPerBatch).default(maxFactsPerBatch),
    station: stationId.optional(),
    fromSeq: z.coerce.number().int().positive().optional(),
    ...eventFilterShape,
    epoch: readerEpoch.optional(),
    /** Seconds to wait for the first event. */
    wait: z.coerce.number().min(0).max(25).default(0),
  })
  .refine((query) => query.fromSeq === undefined || query.station !== undefined, 'fromSeq needs a station');
type TextPage = PageOf<EventText>;
type EventQuery = Omit<z.output<typeof eventQuery>, 'wait' | 'epoch'>;
const logQuery = z.strictObject({ epoch: logEpoch.optional() });
const newEpoch = z.strictObject({
  v: z.literal(1),
  /** Where the log ended when it was put back; without it, where it ends now. */
  from: z.number().int().nonnegative().optional(),
  reason: z.string().max(200).default(''),
});
const lastCursor = z.coerce.number().int().nonnegative();
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
    async (request, reply): Promise<string> => {
      const { wait, epoch, ...query } = parseRequest(eventQuery, request.query, 'query');
      assertSameNumbers(deps.epochs, epoch, query.after);
      assertWithinLog(query.after, deps.factLog.cursor());
      const page = await pageWithin(deps, query, deps.callerOf(request), wait * 1_000, reply);
      reply.type('application/json; charset=utf-8');
      return pageText(
        deps,
        page,
        query.station,
        epoch === undefined ? undefined : deps.epochs.current().epoch,
      );
    },
  );
  // Without HEAD: an answer without a body would never end.
  app.get(
    '/v1/events/stream',
    { exposeHeadRoute: false, config: { role: 'reader', filtersEvents: true, doc: docs.stream } },
    (request, reply) => {
      const { after, epoch, ...filter } = parseRequest(
        streamQuery.extend({ epoch: readerEpoch.optional() }),
        request.query,
        'query',
      );
      const end = deps.factLog.cursor();
      // A reader that comes back names where it was; its address still says where it once began.
      const last = request.headers['last-event-id'];
      const known = last === undefined ? { epoch, cursor: after ?? end } : placeOf(last, epoch);
      const position = putBackTo(deps.epochs, known);
      assertWithinLog(position, end);
      deps.streams.assertRoom();
      const caller = deps.callerOf(request);
      reply.hijack();
      const numbered = epoch === undefined ? null : deps.epochs.current().epoch;
      const from = position < known.cursor ? { from: known.cursor, to: position } : null;
      deps.streams.start(reply.raw, { after: position, filter, caller, epoch: numbered, putBack: from });
    },
  );
  app.addHook('preClose', async () => deps.streams.close());
  addConsumerRoutes(app, deps);
  addLogRoutes(app, deps);
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

function addLogRoutes(app: FastifyInstance, { epochs, factLog }: EventRouteDeps): void {
  const stateOf = (asked: string | undefined) => {
    const { epoch, beganAt } = epochs.current();
    const end = factLog.cursor();
    return {
      v: 1,
      epoch,
      beganAt,
      end,
      agreedUpTo: asked === undefined ? null : Math.min(end, epochs.agreedUpTo(asked)),
    };
  };
  const read = { summary: 'Read which numbering the log has', query: logQuery, answer: logState };
  app.get('/v1/log', { config: { role: 'reader', filtersEvents: true, doc: read } }, async (request) =>
    stateOf(parseRequest(logQuery, request.query, 'query').epoch),
  );
  const begin = {
    summary: 'Begin a new numbering: the log was put back by other means than a restore',
    body: newEpoch,
    answer: logState,
  };
  app.post('/v1/log/epochs', { config: { role: 'operator', doc: begin } }, async (request) => {
    const { reason, from: wanted } = parseRequest(newEpoch, request.body);
    const { epoch, from } = epochs.begin(wanted);
    request.log.warn(
      { event: 'gateway.log_epoch', epoch, from, reason },
      'a new numbering of the log begins',
    );
    return stateOf(undefined);
  });
}

/** What the reader has behind the state that the log was put back to has other numbers now. */
function assertSameNumbers(epochs: LogEpochs, epoch: string | undefined, after: number): void {
  if (epoch === undefined || epoch === 'any') return;
  const agreed = epochs.agreedUpTo(epoch);
  if (agreed === Number.POSITIVE_INFINITY) return;
  const { epoch: now } = epochs.current();
  const message = `the reader stands at ${after} of epoch ${epoch}; it is epoch ${now} now, with the same numbers up to ${agreed}`;
  throw gatewayErrors.fault('LOG_PUT_BACK', message, { place: 'query.epoch' });
}

/** The place of a reader that comes back: its cursor, with the epoch before it if it asked with one. */
function placeOf(last: string | string[], epoch: string | undefined) {
  const [, named, cursor] = /^(?:([0-9a-f]{16}):)?(.*)$/.exec(String(last)) ?? [];
  return { epoch: named ?? epoch, cursor: parseRequest(lastCursor, cursor, 'Last-Event-ID') };
}

/** A stream begins there by itself: who reads it may not be able to ask anew. */
function putBackTo(
  epochs: LogEpochs,
  place: { readonly epoch: string | undefined; readonly cursor: number },
): number {
  if (place.epoch === undefined || place.epoch === 'any') return place.cursor;
  return Math.min(place.cursor, epochs.agreedUpTo(place.epoch));
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
async function wantedPage(factLog: FactLog, query: EventQuery, caller: Caller): Promise<TextPage> {
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
function pageText(
  { factLog }: Pick<EventRouteDeps, 'factLog'>,
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
