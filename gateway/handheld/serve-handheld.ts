import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { webPageFolder } from '../../kernel/package-root.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};

/** What the handheld may load: its own files, and its own gateway. Mantine writes its variables into style elements. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const notBuilt =
  '<!doctype html><title>Packproof</title><h1>The handheld is not built</h1>' +
  '<p>Run <code>npm run build</code> and start the gateway again.</p>';

interface ServedFile {
  readonly bytes: Buffer;
  readonly type: string;
  readonly cacheControl: string;
}

/** Serves the handheld at `/handheld/`, to anyone: the page itself holds no data. All of it is in memory, a few megabytes. */
export function serveHandheld(app: FastifyInstance, root = webPageFolder('handheld')): void {
  const files = existsSync(join(root, 'index.html')) ? readFiles(root) : new Map<string, ServedFile>();
  const answer = (reply: FastifyReply, name: string) => {
    const file = files.get(name);
    if (file === undefined) return reply.callNotFound();
    return reply
      .headers({
        'content-type': file.type,
        'cache-control': file.cacheControl,
        'content-security-policy': contentSecurityPolicy,
        'permissions-policy': 'camera=(self), geolocation=(), microphone=(), payment=(), usb=()',
        'referrer-policy': 'no-referrer',
      })
      .send(file.bytes);
  };
  const page = (reply: FastifyReply) =>
    files.size === 0
      ? reply.code(503).type('text/html; charset=utf-8').send(notBuilt)
      : answer(reply, 'index.html');
  app.get('/handheld', { config: { role: 'public' } }, (_request, reply) =>
    reply.redirect('/handheld/', 308),
  );
  app.get('/handheld/', { config: { role: 'public' } }, (_request, reply) => page(reply));
  app.get('/handheld/enrol', { config: { role: 'public' } }, (_request, reply) => page(reply));
  app.get<{ Params: { '*': string } }>('/handheld/*', { config: { role: 'public' } }, (request, reply) =>
    answer(reply, request.params['*']),
  );
}

function readFiles(root: string): Map<string, ServedFile> {
  const files = new Map<string, ServedFile>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const type = types[extname(entry.name)];
    if (!entry.isFile() || type === undefined) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(root, path).split(sep).join('/');
    files.set(name, { bytes: readFileSync(path), type, cacheControl: cacheControlOf(name) });
  }
  return files;
}

/** Names below `assets/` hold a hash of the content; a new version of all others must be seen at once. */
function cacheControlOf(name: string): string {
  return name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
}
