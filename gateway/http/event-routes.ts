import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../../kernel/clock.ts';
import type { Caller } from '../../kernel/http/caller.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import { eventPage, factEvent } from '../../protocols/wire/event.ts';
import { maxFactsPerBatch } from '../../protocols/wire/fact-delivery.ts';
import { stationId } from '../../protocols/wire/ids.ts';
import { eventFilterShape } from '../fan-out/event-filter.ts';
import type { FactLog } from '../log/fact-log.ts';
import type { LogEpochs } from '../log/log-epochs.ts';
import type { ArrivalBell } from './arrival-bell.ts';
import type { EventStreams } from './event-stream.ts';
import { assertSameNumbers, assertWithinLog, placeOf, putBackTo, readerEpoch } from './reader-place.ts';
import { pageText, pageWithin } from './wanted-events.ts';

export interface EventRouteDeps {
  readonly factLog: FactLog;
  readonly epochs: LogEpochs;
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
    epoch: readerEpoch.optional(),
    /** Seconds to wait for the first event. */
    wait: z.coerce.number().min(0).max(25).default(0),
  })
  .refine((query) => query.fromSeq === undefined || query.station !== undefined, 'fromSeq needs a station');

const streamQuery = z.strictObject({
  ...eventFilterShape,
  station: stationId.optional(),
  /** Where to begin; without it, and without a Last-Event-ID, at the end of the log. */
  after: z.coerce.number().int().nonnegative().optional(),
  epoch: readerEpoch.optional(),
});

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
};

/** Replay, and streams of server-sent events. */
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
        deps.factLog,
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
      const { after, epoch, ...filter } = parseRequest(streamQuery, request.query, 'query');
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
}
