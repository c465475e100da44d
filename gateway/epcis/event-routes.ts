import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Clock, isoInstant } from '../../kernel/clock.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import type { JsonObject } from '../../protocols/epcis/json.ts';
import type { Condition, EventQuery } from '../../protocols/epcis/query/conditions.ts';
import { epcisErrors } from './epcis-errors.ts';
import {
  collectionAnswer,
  eventParameters,
  eventsAnswer,
  linkNext,
  paging,
  placeOfToken,
  placeToken,
} from './http-forms.ts';
import { epcFormatOf, tellVersions } from './negotiation.ts';
import type { QueryReader } from './query-reader.ts';
import type { QueryRunner } from './query-runner.ts';
import { type ResourceName, type Resources, resourceNames } from './resources.ts';
import { collection, queryDocument } from './result-document.ts';

const value = z.string().min(1).max(2_000);
const valueParams = z.strictObject({ value });
const eventParams = z.strictObject({ eventID: value });

interface EventRouteDeps {
  readonly runner: QueryRunner;
  readonly reader: QueryReader;
  readonly resources: Resources;
  readonly clock: Clock;
}

export type AnswerEvents = ReturnType<typeof createAnswer>;

/** Answers with a page of a query's events. */
export function createAnswer({ runner, clock }: Pick<EventRouteDeps, 'runner' | 'clock'>) {
  return (request: FastifyRequest, reply: FastifyReply, query: EventQuery, queryName: string): JsonObject => {
    const { perPage, nextPageToken } = parseRequest(paging, request.query, 'query');
    const format = epcFormatOf(request);
    const page = runner.page(query, { perPage, token: nextPageToken });
    linkNext(request, reply, page.nextPageToken);
    tellVersions(reply, format);
    return queryDocument(page.rows, { queryName, creationDate: isoInstant(clock.now()), format });
  };
}

/** Events by the parameters of SimpleEventQuery, by their id, and by the values that they have (EPCIS 2.0, 12). */
export function addEventRoutes(app: FastifyInstance, deps: EventRouteDeps): void {
  const answer = createAnswer(deps);
  app.get(
    '/events',
    {
      config: {
        role: 'reader',
        doc: { summary: 'Query events', query: eventParameters, answer: eventsAnswer },
      },
    },
    async (request, reply) => answer(request, reply, deps.reader.ofAddress(request), 'SimpleEventQuery'),
  );
  app.get(
    '/events/:eventID',
    {
      config: {
        role: 'reader',
        doc: {
          summary: 'Read an event, and that it was declared wrong',
          params: eventParams,
          answer: eventsAnswer,
        },
      },
    },
    async (request, reply) => {
      const { eventID } = parseRequest(eventParams, request.params, 'path');
      const condition: Condition = { on: 'column', column: 'eventID', values: [eventID] };
      if (deps.runner.page(only(condition), { perPage: 1 }).rows.length === 0) {
        throw epcisErrors.fault('EPCIS_NO_SUCH_NAME', `there is no event ${eventID}`, {
          place: 'path.eventID',
        });
      }
      return answer(request, reply, only(condition), 'SimpleEventQuery');
    },
  );
  for (const name of resourceNames) addResource(app, name, deps, answer);
}

function only(condition: Condition): EventQuery {
  return {
    conditions: [condition],
    order: { by: 'recorded', direction: 'ASC' },
    eventCountLimit: null,
    maxEventCount: null,
  };
}

function addResource(
  app: FastifyInstance,
  name: ResourceName,
  { resources, reader }: EventRouteDeps,
  answer: AnswerEvents,
): void {
  /** What no event has is no resource, and has no events below it either. */
  const known = (request: FastifyRequest): string => {
    const { value } = parseRequest(valueParams, request.params, 'path');
    if (resources.has(name, value)) return value;
    throw epcisErrors.fault('EPCIS_NO_SUCH_NAME', `no event has ${value} among its ${name}`, {
      place: 'path.value',
    });
  };
  app.get(
    `/${name}`,
    {
      config: {
        role: 'reader',
        doc: { summary: `List the ${name} of the events`, query: paging, answer: collectionAnswer },
      },
    },
    async (request, reply) => {
      const { perPage, nextPageToken } = parseRequest(paging, request.query, 'query');
      const { values, more } = resources.page(name, placeOfToken(nextPageToken), perPage);
      linkNext(request, reply, more ? placeToken(values.at(-1) ?? '') : null);
      tellVersions(reply, 'Always_GS1_Digital_Link');
      return collection(values);
    },
  );
  app.get(
    `/${name}/:value`,
    {
      config: {
        role: 'reader',
        doc: {
          summary: `Tell what there is of one of the ${name}`,
          params: valueParams,
          answer: collectionAnswer,
        },
      },
    },
    async (request, reply) => {
      known(request);
      tellVersions(reply, 'Always_GS1_Digital_Link');
      return collection(['events']);
    },
  );
  app.get(
    `/${name}/:value/events`,
    {
      config: {
        role: 'reader',
        doc: {
          summary: `Query the events with one of the ${name}`,
          params: valueParams,
          query: eventParameters,
          answer: eventsAnswer,
        },
      },
    },
    async (request, reply) => {
      const query = reader.ofAddress(request);
      const conditions = [resources.condition(name, known(request)), ...query.conditions];
      return answer(request, reply, { ...query, conditions }, 'SimpleEventQuery');
    },
  );
}
