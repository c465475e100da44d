import { pino } from 'pino';
import { afterEach, expect, test, vi } from 'vitest';
import type { Caller } from './caller.ts';
import { createHttp, type HttpOptions, httpConfig } from './http.ts';
import type { Authenticate } from './http-access.ts';

const log = pino({ level: 'silent' });
const readerToken = 'reader-token-000001';
const syncToken = 'sync-token-00000001';
const guarded = httpConfig.parse({ port: 0, tokens: { [readerToken]: 'reader', [syncToken]: 'sync' } });
const elsewhere = '192.0.2.7';

async function service(options: HttpOptions = {}) {
  const app = await createHttp(guarded, log, options);
  app.get('/v1/things', { config: { role: 'reader' } }, (request) => ({
    name: request.caller?.name ?? null,
  }));
  app.get('/v1/events', { config: { role: 'reader', filtersEvents: true } }, () => ({}));
  app.get('/v1/work', { config: { role: 'station' } }, () => ({}));
  app.get('/v1/health', { config: { role: 'public' } }, () => ({}));
  const ask = async (url: string, token?: string, remoteAddress = elsewhere) => {
    const headers = {
      host: 'localhost',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    return app.inject({ url, headers, remoteAddress });
  };
  return { ask };
}

afterEach(() => void vi.useRealTimers());

const known: Readonly<Record<string, Caller>> = {
  s1: { kind: 'station', name: 'S1', role: 'station', eventTypes: [] },
  billing: { kind: 'client', name: 'billing', role: 'reader', eventTypes: ['order.started'] },
};
const authenticate: Authenticate = ({ token }) => known[token ?? ''] ?? null;

test('a station opens its own routes only, and who may hear some events only what hands out events', async () => {
  const { ask } = await service({ authenticate });
  const codes = async (token: string) =>
    Promise.all(
      ['/v1/things', '/v1/events', '/v1/work'].map(async (url) => (await ask(url, token)).statusCode),
    );
  expect(await codes('s1')).toEqual([403, 403, 200]);
  expect(await codes('billing')).toEqual([403, 200, 403]);
  expect(await codes(readerToken)).toEqual([200, 200, 200]);
});

test('an address that fails to sign in too often has to wait, and nobody else has', async () => {
  const { ask } = await service();
  const answers: number[] = [];
  for (let n = 0; n < 35; n += 1) answers.push((await ask('/v1/things', `guessed-token-${n}`)).statusCode);
  expect(answers).toEqual([...Array<number>(30).fill(401), ...Array<number>(5).fill(429)]);
  expect((await ask('/v1/things', readerToken)).json()).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  expect((await ask('/v1/things', readerToken, '192.0.2.8')).statusCode).toBe(200);
  expect((await ask('/v1/health')).statusCode).toBe(200);
});

test('a caller who asks without end is slowed, and those who carry facts are not', async () => {
  // However slow this machine is, the requests come in the same ten seconds.
  vi.useFakeTimers({ toFake: ['Date'] });
  const { ask } = await service();
  const flood = async (url: string, token?: string) => {
    for (let n = 0; n < 1_010; n += 1) {
      const answer = await ask(url, token);
      if (answer.statusCode !== 200) return { after: n, answer };
    }
    return null;
  };
  const slowed = await flood('/v1/things', readerToken);
  expect(slowed?.after).toBeGreaterThanOrEqual(1_000);
  expect(slowed?.answer.json()).toMatchObject({ code: 'TOO_MANY_REQUESTS', retry: 'safe' });
  expect(Number(slowed?.answer.headers['retry-after'])).toBeGreaterThan(0);
  expect(await flood('/v1/things', syncToken)).toBeNull();
});

test('who looks for addresses that are none is slowed too', async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const { ask } = await service();
  const codes = new Set<number>();
  for (let n = 0; n < 1_010; n += 1) codes.add((await ask(`/backup-${n}.zip`)).statusCode);
  expect([...codes]).toEqual([404, 429]);
});

test('a token with characters that a cookie may not hold opens from a page as it does from a program', async () => {
  const token = 'ab+cd/ef==;gh%20 ij';
  const app = await createHttp(httpConfig.parse({ port: 0, tokens: { [token]: 'reader' } }), log);
  app.get('/v1/things', { config: { role: 'reader' } }, () => ({}));
  const withCookie = async (value: string) =>
    (
      await app.inject({
        url: '/v1/things',
        headers: { host: 'localhost', cookie: `a=b; packproof_token=${value}` },
      })
    ).statusCode;
  expect(await withCookie(encodeURIComponent(token))).toBe(200);
  expect(await withCookie('%')).toBe(401);
});
