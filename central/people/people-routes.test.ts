import { pbkdf2Sync } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { beforeEach, expect, test } from 'vitest';
import { createApp } from '../app.ts';
import type { CentralContext } from '../context.ts';
import { testContext } from '../test-context.ts';
import { get, post } from '../test-goods.ts';
import { readWorkPage } from '../work-feed/work-page.ts';

let context: CentralContext;
let app: FastifyInstance;

beforeEach(async () => {
  context = await testContext();
  app = await createApp(context);
});

const ada = { name: 'Ada', role: 'supervisor', language: 'de' };
const put = (body: object) => post(app, '/v1/sites/s1/people/B-1', body, 'PUT');

async function published() {
  const page = await readWorkPage(context, { site: 's1', after: 0, epoch: undefined, limit: 100 });
  const found = page.documents.find(({ kind }) => kind === 'person');
  return found?.kind === 'person' ? found.data : undefined;
}

test('a PIN is given once and goes on as a slow hash; no answer holds it', async () => {
  const { status, body } = await put({ ...ada, pin: '4711' });
  expect([status, body]).toEqual([200, { v: 1, site: 's1', badge: 'B-1', ...ada, hasPin: true }]);
  const { pin } = (await published()) ?? {};
  const salt = Buffer.from(pin?.salt ?? '', 'base64url');
  const hash = pbkdf2Sync('4711', salt, pin?.iterations ?? 0, 32, 'sha256').toString('base64url');
  expect(pin?.hash).toBe(hash);
  const answers = [await get(app, '/v1/sites/s1/people/B-1'), await get(app, '/v1/sites/s1/people')];
  expect(JSON.stringify(answers)).not.toMatch(/4711|salt|iterations/);
});

test('a change without a PIN keeps it, null takes it away', async () => {
  await put({ ...ada, pin: '4711' });
  const before = (await published())?.pin;
  await put({ ...ada, name: 'Ada L.' });
  expect((await published())?.pin).toEqual(before);
  await put({ ...ada, pin: null });
  expect(await published()).not.toHaveProperty('pin');
});

test('a wrong PIN is refused without being repeated, and who is gone is gone from the stations', async () => {
  const refused = await put({ ...ada, pin: '47a11' });
  expect(refused).toMatchObject({ status: 400, body: { faults: [{ place: 'body.pin' }] } });
  expect(JSON.stringify(refused)).not.toContain('47a11');
  expect(await get(app, '/v1/sites/s1/people/B-1')).toMatchObject({
    status: 404,
    body: { code: 'PERSON_UNKNOWN' },
  });
  await put(ada);
  const response = await app.inject({ method: 'DELETE', url: '/v1/sites/s1/people/B-1' });
  expect(response.statusCode).toBe(200);
  expect(await published()).toBeNull();
});
