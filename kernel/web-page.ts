import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { webPageFolder } from './package-root.ts';

/**
 * Serves a built page at the root of a service, for anyone: the page itself holds no data. Where it was not built,
 * its addresses answer NOT_FOUND and the service runs on.
 */
export async function serveWebPage(app: FastifyInstance, page: string): Promise<void> {
  await app.register(fastifyStatic, { root: webPageFolder(page), serve: false });
  app.get<{ Params: { '*': string } }>('/*', { config: { role: 'public' } }, (request, reply) =>
    reply.sendFile(request.params['*'] || 'index.html'),
  );
}
