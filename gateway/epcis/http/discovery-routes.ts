import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { parseRequest } from '../../../kernel/http/http.ts';
import type { EpcisConfig } from '../epcis-config.ts';
import { assertPageToken } from '../query/page-token.ts';
import { resourceNames } from '../query/resources.ts';
import { collection } from '../query/result-document.ts';
import { collectionAnswer } from './http-forms.ts';
import { discoveryHeaders, limitHeaders, tellVersions } from './negotiation.ts';

const readable = 'OPTIONS, GET';
const writable = 'OPTIONS, GET, POST';
const removable = 'OPTIONS, GET, DELETE';

const tokenParams = z.strictObject({ token: z.string().min(1).max(4_000) });

/** What may be done at each address (EPCIS 2.0, 12: OPTIONS), and which there are. */
export function addDiscoveryRoutes(app: FastifyInstance, config: EpcisConfig): void {
  const paths: [string, string, Record<string, string>][] = [
    ['/', readable, limitHeaders(config)],
    ['/capture', writable, { ...limitHeaders(config), 'GS1-Capture-Error-Behaviour': 'rollback, proceed' }],
    ['/capture/:captureID', readable, {}],
    ['/events', writable, limitHeaders(config)],
    ['/events/:eventID', readable, {}],
    ...resourceNames.flatMap((name): [string, string, Record<string, string>][] => [
      [`/${name}`, readable, {}],
      [`/${name}/:value`, readable, {}],
      [`/${name}/:value/events`, readable, {}],
    ]),
    ['/queries', writable, {}],
    ['/queries/:queryName', removable, {}],
    ['/queries/:queryName/events', readable, {}],
    ['/queries/:queryName/subscriptions', writable, {}],
    ['/queries/:queryName/subscriptions/:subscriptionID', removable, {}],
  ];
  for (const [path, allow, more] of paths) {
    app.options(
      path,
      {
        config: {
          role: 'reader',
          doc: { summary: 'Tell which versions, formats and methods there are', status: 204 },
        },
      },
      async (_request, reply) =>
        reply
          .code(204)
          .headers({ ...discoveryHeaders(allow), ...more })
          .send(),
    );
  }
  // Tokens hold all that is needed themselves: there is nothing to release, and that is no failure (EPCIS 2.0, 12).
  app.delete(
    '/nextPageToken/:token',
    {
      config: {
        role: 'reader',
        doc: {
          summary: 'Release what a page token holds, which is nothing',
          params: tokenParams,
          status: 204,
        },
      },
    },
    async (request, reply) => {
      assertPageToken(parseRequest(tokenParams, request.params, 'path').token);
      return reply.code(204).send();
    },
  );
  app.get(
    '/',
    {
      config: {
        role: 'reader',
        doc: { summary: 'List the resources of the repository', answer: collectionAnswer },
      },
    },
    async (_request, reply) => {
      tellVersions(reply, 'Always_GS1_Digital_Link');
      return collection(['capture', 'events', 'queries', ...resourceNames]);
    },
  );
}
