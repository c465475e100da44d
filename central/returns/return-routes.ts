import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import { floorName } from '../../protocols/wire/facts/fact-members.ts';
import { orderNumber } from '../../protocols/wire/ids.ts';
import type { CentralContext } from '../context.ts';
import { pageAnswer, pageOf, pageQuery } from '../paging.ts';
import { siteName } from '../sites.ts';
import { listReturnsToCredit, positionOf, returnToCredit } from './credit-list.ts';
import { listReturns, readReturn, returnView } from './return-view.ts';

const returnParams = z.strictObject({ return: floorName });
const siteQuery = z.strictObject({ site: siteName.optional() });
const listQuery = pageQuery.extend({ order: orderNumber.optional() });
/** Closed from one day to another, both included. */
const creditQuery = pageQuery.extend({ from: z.iso.date().optional(), to: z.iso.date().optional() });

const docs = {
  toCredit: {
    summary:
      'List the closed returns, the oldest first, with what a credit note would come to and the facts that prove it',
    query: creditQuery,
    answer: pageAnswer(returnToCredit),
  },
  list: { summary: 'List what came back', query: listQuery, answer: pageAnswer(returnView) },
  one: {
    summary: 'Show a return with what came back and in what condition',
    params: returnParams,
    query: siteQuery,
    answer: returnView,
  },
};

/**
 * What came back: `GET /v1/returns` lists it, also of one order, `GET /v1/returns/:return` shows one, and
 * `GET /v1/returns-to-credit` is what an accountant has to credit.
 */
export function returnRoutes(app: FastifyInstance, { db }: CentralContext): void {
  app.get('/v1/returns', { config: { role: 'reader', doc: docs.list } }, async (request) => {
    const { limit, after = '', order } = parseRequest(listQuery, request.query, 'query');
    const found = await listReturns(db, { after, limit: limit + 1, order });
    return pageOf(found, limit, ({ site, return: name }) => `${site}/${name}`);
  });

  app.get('/v1/returns/:return', { config: { role: 'reader', doc: docs.one } }, async (request) => {
    const { return: name } = parseRequest(returnParams, request.params, 'path');
    const { site } = parseRequest(siteQuery, request.query, 'query');
    return readReturn(db, name, site);
  });

  app.get('/v1/returns-to-credit', { config: { role: 'reader', doc: docs.toCredit } }, async (request) => {
    const { limit, after = '', from, to } = parseRequest(creditQuery, request.query, 'query');
    const found = await listReturnsToCredit(db, { after, limit: limit + 1, from, to });
    return pageOf(found, limit, positionOf);
  });
}
