import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../../kernel/clock.ts';
import { parseRequest } from '../../kernel/http.ts';
import { consumerCursor, type EventPage } from '../../protocols/wire/event.ts';
import { maxFactsPerBatch } from '../../protocols/wire/fact-delivery.ts';
import { stationId } from '../../protocols/wire/ids.ts';
import { maxDocumentsPerPage, workPage } from '../../protocols/wire/work.ts';
import { gatewayErrors } from '../gateway-errors.ts';
import type { Cursors } from '../log/cursors.ts';
import type { EventQuery, FactLog } from '../log/fact-log.ts';
import type { WorkReplica } from '../work/work-replica.ts';
import type { ArrivalBell } from './arrival-bell.ts';

export interface RouteDeps {
  readonly factLog: FactLog;
  readonly cursors: Cursors;
  readonly work: WorkReplica;
  readonly bell: ArrivalBell;
  readonly clock: Clock;
  /** Stations have something new to pull. */
  readonly onWorkChanged: () => void;
}

const position = z.coerce.number().int().nonnegative();
const eventQuery = z
  .strictObject({
    after: position.default(0),
    limit: z.coerce.number().int().min(1).max(maxFactsPerBatch).default(maxFactsPerBatch),
    station: stationId.optional(),
    fromSeq: z.coerce.number().int().positive().optional(),
    wait: z.coerce.number().min(0).max(25).default(0),
  })
  .refine((query) => query.fromSeq === undefined || query.station !== undefined, 'fromSeq needs a station');
const workQuery = z.strictObject({
  after: position.default(0),
  epoch: z.string().min(1).max(64).optional(),
  limit: z.coerce.number().int().min(1).max(maxDocumentsPerPage).default(maxDocumentsPerPage),
});
const consumerParams = z.strictObject({ name: stationId });

export function addRoutes(app: FastifyInstance, deps: RouteDeps): void {
  addEventRoutes(app, deps);
  addWorkRoutes(app, deps);
}

function addEventRoutes(app: FastifyInstance, deps: RouteDeps): void {
  app.get('/v1/events', { config: { role: 'reader' } }, async (request, reply): Promise<EventPage> => {
    const { wait, ...query } = parseRequest(eventQuery, request.query, 'query');
    assertWithinLog(query.after, deps.factLog.cursor());
    const page = deps.factLog.read(query);
    if (page.events.length > 0 || wait === 0) return page;
    return waitForEvents(deps, query, wait * 1000, reply);
  });
  app.get('/v1/consumers/:name', { config: { role: 'sync' } }, async (request) => {
    const { name } = parseRequest(consumerParams, request.params, 'path');
    return { v: 1, cursor: deps.cursors.consumer(name) ?? 0, rewind: false };
  });
  app.put('/v1/consumers/:name', { config: { role: 'sync' } }, async (request) => {
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

/** Waits until a page has events, the time is over or the caller is gone; entries of other stations do not end it. */
async function waitForEvents(
  deps: RouteDeps,
  query: EventQuery,
  waitMs: number,
  reply: FastifyReply,
): Promise<EventPage> {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const deadlineMs = deps.clock.monotonicMs() + waitMs;
  let rung = true;
  for (;;) {
    const page = deps.factLog.read(query);
    const leftMs = deadlineMs - deps.clock.monotonicMs();
    if (page.events.length > 0 || !rung || leftMs <= 0) return page;
    rung = await deps.bell.wait(leftMs, gone.signal);
  }
}

function addWorkRoutes(app: FastifyInstance, deps: RouteDeps): void {
  app.get('/v1/work', { config: { role: 'reader' } }, async (request) =>
    deps.work.page(parseRequest(workQuery, request.query, 'query')),
  );
  app.get('/v1/work/position', { config: { role: 'reader' } }, async () => deps.work.position());
  app.put('/v1/work', { config: { role: 'sync' } }, async (request) => {
    if (deps.work.apply(parseRequest(workPage, request.body))) deps.onWorkChanged();
    return deps.work.position();
  });
}
