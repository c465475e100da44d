import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { webPageFolder } from '../package-root.ts';

const notBuilt =
  '<!doctype html><title>Packproof</title><h1>This page is not built</h1>' +
  '<p>Run <code>npm run build</code> and start the service again. Its HTTP interface works without.</p>';

/**
 * Serves a built page at the root of a service, for anyone: the page itself holds no data. Where it was not built, `/`
 * says so and the service runs on.
 *
 * @param page `screen`, `journey`, `simulator` or `site`.
 */
export async function serveWebPage(
  app: FastifyInstance,
  page: string,
  root = webPageFolder(page),
): Promise<void> {
  if (!existsSync(join(root, 'index.html'))) {
    app.get('/', { config: { role: 'public' } }, (_request, reply) =>
      reply.code(503).type('text/html; charset=utf-8').send(notBuilt),
    );
    return;
  }
  // `serve: false`, because the routes of the plug-in would declare no role.
  await app.register(fastifyStatic, { root, serve: false });
  app.get<{ Params: { '*': string } }>('/*', { config: { role: 'public' } }, (request, reply) =>
    reply.sendFile(request.params['*'] || 'index.html'),
  );
}
