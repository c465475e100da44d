import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createHttp, httpConfig } from '../../kernel/http/http.ts';
import { createLog } from '../../kernel/log.ts';
import { serveHandheld } from './serve-handheld.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-handheld-'));
  const root = join(folder, 'handheld');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>Packproof</title>');
  writeFileSync(join(root, 'sw.js'), 'self;');
  writeFileSync(join(root, 'manifest.webmanifest'), '{}');
  writeFileSync(join(root, 'assets', 'main-abc123.js'), 'export {};');
  writeFileSync(join(folder, 'secret.js'), 'the-recipe');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function ask(url: string, root = join(folder, 'handheld')) {
  const app = await createHttp(httpConfig.parse({ port: 0 }), createLog('test', 'silent'));
  serveHandheld(app, root);
  const answer = await app.inject({ method: 'GET', url });
  await app.close();
  return answer;
}

test('the page is the same at its address and at that of an invitation, and is asked for anew each time', async () => {
  for (const url of ['/handheld/', '/handheld/enrol', '/handheld/index.html']) {
    const { statusCode, body, headers } = await ask(url);
    expect([url, statusCode, headers['cache-control']]).toEqual([url, 200, 'no-cache']);
    expect(body).toContain('Packproof');
  }
  expect((await ask('/handheld')).headers.location).toBe('/handheld/');
});

test('the service worker is never taken from a cache, and what holds a hash in its name always is', async () => {
  const worker = await ask('/handheld/sw.js');
  expect([worker.headers['cache-control'], worker.headers['content-type']]).toEqual([
    'no-cache',
    'text/javascript; charset=utf-8',
  ]);
  expect((await ask('/handheld/assets/main-abc123.js')).headers['cache-control']).toMatch(/immutable/);
  const manifest = await ask('/handheld/manifest.webmanifest');
  expect(manifest.headers['content-type']).toBe('application/manifest+json');
});

test('the page may load its own files and talk to its own gateway, and nothing else', async () => {
  const policy = String((await ask('/handheld/')).headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toMatch(/unsafe-eval'(?<!wasm-unsafe-eval')|https?:|\*/);
});

test('nothing beside its folder is handed out', async () => {
  for (const path of [
    '../secret.js',
    '%2e%2e/secret.js',
    '..%2fsecret.js',
    'assets',
    'none.js',
    '__proto__',
  ]) {
    const { statusCode, body } = await ask(`/handheld/${path}`);
    expect([path, statusCode]).toEqual([path, 404]);
    expect(body).not.toContain('recipe');
  }
});

test('where it was not built it says so', async () => {
  const { statusCode, body } = await ask('/handheld/', join(folder, 'nowhere'));
  expect([statusCode, body.includes('not built')]).toEqual([503, true]);
});
