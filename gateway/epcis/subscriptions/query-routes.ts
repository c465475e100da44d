import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type Clock, isoInstant } from '../../../kernel/clock.ts';
import { parseRequest } from '../../../kernel/http/http.ts';
import { epcisErrors } from '../epcis-errors.ts';
import {
  addressOf,
  eventsAnswer,
  jsonBody,
  linkNext,
  numberOfToken,
  paging,
  placeToken,
} from '../http/http-forms.ts';
import { extensionsOf, tellVersions } from '../http/negotiation.ts';
import type { AnswerEvents } from '../query/event-routes.ts';
import type { QueryReader } from '../query/query-reader.ts';
import type { LiveQueries } from './live-queries.ts';
import type { NamedQueries, Subscription } from './named-queries.ts';
import { scheduleFields, subscriptionTerms } from './subscription-terms.ts';
import type { Subscriptions } from './subscriptions.ts';

const queryName = z
  .string()
  .regex(/^[A-Za-z0-9_.-]{1,64}$/, '1 to 64 letters, digits, dots, dashes or underscores');
const namedQuery = z.strictObject({ name: queryName, query: z.record(z.string(), z.unknown()) });
const queryParams = z.strictObject({ queryName });
const subscriptionParams = queryParams.extend({ subscriptionID: z.string().min(1).max(64) });
const subscriptionBody = z.strictObject({
  dest: z.url({ protocol: /^https?$/, error: 'an http or https address' }).max(2_000),
  signatureToken: z.string().min(1).max(500).optional(),
  reportIfEmpty: z.boolean().default(false),
  initialRecordTime: z.string().max(64).optional(),
  stream: z.boolean().optional(),
  schedule: z.strictObject(scheduleFields).optional(),
});
const subscriptionView = z.looseObject({
  subscriptionID: z.string(),
  queryName,
  dest: z.string(),
  createdAt: z.string(),
});

interface QueryRouteDeps {
  readonly queries: NamedQueries;
  readonly subscriptions: Subscriptions;
  readonly live: LiveQueries;
  readonly reader: QueryReader;
  readonly answer: AnswerEvents;
  readonly clock: Clock;
}

/** Named queries and subscriptions to them (EPCIS 2.0, 12). */
export function addQueryRoutes(app: FastifyInstance, deps: QueryRouteDeps): void {
  addQueries(app, deps);
  addSubscriptions(app, deps);
}

function addQueries(
  app: FastifyInstance,
  { queries, subscriptions, live, reader, answer, clock }: QueryRouteDeps,
): void {
  app.post(
    '/queries',
    {
      config: {
        role: 'operator',
        doc: { summary: 'Store a query under a name', body: namedQuery, status: 201 },
      },
    },
    async (request, reply) => {
      const { name, query } = parseRequest(namedQuery, jsonBody(request));
      const declared = Object.fromEntries(extensionsOf(request));
      const definition = { ...query, '@context': [declared, query['@context'] ?? []].flat() };
      reader.ofDefinition(definition);
      await queries.add({ name, query: definition }, isoInstant(clock.now()));
      return reply
        .code(201)
        .header('Location', addressOf(request, `/queries/${name}`))
        .send();
    },
  );
  app.get(
    '/queries',
    {
      config: {
        role: 'reader',
        doc: { summary: 'List the stored queries', query: paging, answer: z.array(namedQuery) },
      },
    },
    async (request, reply) => {
      const { perPage, nextPageToken } = parseRequest(paging, request.query, 'query');
      const from = numberOfToken(nextPageToken, 0);
      const all = queries.list();
      linkNext(request, reply, from + perPage < all.length ? placeToken(String(from + perPage)) : null);
      return all.slice(from, from + perPage);
    },
  );
  app.get(
    '/queries/:queryName',
    {
      config: {
        role: 'reader',
        doc: { summary: 'Read a stored query', params: queryParams, answer: namedQuery },
      },
    },
    async (request) => queries.one(parseRequest(queryParams, request.params, 'path').queryName),
  );
  app.delete(
    '/queries/:queryName',
    {
      config: {
        role: 'operator',
        doc: { summary: 'Remove a stored query and end its subscriptions', params: queryParams, status: 204 },
      },
    },
    async (request, reply) => {
      const { queryName: name } = parseRequest(queryParams, request.params, 'path');
      await queries.remove(name);
      subscriptions.end(({ query }) => query === name);
      return reply.code(204).send();
    },
  );
  app.get(
    '/queries/:queryName/events',
    {
      config: {
        role: 'reader',
        doc: {
          summary: 'Query the events of a stored query, or follow them over a WebSocket',
          params: queryParams,
          query: paging,
          answer: eventsAnswer,
        },
      },
    },
    async (request, reply) => {
      const { name, query } = queries.one(parseRequest(queryParams, request.params, 'path').queryName);
      const definition = reader.ofDefinition(query);
      const followed = live.follow(request, reply, name);
      if (followed !== null) return followed;
      refuseFilters(request.query as object);
      return answer(request, reply, definition, { queryName: name });
    },
  );
}

/** What says how to follow a query, and is of no meaning without a WebSocket. */
const followFields = { stream: true, reportIfEmpty: true, initialRecordTime: true, ...scheduleFields };

/** A stored query is what it is: a filter that was ignored would give out events that nobody asked for. */
function refuseFilters(given: object): void {
  const other = Object.keys(given).find((name) => !(name in paging.shape));
  if (other === undefined) return;
  const why =
    other in followFields
      ? 'it follows the query over a WebSocket: send Upgrade: websocket'
      : 'a stored query takes perPage and nextPageToken only; store another one, or ask /events';
  throw epcisErrors.fault('EPCIS_QUERY_INVALID', `query.${other}: ${why}`, { place: `query.${other}` });
}

function addSubscriptions(app: FastifyInstance, { queries, subscriptions, clock }: QueryRouteDeps): void {
  app.post(
    '/queries/:queryName/subscriptions',
    {
      config: {
        role: 'operator',
        doc: {
          summary: 'Subscribe a webhook to a stored query',
          params: queryParams,
          body: subscriptionBody,
          answer: subscriptionView,
          status: 201,
        },
      },
    },
    async (request, reply) => {
      const { queryName: name } = parseRequest(queryParams, request.params, 'path');
      const body = parseRequest(subscriptionBody, jsonBody(request));
      subscriptions.assertMayCall(body.dest);
      const now = isoInstant(clock.now());
      const made = await queries.subscribe(
        name,
        subscriptionTerms(body, now),
        body.signatureToken ?? null,
        now,
      );
      subscriptions.begin(made);
      tellVersions(reply, 'Always_GS1_Digital_Link');
      const address = addressOf(request, `/queries/${name}/subscriptions/${made.id}`);
      return reply.code(201).header('Location', address).send(viewOf(made));
    },
  );
  app.get(
    '/queries/:queryName/subscriptions',
    {
      config: {
        role: 'reader',
        doc: {
          summary: 'List the subscriptions to a stored query',
          params: queryParams,
          query: paging,
          answer: z.array(subscriptionView),
        },
      },
    },
    async (request, reply) => {
      const { name } = queries.one(parseRequest(queryParams, request.params, 'path').queryName);
      const { perPage, nextPageToken } = parseRequest(paging, request.query, 'query');
      const from = numberOfToken(nextPageToken, 0);
      const all = queries.subscriptionsOf(name);
      linkNext(request, reply, from + perPage < all.length ? placeToken(String(from + perPage)) : null);
      return all.slice(from, from + perPage).map(viewOf);
    },
  );
  app.get(
    '/queries/:queryName/subscriptions/:subscriptionID',
    {
      config: {
        role: 'reader',
        doc: { summary: 'Read a subscription', params: subscriptionParams, answer: subscriptionView },
      },
    },
    async (request) => {
      const { queryName: name, subscriptionID } = parseRequest(subscriptionParams, request.params, 'path');
      return viewOf(queries.subscription(name, subscriptionID));
    },
  );
  app.delete(
    '/queries/:queryName/subscriptions/:subscriptionID',
    {
      config: {
        role: 'operator',
        doc: { summary: 'End a subscription', params: subscriptionParams, status: 204 },
      },
    },
    async (request, reply) => {
      const { queryName: name, subscriptionID } = parseRequest(subscriptionParams, request.params, 'path');
      await queries.unsubscribe(name, subscriptionID);
      subscriptions.end(({ id }) => id === subscriptionID);
      return reply.code(204).send();
    },
  );
}

/** The token is known to both already, and is shown to nobody. */
function viewOf({ id, query, terms, createdAt, lastNotifiedAt, minRecordTime }: Subscription) {
  return {
    subscriptionID: id,
    queryName: query,
    ...terms,
    createdAt,
    // Earlier events do not come any more.
    minRecordTime: minRecordTime === null ? terms.initialRecordTime : isoInstant(minRecordTime),
    ...(lastNotifiedAt === null || lastNotifiedAt === '' ? {} : { lastNotifiedAt }),
  };
}
