import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isoInstant } from '../../kernel/clock.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import { floorName } from '../../protocols/wire/facts/fact-members.ts';
import { locationDocument } from '../../protocols/wire/work/location-document.ts';
import type { CentralContext } from '../context.ts';
import { withTransaction } from '../database/transaction.ts';
import { pageAnswer, pageOf, pageQuery } from '../paging.ts';
import { knownSite, siteName } from '../sites.ts';
import { statusOf } from '../stored.ts';
import { listLocations, locationInput, locationOf, putLocation, removeLocation } from './location-store.ts';

const siteParams = z.strictObject({ site: siteName });
const locationParams = z.strictObject({ site: siteName, location: floorName });

const named = z.strictObject({ v: z.literal(1), site: z.string(), location: z.string() });

const docs = {
  put: {
    summary: 'Enter a location of a site, or replace what is known of it',
    params: locationParams,
    body: locationInput,
    answer: named,
    status: [200, 201],
  },
  one: {
    summary: 'Show a location of a site with what lies there',
    params: locationParams,
    answer: locationDocument.extend({ v: z.literal(1), site: z.string() }),
  },
  remove: { summary: 'Remove a location of a site', params: locationParams, answer: named },
  list: {
    summary: 'List the locations of a site by name',
    params: siteParams,
    query: pageQuery,
    answer: pageAnswer(locationDocument),
  },
};

/** The places of a site and what lies there: enter or change, read, list, remove. Many at once come by `POST /v1/imports`. */
export function locationRoutes(app: FastifyInstance, context: CentralContext): void {
  const paramsOf = (params: unknown) => {
    const parsed = parseRequest(locationParams, params, 'path');
    return { ...parsed, site: knownSite(context.config, parsed.site) };
  };

  app.put(
    '/v1/sites/:site/locations/:location',
    { config: { role: 'operator', doc: docs.put } },
    async (request, reply) => {
      const { site, location } = paramsOf(request.params);
      const input = parseRequest(locationInput, request.body);
      const at = isoInstant(context.clock.now());
      const stored = await withTransaction(context, (trx) => putLocation(trx, site, location, { input, at }));
      return reply.code(statusOf(stored)).send({ v: 1, site, location });
    },
  );

  app.get(
    '/v1/sites/:site/locations/:location',
    { config: { role: 'reader', doc: docs.one } },
    async (request) => {
      const { site, location } = paramsOf(request.params);
      return { v: 1, site, ...(await locationOf(context.db, site, location)) };
    },
  );

  app.delete(
    '/v1/sites/:site/locations/:location',
    { config: { role: 'operator', doc: docs.remove } },
    async (request) => {
      const { site, location } = paramsOf(request.params);
      await withTransaction(context, (trx) => removeLocation(trx, site, location));
      return { v: 1, site, location };
    },
  );

  app.get('/v1/sites/:site/locations', { config: { role: 'reader', doc: docs.list } }, async (request) => {
    const site = knownSite(context.config, parseRequest(siteParams, request.params, 'path').site);
    const { limit, after = '' } = parseRequest(pageQuery, request.query, 'query');
    return pageOf(await listLocations(context.db, site, after, limit + 1), limit, (one) => one.location);
  });
}
