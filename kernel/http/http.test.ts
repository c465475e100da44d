import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createHttp, httpConfig, listenHttp, parseRequest } from './http.ts';

const log = pino({ level: 'silent' });
const operatorToken = 'operator-token-0001';
const readerToken = 'reader-token-000001';
const guarded = httpConfig.parse({
  port: 0,
  tokens: { [operatorToken]: 'operator', [readerToken]: 'reader' },
});
const open = httpConfig.parse({ port: 0 });

async function service(config = guarded) {
  const app = await createHttp(config, log, { bodyLimitBytes: 1000 });
  app.get('/v1/health', { config: { role: 'public' } }, () => ({ ok: true }));
  app.post('/v1/things', { config: { role: 'operator' } }, (request) =>
    parseRequest(z.strictObject({ name: z.string(), count: z.number().int() }), request.body),
  );
  app.get('/v1/defect', { config: { role: 'public' } }, () => {
    throw new Error('secret inner detail');
  });
  return app;
}

describe('an HTTP service', () => {
  test('does not start with a route that declares no role', async () => {
    const app = await createHttp(open, log);
    expect(() => app.get('/v1/forgotten', () => ({}))).toThrow(/declares no role/);
  });

  test('names every fault of a body at once as problem+json', async () => {
    const app = await service(open);
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/things',
      headers: { host: 'localhost' },
      payload: { count: 1.5, x: 1 },
    });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    const problem = answer.json<{ code: string; faults: { place: string }[] }>();
    expect(problem.code).toBe('REQUEST_INVALID');
    expect(problem.faults.map((fault) => fault.place)).toEqual(
      expect.arrayContaining(['body.name', 'body.count']),
    );
  });

  test.each([
    ['broken JSON', '{"name": ', 'application/json', 400, 'REQUEST_INVALID'],
    ['an unknown content type', 'x', 'application/x-unknown', 415, 'MEDIA_TYPE_UNKNOWN'],
    [
      'a body over the limit',
      JSON.stringify({ name: 'x'.repeat(2000) }),
      'application/json',
      413,
      'BODY_TOO_LARGE',
    ],
  ])('refuses %s with a named error', async (_what, payload, type, status, code) => {
    const app = await service(open);
    const answer = await app.inject({
      method: 'POST',
      url: '/v1/things',
      headers: { host: 'localhost', 'content-type': type },
      payload,
    });
    expect(answer.statusCode).toBe(status);
    expect(answer.json<{ code: string }>().code).toBe(code);
  });

  test('lets a role do what it covers and nothing else', async () => {
    const app = await service();
    const post = (token?: string) =>
      app.inject({
        method: 'POST',
        url: '/v1/things',
        headers: { host: 'localhost', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
        payload: { name: 'a', count: 1 },
      });
    expect((await post()).statusCode).toBe(401);
    expect((await post('operator-token-0002')).statusCode).toBe(401);
    expect((await post(readerToken)).statusCode).toBe(403);
    expect((await post(operatorToken)).statusCode).toBe(200);
    expect((await app.inject({ url: '/v1/health', headers: { host: 'localhost' } })).statusCode).toBe(200);
  });

  test('refuses pages of another origin and rebound names', async () => {
    const app = await service(open);
    const from = (headers: Record<string, string>) =>
      app.inject({ method: 'POST', url: '/v1/things', headers, payload: { name: 'a', count: 1 } });
    expect((await from({ host: 'localhost:8080', origin: 'http://evil.example' })).statusCode).toBe(403);
    expect((await from({ host: 'evil.example' })).statusCode).toBe(403);
    expect((await from({ host: 'localhost:8080', origin: 'http://localhost:8080' })).statusCode).toBe(200);
  });

  test('tells nothing of a defect but the request id', async () => {
    const app = await service(open);
    const answer = await app.inject({ url: '/v1/defect', headers: { host: 'localhost' } });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('secret inner detail');
    expect(answer.json<{ code: string; requestId: string }>()).toMatchObject({
      code: 'UNEXPECTED',
      requestId: expect.any(String),
    });
  });

  test('reachable from elsewhere without tokens does not start', async () => {
    await expect(createHttp(httpConfig.parse({ host: '0.0.0.0', port: 0 }), log)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    });
  });

  test('lets nobody keep a connection by a head that never ends', async () => {
    const app = await service(open);
    expect(app.server.headersTimeout).toBe(10_000);
  });

  test('names a busy port', async () => {
    const first = await service(open);
    const url = await listenHttp(first, open);
    const port = Number(new URL(url).port);
    const second = await service(open);
    await expect(listenHttp(second, { ...open, port })).rejects.toMatchObject({
      code: 'PORT_BUSY',
      place: `127.0.0.1:${port}`,
    });
    await first.close();
  });
});
