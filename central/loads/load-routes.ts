import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import { floorName } from '../../protocols/wire/facts/fact-members.ts';
import type { CentralContext } from '../context.ts';
import { pageAnswer, pageOf, pageQuery } from '../paging.ts';
import { siteName } from '../sites.ts';
import { listLoads, loadHead, loadView, readLoad } from './load-view.ts';

const loadParams = z.strictObject({ load: floorName });
const siteQuery = z.strictObject({ site: siteName.optional() });
const listQuery = pageQuery.extend({
  status: z.enum(['open', 'closed']).optional(),
  carrier: floorName.optional(),
});

const docs = {
  list: { summary: 'List what carriers took and take', query: listQuery, answer: pageAnswer(loadHead) },
  one: {
    summary: 'Show a load with its manifest and despatch advice',
    params: loadParams,
    query: siteQuery,
    answer: loadView,
  },
};

/** What carriers took: `GET /v1/loads` lists them, `GET /v1/loads/:load` is the manifest and despatch advice of one. */
export function loadRoutes(app: FastifyInstance, { db }: CentralContext): void {
  app.get('/v1/loads', { config: { role: 'reader', doc: docs.list } }, async (request) => {
    const { limit, after = '', ...filter } = parseRequest(listQuery, request.query, 'query');
    const { status, carrier } = filter;
    const found = await listLoads(db, { after, limit: limit + 1, status, carrier });
    return pageOf(found, limit, ({ site, load }) => `${site}/${load}`);
  });

  app.get('/v1/loads/:load', { config: { role: 'reader', doc: docs.one } }, async (request) => {
    const { load } = parseRequest(loadParams, request.params, 'path');
    const { site } = parseRequest(siteQuery, request.query, 'query');
    return readLoad(db, load, site);
  });
}
