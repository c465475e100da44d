import type { FastifyInstance } from 'fastify';
import type { EpcisConfig } from './epcis-config.ts';
import { collectionAnswer } from './http-forms.ts';
import { discoveryHeaders, limitHeaders, tellVersions } from './negotiation.ts';
import { resourceNames } from './resources.ts';
import { collection } from './result-document.ts';

const readable = 'OPTIONS, GET';
const writable = 'OPTIONS, GET, POST';
const removable = 'OPTIONS, GET, DELETE';

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
