import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { webPageFolder } from '../kernel/package-root.ts';

const notBuilt =
  '<!doctype html><title>Packproof</title><h1>The pages are not built</h1>' +
  '<p>Run <code>npm run build</code> and load this page again. The HTTP interface works without them.</p>';

/** `GET /` and its assets: the journey page, if it was built. */
export async function pageRoutes(app: FastifyInstance, folder = webPageFolder('journey')): Promise<void> {
  if (!existsSync(join(folder, 'index.html'))) {
    app.get('/', { config: { role: 'public' } }, (_request, reply) =>
      reply.code(503).type('text/html; charset=utf-8').send(notBuilt),
    );
    return;
  }
  // `serve: false`: its own routes would declare no role.
  await app.register(fastifyStatic, { root: folder, serve: false });
  app.get('/', { config: { role: 'public' } }, (_request, reply) => reply.sendFile('index.html'));
  app.get<{ Params: { '*': string } }>('/*', { config: { role: 'public' } }, (request, reply) =>
    reply.sendFile(request.params['*']),
  );
}
