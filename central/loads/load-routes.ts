import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import { floorName } from '../../protocols/wire/facts/fact-members.ts';
import type { CentralContext } from '../context.ts';
import { pageOf, pageQuery } from '../paging.ts';
import { siteName } from '../sites.ts';
import { listLoads, readLoad } from './load-view.ts';

const loadParams = z.strictObject({ load: floorName });
const siteQuery = z.strictObject({ site: siteName.optional() });
const listQuery = pageQuery.extend({
  status: z.enum(['open', 'closed']).optional(),
  carrier: floorName.optional(),
});

/** What carriers took: `GET /v1/loads` lists them, `GET /v1/loads/:load` is the manifest and despatch advice of one. */
export function loadRoutes(app: FastifyInstance, { db }: CentralContext): void {
  app.get('/v1/loads', { config: { role: 'reader' } }, async (request) => {
    const { limit, after = '', ...filter } = parseRequest(listQuery, request.query, 'query');
    const { status, carrier } = filter;
    const found = await listLoads(db, { after, limit: limit + 1, status, carrier });
    return pageOf(found, limit, ({ site, load }) => `${site}/${load}`);
  });

  app.get('/v1/loads/:load', { config: { role: 'reader' } }, async (request) => {
    const { load } = parseRequest(loadParams, request.params, 'path');
    const { site } = parseRequest(siteQuery, request.query, 'query');
    return readLoad(db, load, site);
  });
}
