import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import { kernelErrors } from '../../kernel/kernel-errors.ts';
import { floorName } from '../../protocols/wire/facts/fact-members.ts';
import { claimAnswer, claimRequest, floorPage, waveDocument } from '../../protocols/wire/floor.ts';
import { stationId } from '../../protocols/wire/ids.ts';
import { maxDocumentsPerPage } from '../../protocols/wire/work.ts';
import type { Claims } from './claims.ts';
import { floorErrors } from './floor-errors.ts';
import type { createFloorFeed } from './floor-feed.ts';
import type { createPlanner } from './waves/planner.ts';

interface RouteDeps {
  readonly page: ReturnType<typeof createFloorFeed>;
  readonly claims: Claims;
  readonly planner: ReturnType<typeof createPlanner>;
  /** Stations may have something new to pull. */
  readonly onChanged: () => void;
}

const feedQuery = z.strictObject({
  after: z.coerce.number().int().nonnegative().default(0),
  epoch: z.string().min(1).max(64).optional(),
  limit: z.coerce.number().int().min(1).max(maxDocumentsPerPage).default(maxDocumentsPerPage),
});
/** Needed only where no tokens are configured, so that the caller has no name. */
const stationQuery = z.strictObject({ station: stationId.optional() });
const claimParams = z.strictObject({
  id: z
    .string()
    .regex(
      /^(order|task|return):[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$/,
      'order:NUMBER, task:NAME or return:NUMBER',
    ),
});
const released = z.strictObject({ v: z.literal(1), released: z.boolean() });
const waveRequest = z.strictObject({
  v: z.literal(1),
  /** Of which carrier; of the one that leaves next unless given. */
  carrier: floorName.optional(),
});
const waveList = z.strictObject({ v: z.literal(1), waves: z.array(waveDocument) });

const docs = {
  page: {
    summary: 'Pull what the site knows of its floor, what changed behind a position',
    query: feedQuery,
    answer: floorPage,
  },
  ask: {
    summary: 'Ask for the right to work on an order or a task; it says whose it is if another has it',
    query: stationQuery,
    body: claimRequest,
    answer: claimAnswer,
  },
  giveBack: {
    summary: 'Give back the right to work on something',
    params: claimParams,
    query: stationQuery,
    answer: released,
  },
  release: {
    summary: 'Take the right to work on something from whoever has it',
    params: claimParams,
    answer: released,
  },
  waves: { summary: 'List the waves of the site', answer: waveList },
  plan: { summary: 'Make a wave now of the orders that wait', body: waveRequest, answer: waveDocument },
};

/** What stations ask about their floor, and what supervisors do about it. */
export function addFloorRoutes(app: FastifyInstance, { page, claims, planner, onChanged }: RouteDeps): void {
  app.get('/v1/floor', { config: { role: 'station', doc: docs.page } }, async (request) =>
    page(parseRequest(feedQuery, request.query, 'query')),
  );
  app.post('/v1/claims', { config: { role: 'station', doc: docs.ask } }, async (request) => {
    const { subject, operator } = parseRequest(claimRequest, request.body);
    const answer = claims.ask(subject, stationOf(request), operator);
    onChanged();
    return { v: 1, ...answer };
  });
  app.delete('/v1/claims/:id', { config: { role: 'station', doc: docs.giveBack } }, async (request) => {
    const { id } = parseRequest(claimParams, request.params, 'path');
    const wasHeld = claims.giveBack(id, stationOf(request));
    onChanged();
    return { v: 1, released: wasHeld };
  });
  app.post('/v1/claims/:id/release', { config: { role: 'operator', doc: docs.release } }, async (request) => {
    const { id } = parseRequest(claimParams, request.params, 'path');
    if (!claims.takeBack(id))
      throw floorErrors.fault('CLAIM_UNKNOWN', `nobody has ${id}`, { place: 'path.id' });
    onChanged();
    return { v: 1, released: true };
  });
  app.get('/v1/waves', { config: { role: 'reader', doc: docs.waves } }, async () => ({
    v: 1,
    waves: planner.all(),
  }));
  app.post('/v1/waves', { config: { role: 'operator', doc: docs.plan } }, async (request) =>
    planner.make(parseRequest(waveRequest, request.body).carrier),
  );
}

/** @throws NOT_ALLOWED, STATION_NOT_NAMED */
function stationOf(request: FastifyRequest): string {
  const { station } = parseRequest(stationQuery, request.query, 'query');
  const { caller } = request;
  if (caller?.kind === 'station') {
    if (station === undefined || station === caller.name) return caller.name;
    throw kernelErrors.fault('NOT_ALLOWED', `this is station ${caller.name}, not ${station}`, {
      place: 'query.station',
    });
  }
  if (caller?.kind === 'local' && station !== undefined) return station;
  throw floorErrors.fault('STATION_NOT_NAMED', 'no station asks', { place: 'query.station' });
}
