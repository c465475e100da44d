import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import { maxDocumentsPerPage, type WorkPage, workPage } from '../../protocols/wire/work.ts';
import type { CentralContext } from '../context.ts';
import { knownSite, siteName } from '../sites.ts';
import { type PageRequest, readWorkPage } from './work-page.ts';

const longestWaitSeconds = 25;

const siteParams = z.strictObject({ site: siteName });
const feedQuery = z.strictObject({
  after: z.coerce.number().int().min(0).default(0),
  epoch: z.string().min(1).max(64).optional(),
  limit: z.coerce.number().int().min(1).max(maxDocumentsPerPage).default(500),
  wait: z.coerce.number().min(0).max(longestWaitSeconds).default(0),
});

const docs = {
  page: {
    summary: 'Pull the work of a site, what changed behind a position; with `wait` as a long poll',
    params: siteParams,
    query: feedQuery,
    answer: workPage,
  },
};

/** `GET /v1/sites/:site/work`: what a site's gateway pulls, as a long poll if `wait` is given. */
export function workFeedRoutes(app: FastifyInstance, context: CentralContext): void {
  app.get(
    '/v1/sites/:site/work',
    { config: { role: 'sync', doc: docs.page } },
    async (request): Promise<WorkPage> => {
      const site = knownSite(context.config, parseRequest(siteParams, request.params, 'path').site);
      const { after, epoch, limit, wait } = parseRequest(feedQuery, request.query, 'query');
      return awaitPage(context, { site, after, epoch, limit }, wait * 1000);
    },
  );
}

async function awaitPage(context: CentralContext, request: PageRequest, waitMs: number): Promise<WorkPage> {
  const seen = context.workNotifier.changes(request.site);
  const page = await readWorkPage(context, request);
  const isNews = page.documents.length > 0 || (request.epoch !== undefined && request.epoch !== page.epoch);
  if (isNews || waitMs === 0) return page;
  await context.workNotifier.moreThan(seen, request.site, waitMs, context.clock);
  return readWorkPage(context, request);
}
