import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../kernel/http/http.ts';
import { maxDocumentsPerPage, type WorkDocument, workPage, workPosition } from '../../protocols/wire/work.ts';
import type { WorkReplica } from '../work/work-replica.ts';

export interface RouteDeps {
  readonly work: WorkReplica;
  /** Stations have something new to pull. */
  readonly onWorkChanged: () => void;
}

/** A page of work may hold a thousand orders. */
const maxPageBytes = 32 * 1024 * 1024;
const position = z.coerce.number().int().nonnegative();
const workQuery = z.strictObject({
  after: position.default(0),
  epoch: z.string().min(1).max(64).optional(),
  limit: z.coerce.number().int().min(1).max(maxDocumentsPerPage).default(maxDocumentsPerPage),
});

const docs = {
  page: {
    summary: 'Pull the work of the site, what changed behind a position',
    query: workQuery,
    answer: workPage,
  },
  position: { summary: 'Tell where the replica of work stands', answer: workPosition },
  apply: { summary: 'Bring a page of work from central', body: workPage, answer: workPosition },
};

export function addRoutes(app: FastifyInstance, deps: RouteDeps): void {
  app.get('/v1/work', { config: { role: 'station', doc: docs.page } }, async (request) => {
    const page = deps.work.page(parseRequest(workQuery, request.query, 'query'));
    return judgesPins(request) ? page : { ...page, documents: page.documents.map(withoutPin) };
  });
  app.get('/v1/work/position', { config: { role: 'reader', doc: docs.position } }, async () =>
    deps.work.position(),
  );
  app.put(
    '/v1/work',
    { config: { role: 'sync', doc: docs.apply }, bodyLimit: maxPageBytes },
    async (request) => {
      if (deps.work.apply(parseRequest(workPage, request.body))) deps.onWorkChanged();
      return deps.work.position();
    },
  );
}

/** A hash of four digits is soon guessed: only who lets people sign in by it gets it. */
function judgesPins({ caller }: FastifyRequest): boolean {
  return caller?.kind === 'station' || caller?.kind === 'local';
}

function withoutPin(document: WorkDocument): WorkDocument {
  if (document.kind !== 'person' || document.data === null) return document;
  const { pin: _pin, ...data } = document.data;
  return { ...document, data };
}
