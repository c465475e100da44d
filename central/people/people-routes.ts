import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { isoInstant } from '../../kernel/clock.ts';
import { parseRequest } from '../../kernel/http/http.ts';
import { badge } from '../../protocols/wire/facts/fact-members.ts';
import type { CentralContext } from '../context.ts';
import { withTransaction } from '../database/transaction.ts';
import { pageAnswer, pageOf, pageQuery } from '../paging.ts';
import { knownSite, siteName } from '../sites.ts';
import {
  hashPin,
  listPeople,
  personInput,
  personOf,
  personView,
  putPerson,
  removePerson,
} from './people-store.ts';

const siteParams = z.strictObject({ site: siteName });
const personParams = z.strictObject({ site: siteName, badge });

const atSite = { v: z.literal(1), site: z.string() };
const docs = {
  put: {
    summary: 'Enter a person of a site, or change what is known of one',
    params: personParams,
    body: personInput,
    answer: personView.extend(atSite),
  },
  one: { summary: 'Show a person of a site', params: personParams, answer: personView.extend(atSite) },
  remove: {
    summary: 'Remove a person of a site',
    params: personParams,
    answer: z.strictObject({ ...atSite, badge }),
  },
  list: {
    summary: 'List the people of a site by badge',
    params: siteParams,
    query: pageQuery,
    answer: pageAnswer(personView),
  },
};

/** Who may work at a site: enter or change, read, list, remove. A PIN goes in and never comes out. */
export function peopleRoutes(app: FastifyInstance, context: CentralContext): void {
  const paramsOf = (params: unknown) => {
    const parsed = parseRequest(personParams, params, 'path');
    return { ...parsed, site: knownSite(context.config, parsed.site) };
  };

  app.put(
    '/v1/sites/:site/people/:badge',
    { config: { role: 'operator', doc: docs.put } },
    async (request) => {
      const { site, badge } = paramsOf(request.params);
      const person = parseRequest(personInput, request.body);
      // Before the transaction, which everyone else would wait for.
      const pin = typeof person.pin === 'string' ? await hashPin(person.pin) : null;
      const at = isoInstant(context.clock.now());
      const stored = await withTransaction(context, (trx) =>
        putPerson(trx, site, badge, { person, pin, at }),
      );
      return { v: 1, site, ...stored };
    },
  );

  app.get('/v1/sites/:site/people/:badge', { config: { role: 'reader', doc: docs.one } }, async (request) => {
    const { site, badge } = paramsOf(request.params);
    return { v: 1, site, ...(await personOf(context.db, site, badge)) };
  });

  app.delete(
    '/v1/sites/:site/people/:badge',
    { config: { role: 'operator', doc: docs.remove } },
    async (request) => {
      const { site, badge } = paramsOf(request.params);
      await withTransaction(context, (trx) => removePerson(trx, site, badge));
      return { v: 1, site, badge };
    },
  );

  app.get('/v1/sites/:site/people', { config: { role: 'reader', doc: docs.list } }, async (request) => {
    const site = knownSite(context.config, parseRequest(siteParams, request.params, 'path').site);
    const { limit, after = '' } = parseRequest(pageQuery, request.query, 'query');
    return pageOf(await listPeople(context.db, site, after, limit + 1), limit, (person) => person.badge);
  });
}
