import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Clock, isoInstant } from '../../../kernel/clock.ts';
import { parseRequest } from '../../../kernel/http/http.ts';
import type { Condition, EventQuery } from '../../../protocols/epcis/query/conditions.ts';
import { epcisErrors } from '../epcis-errors.ts';
import {
  collectionAnswer,
  eventParameters,
  eventsAnswer,
  leaving,
  linkNext,
  paging,
  placeOfToken,
  placeToken,
} from '../http/http-forms.ts';
import { cbvFormatOf, epcFormatOf, mediaOf, tellVersions } from '../http/negotiation.ts';
import type { QueryDesk } from '../thread/query-desk.ts';
import type { QueryReader } from './query-reader.ts';
import { type ResourceName, resourceCondition, resourceNames } from './resources.ts';
import { collection } from './result-document.ts';

const value = z.string().min(1).max(2_000);
const valueParams = z.strictObject({ value });
const eventParams = z.strictObject({ eventID: value });

interface EventRouteDeps {
  readonly desk: QueryDesk;
  readonly reader: QueryReader;
  readonly clock: Clock;
}

export type AnswerEvents = ReturnType<typeof createAnswer>;

interface AnswerOptions {
  readonly queryName?: string;
  /** What is missing if no event matches: then that is told instead of an empty page. */
  readonly orElse?: () => unknown;
}

/** Answers with a page of a query's events. */
export function createAnswer({ desk, clock }: Pick<EventRouteDeps, 'desk' | 'clock'>) {
  return async (
    request: FastifyRequest,
    reply: FastifyReply,
    query: EventQuery,
    { queryName = 'SimpleEventQuery', orElse }: AnswerOptions = {},
  ): Promise<FastifyReply> => {
    const { perPage, nextPageToken } = parseRequest(paging, request.query, 'query');
    const format = epcFormatOf(request);
    const media = mediaOf(request);
    const cbvFormat = cbvFormatOf(request);
    const head = { queryName, creationDate: isoInstant(clock.now()), format, media, cbvFormat };
    const asked = { query, request: { perPage, token: nextPageToken }, head };
    const page = await desk.ask('page', asked, { signal: leaving(reply) });
    if (page.events === 0 && orElse !== undefined) throw orElse();
    linkNext(request, reply, page.nextPageToken);
    if (media === 'application/xml') reply.header('GS1-CBV-XML-Format', cbvFormat);
    return tellVersions(reply, format).type(`${media}; charset=utf-8`).send(page.body);
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
    async (request, reply) => answer(request, reply, deps.reader.ofAddress(request)),
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
      return answer(request, reply, only(condition), {
        orElse: () => notThere(`there is no event ${eventID}`, 'path.eventID'),
      });
    },
  );
  for (const name of resourceNames) addResource(app, name, deps, answer);
}

function notThere(message: string, place: string) {
  return epcisErrors.fault('EPCIS_NO_SUCH_NAME', message, { place });
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
  { desk, reader }: EventRouteDeps,
  answer: AnswerEvents,
): void {
  /** What no event has is no resource, and has no events below it either. */
  const known = async (request: FastifyRequest, reply: FastifyReply): Promise<string> => {
    const { value } = parseRequest(valueParams, request.params, 'path');
    if (await desk.ask('has', { name, value }, { signal: leaving(reply) })) return value;
    throw notThere(`no event has ${value} among its ${name}`, 'path.value');
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
      const format = epcFormatOf(request);
      const asked = { name, behind: placeOfToken(nextPageToken), limit: perPage, format };
      const { values, last, more } = await desk.ask('values', asked, { signal: leaving(reply) });
      linkNext(request, reply, more ? placeToken(last) : null);
      // They are kept in one form only, so that each is there once.
      tellVersions(reply, format === 'Never_Translates' ? 'Always_GS1_Digital_Link' : format);
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
      await known(request, reply);
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
      const conditions = [resourceCondition(name, await known(request, reply)), ...query.conditions];
      return answer(request, reply, { ...query, conditions });
    },
  );
}
