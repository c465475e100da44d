import { afterEach, expect, test } from 'vitest';
import { systemClock } from '../clock.ts';
import { createHttp, httpConfig } from '../http/http.ts';
import { createLog } from '../log.ts';
import { ManualClock } from '../manual-clock.ts';
import { addHealthRoutes, type ReadyCheck } from './health.ts';

let close = async () => {};
afterEach(() => close());

async function serviceWith(checks: readonly ReadyCheck[], clock = systemClock) {
  const app = await createHttp(
    httpConfig.parse({ port: 0, tokens: { 'a-token-of-some-length': 'reader' } }),
    createLog('test', 'silent'),
  );
  close = async () => void (await app.close());
  addHealthRoutes(app, { service: 'gateway', checks, clock });
  return app;
}

test('a service that can work says so to anyone', async () => {
  const app = await serviceWith([{ name: 'database writable', holds: () => true }]);
  expect((await app.inject('/v1/health')).json()).toEqual({ v: 1, service: 'gateway', status: 'ok' });
  const ready = await app.inject('/v1/ready');
  expect([ready.statusCode, ready.json()]).toEqual([
    200,
    { v: 1, service: 'gateway', status: 'ready', checks: ['database writable'] },
  ]);
});

test('what is missing is named and not explained, and the service stays alive', async () => {
  const app = await serviceWith([
    { name: 'broker listening', holds: () => true },
    { name: 'database writable', holds: () => false },
    {
      name: 'work replica present',
      holds: () => {
        throw new Error('the secret place /srv/x');
      },
    },
  ]);
  const answer = await app.inject('/v1/ready');
  const problem = answer.json() as { code: string; faults: { place: string }[] };
  expect([answer.statusCode, problem.code]).toEqual([503, 'NOT_READY']);
  expect(problem.faults.map(({ place }) => place)).toEqual(['database writable', 'work replica present']);
  expect(answer.body).not.toContain('secret');
  expect((await app.inject('/v1/health')).statusCode).toBe(200);
});

test('a check that does not come back does not hold', async () => {
  const clock = new ManualClock();
  const app = await serviceWith([{ name: 'database', holds: () => new Promise(() => {}) }], clock);
  const answer = app.inject('/v1/ready');
  await new Promise((resolve) => setImmediate(resolve));
  clock.advance(2_000);
  expect((await answer).statusCode).toBe(503);
});
