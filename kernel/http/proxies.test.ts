import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { createHttp, httpConfig } from './http.ts';

const token = 'operator-token-0001';
const proxy = '10.0.0.5';
const direct = '203.0.113.9';

async function service(trustProxy: readonly string[] = [proxy]) {
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) });
  const app = await createHttp(
    httpConfig.parse({ port: 0, tokens: { [token]: 'operator' }, trustProxy }),
    log,
  );
  app.post('/v1/things', { config: { role: 'operator' } }, ({ ip }) => ({ ip }));
  const post = (remoteAddress: string, headers: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url: '/v1/things',
      remoteAddress,
      headers: { host: 'gateway', ...headers },
    });
  /** What so many requests without a token are answered, the last one's status. */
  const knock = async (times: number, from: string, forwardedFor: (n: number) => string) => {
    let status = 0;
    for (let n = 0; n < times; n += 1)
      status = (await post(from, { 'x-forwarded-for': forwardedFor(n) })).statusCode;
    return status;
  };
  return { app, lines, post, knock };
}

describe('behind a reverse proxy', () => {
  test('one client who guesses tokens is slowed, and the others behind the proxy are not', async () => {
    const { knock, post, lines } = await service();
    expect(await knock(31, proxy, () => '198.51.100.7')).toBe(429);
    expect(await knock(1, proxy, () => '198.51.100.8')).toBe(401);
    const good = await post(proxy, { 'x-forwarded-for': '198.51.100.8', authorization: `Bearer ${token}` });
    expect(good.json()).toEqual({ ip: '198.51.100.8' });
    expect(new Set(lines.map(({ address }) => address))).toEqual(new Set(['198.51.100.7', '198.51.100.8']));
  });

  test('nobody who asks directly is believed about an address', async () => {
    const { knock, lines } = await service();
    expect(await knock(31, direct, (n) => `198.51.100.${n}`)).toBe(429);
    expect(new Set(lines.map(({ address }) => address))).toEqual(new Set([direct]));
  });

  test('what a client wrote itself counts for nothing: the proxy added the address that it saw', async () => {
    const { knock } = await service();
    expect(await knock(31, proxy, (n) => `198.51.100.${n}, ${direct}`)).toBe(429);
    expect(await knock(31, proxy, () => '127.0.0.1, 198.51.100.20')).toBe(429);
  });

  test('nobody is taken for this machine by what is forwarded', async () => {
    const { knock } = await service();
    expect(await knock(31, proxy, () => '127.0.0.1')).toBe(429);
    const local = await service(['127.0.0.1']);
    expect(await local.knock(31, '127.0.0.1', () => '127.0.0.1')).toBe(429);
  });

  test('a chain of listed proxies is followed to the first address that is none of theirs', async () => {
    const { post } = await service([proxy, '192.0.2.0/24', '2001:db8:1::/48']);
    const headers = {
      'x-forwarded-for': `${direct}, 2001:db8:1::7, 192.0.2.44`,
      authorization: `Bearer ${token}`,
    };
    expect((await post(proxy, headers)).json()).toEqual({ ip: direct });
    expect((await post(`::ffff:${proxy}`, headers)).json()).toEqual({ ip: direct });
  });

  test('a page is known as our own by the name that the proxy was asked for, not by one that a client made up', async () => {
    const { post } = await service();
    const headers = {
      'x-forwarded-host': 'packproof.example',
      origin: 'https://packproof.example',
      authorization: `Bearer ${token}`,
    };
    expect((await post(proxy, headers)).statusCode).toBe(200);
    expect((await post(direct, headers)).statusCode).toBe(403);
  });
});

test('without the setting no header is believed', async () => {
  const { knock, post } = await service([]);
  expect(await knock(31, direct, (n) => `198.51.100.${n}`)).toBe(429);
  const asked = await post('127.0.0.1', { 'x-forwarded-for': direct, authorization: `Bearer ${token}` });
  expect(asked.json()).toEqual({ ip: '127.0.0.1' });
});

describe('the setting', () => {
  test.each(['proxy.example', '10.0.0.5:443', '0.0.0.0/0', '10.0.0.0/7', '::/0', 'true', ''])(
    'is refused as %j',
    (entry) => {
      expect(httpConfig.safeParse({ port: 0, trustProxy: [entry] }).success).toBe(false);
    },
  );

  test('wants a token: whoever the proxy lets through would be taken for this machine', async () => {
    const config = httpConfig.parse({ port: 0, trustProxy: [proxy] });
    await expect(createHttp(config, pino({ level: 'silent' }))).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      place: 'http.tokens',
    });
  });
});
