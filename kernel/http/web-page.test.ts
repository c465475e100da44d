import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createLog } from '../log.ts';
import { createHttp, httpConfig } from './http.ts';
import { serveWebPage } from './web-page.ts';

async function appWith(folder: string) {
  const app = await createHttp(httpConfig.parse({ port: 0 }), createLog('test', 'silent'));
  await serveWebPage(app, 'journey', folder);
  return async (url: string) => app.inject({ method: 'GET', url });
}

function builtPages(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'packproof-pages-')), 'journey');
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(folder, 'index.html'), '<!doctype html><title>Journey</title>');
  writeFileSync(join(folder, 'assets', 'main.js'), 'export {};');
  writeFileSync(join(folder, '..', 'secret.txt'), 'the-recipe');
  return folder;
}

test('the built page and its assets are served, and nothing beside them', async () => {
  const ask = await appWith(builtPages());
  expect((await ask('/')).body).toContain('Journey');
  expect((await ask('/assets/main.js')).headers['content-type']).toContain('javascript');
  for (const url of [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/none.js',
    '/v1/none',
  ]) {
    const answer = await ask(url);
    expect([url, answer.statusCode >= 400, answer.body.includes('the-recipe')]).toEqual([url, true, false]);
    expect(answer.json()).toMatchObject({ code: expect.any(String) });
  }
});

test('without a build the page says what to run', async () => {
  const ask = await appWith(join(tmpdir(), 'packproof-no-such-folder'));
  const answer = await ask('/');
  expect([answer.statusCode, answer.body.includes('npm run build')]).toEqual([503, true]);
});
