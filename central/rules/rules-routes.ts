import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isoInstant } from '../../kernel/clock.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import { defaultRules } from '../../protocols/wire/work/site-rules.ts';
import type { CentralContext } from '../context.ts';
import { withTransaction } from '../database/transaction.ts';
import { knownSite, siteName } from '../sites.ts';
import { rulesInput } from './rules-input.ts';
import { putRules, rulesHistory, rulesOf, rulesVersion } from './rules-store.ts';

const siteParams = z.strictObject({ site: siteName });
const historyQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  /** Only versions below it. */
  before: z.coerce.number().int().min(1).max(2_147_483_647).default(2_147_483_647),
});

const atSite = { v: z.literal(1), site: z.string() };
const docs = {
  held: {
    summary: 'Read how a site works: its rules; version 0 are the defaults, which nobody has changed',
    params: siteParams,
    answer: rulesVersion.extend({
      ...atSite,
      changedAt: z.string().nullable(),
      changedBy: z.string().nullable(),
    }),
  },
  put: {
    summary: 'Change the rules of a site, which hold at its stations within a moment',
    params: siteParams,
    body: rulesInput,
    answer: rulesVersion.extend(atSite),
  },
  history: {
    summary: 'List the versions of the rules of a site, the newest first',
    params: siteParams,
    query: historyQuery,
    answer: z.strictObject({
      ...atSite,
      items: z.array(rulesVersion),
      next: z.number().int().nullable(),
    }),
  },
};

/** How a site works: read, change (it holds at its stations within a moment) and the history with who and when. */
export function rulesRoutes(app: FastifyInstance, context: CentralContext): void {
  const siteOf = (params: unknown) =>
    knownSite(context.config, parseRequest(siteParams, params, 'path').site);

  app.get('/v1/sites/:site/rules', { config: { role: 'reader', doc: docs.held } }, async (request) => {
    const site = siteOf(request.params);
    const none = { version: 0, rules: defaultRules, timeZone: null, changedAt: null, changedBy: null };
    return { v: 1, site, ...((await rulesOf(context.db, site)) ?? none) };
  });

  app.put('/v1/sites/:site/rules', { config: { role: 'operator', doc: docs.put } }, async (request) => {
    const site = siteOf(request.params);
    const { by, ...input } = parseRequest(rulesInput, request.body);
    const change = { ...input, at: isoInstant(context.clock.now()) };
    const who = by ?? request.caller?.name ?? 'unknown';
    const stored = await withTransaction(context, (trx) =>
      putRules(trx, context.config, site, { ...change, by: who }),
    );
    context.log.info({ event: 'rules.put', site, version: stored.version, by: who }, 'rules of a site');
    return { v: 1, site, ...stored };
  });

  app.get(
    '/v1/sites/:site/rules/history',
    { config: { role: 'reader', doc: docs.history } },
    async (request) => {
      const site = siteOf(request.params);
      const { limit, before } = parseRequest(historyQuery, request.query, 'query');
      const found = await rulesHistory(context.db, site, before, limit + 1);
      const items = found.slice(0, limit);
      return { v: 1, site, items, next: found.length > limit ? (items.at(-1)?.version ?? null) : null };
    },
  );
}
