import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { booksOf, customer, enterBusiness, order } from './business.ts';
import { type Answer, getJson, mustSend, problemIn, type Sent, send } from './http.ts';
import type { Route } from './routes-of.ts';
import { type ServiceName, type Site, serviceNames, startSite } from './site.ts';

let site: Site;
let before: Record<string, unknown>;
const mutating = () => site.routes.filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method));
const reading = () => site.routes.filter(({ method }) => method === 'GET');

beforeAll(async () => {
  site = await startSite();
  await enterBusiness(site, ['SO-1']);
  before = await state();
});
afterAll(() => site.stop());

/** What a bad request must not change, at every service. */
async function state(): Promise<Record<string, unknown>> {
  const gateway = await getJson(site.urls.gateway, '/v1/status');
  const { consumers } = gateway as { consumers: { name: string }[] };
  return { books: await booksOf(site), consumers: consumers.map(({ name }) => name) };
}

function urlOf({ service }: Route): string {
  return site.urls[service as ServiceName];
}

/** The address of a route with the same text for each of its parameters. */
function pathOf({ url }: Route, parameter: string): string {
  return url.replace(/:\w+|\*/g, parameter);
}

async function refused(route: Route, sent: Omit<Sent, 'path' | 'method'>, what: string): Promise<Answer> {
  const answer = await send(urlOf(route), {
    method: route.method,
    path: pathOf(route, 'nowhere-1'),
    ...sent,
  });
  const where = `${route.service} ${route.method} ${route.url} with ${what}`;
  const { code } = problemIn(answer, where);
  expect(answer.status, `${where}: ${code}`).toBeGreaterThanOrEqual(400);
  expect(answer.status, `${where}: ${code}`).toBeLessThan(500);
  const { requestId } = JSON.parse(answer.body) as { requestId: string };
  expect(site.logged, where).toContainEqual(expect.objectContaining({ requestId, code }));
  return answer;
}

const deep = 20_000;
const badJson: readonly (readonly [what: string, body: string | Buffer])[] = [
  ['no text at all', ''],
  ['JSON that is cut off', '{"v":1,"name":'],
  ['no JSON', 'hello'],
  ['bytes that are no text', Buffer.from([0x00, 0xff, 0xfe, 0x80, 0x0d, 0x0a])],
  ['null', 'null'],
  ['a truth value', 'true'],
  ['a number', '42'],
  ['a number beyond all numbers', '1e999'],
  ['a text', '"text"'],
  ['an empty array', '[]'],
  ['an array nested deeply', '['.repeat(deep) + ']'.repeat(deep)],
  ['an object nested deeply', `${'{"v":'.repeat(deep)}1${'}'.repeat(deep)}`],
  ['an empty object', '{}'],
  ['an unknown version', '{"v":2}'],
  ['an unknown member', '{"v":1,"smuggled":true}'],
  ['a prototype', '{"v":1,"__proto__":{"admin":true}}'],
  ['a constructor', '{"v":1,"constructor":{"prototype":{"admin":true}}}'],
];
const otherTypes = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  'application/octet-stream',
  'nonsense',
  'application/json; charset=utf-16',
];

describe('a route that changes something', () => {
  test('is known here: the services have told which they have', () => {
    expect(new Set(site.routes.map(({ service }) => service))).toEqual(new Set(serviceNames));
    expect(mutating().length).toBeGreaterThanOrEqual(17);
    expect(mutating().map(({ url }) => url)).toEqual(
      expect.arrayContaining(['/v1/orders', '/v1/facts', '/v1/work', '/v1/commands', '/v1/bank/statements']),
    );
  });

  test.each(badJson)('refuses %s', async (what, body) => {
    const headers = { 'content-type': 'application/json' };
    for (const route of mutating()) await refused(route, { body, headers }, what);
  });

  test('refuses a request without a body', async () => {
    for (const route of mutating()) await refused(route, {}, 'no body');
  });

  test.each(otherTypes)('refuses a body of type %s', async (type) => {
    const headers = { 'content-type': type };
    for (const route of mutating()) await refused(route, { body: 'v=1', headers }, type);
  });

  test('refuses a body beyond its limit, announced or not, before it has come', async () => {
    for (const route of mutating()) {
      const type = route.url.endsWith('/statements') ? 'application/xml' : 'application/json';
      const announced = { 'content-type': type, 'content-length': String(route.bodyLimit + 1) };
      const answer = await refused(route, { body: '{"v":1,', headers: announced }, 'a huge body');
      expect([answer.status, problemIn(answer, route.url).code]).toEqual([413, 'BODY_TOO_LARGE']);
      if (route.bodyLimit > 2_000_000) continue;
      const body = JSON.stringify({ v: 1, text: 'x'.repeat(route.bodyLimit) });
      expect((await refused(route, { body, headers: { 'content-type': type } }, 'too much')).status).toBe(
        413,
      );
    }
  });
});

/** What people and scanners of weaknesses put into addresses. */
const badParameters = [
  'nowhere-1',
  '%00',
  '%2F..%2F..%2Fetc%2Fpasswd',
  '..%2f..%2fpackage.json',
  '%2e%2e',
  '..%5c..%5cpackage.json',
  '%ZZ',
  '%C0%80',
  '%E0%A4%A',
  '%F0%9F%93%A6',
  "'%20OR%201=1--",
  '__proto__',
  'constructor',
  'x'.repeat(99),
  'x'.repeat(101),
  'x'.repeat(5000),
  'x'.repeat(20_000),
];
const badQueries = [
  'after=-1',
  'after=abc',
  'after=1.5',
  'after=1e400',
  'after=9007199254740993',
  'after=%00',
  'after=%',
  'after=%C0%80',
  `after=${'x'.repeat(5000)}`,
  'after=1&after=2',
  'after[]=1',
  'after=/////',
  'after=a/b/1/C',
  'limit=0',
  'limit=-1',
  'limit=1000000000',
  'limit=abc',
  'limit=',
  'limit=1&limit=2',
  'wait=-1',
  'wait=26',
  'wait=soon',
  'fromSeq=0',
  'fromSeq=3',
  'station=..%2f..',
  'status=nonsense',
  'customer=%00',
  'epoch=',
  'unknown=1',
  '__proto__=1',
  'constructor[prototype]=1',
];

/** Anything but a defect: an answer in full, or a problem that says what is wrong. */
function answered(answer: Answer, what: string): void {
  const page = answer.headers['content-type']?.startsWith('text/html');
  if (answer.status < 400 || (answer.status === 503 && page)) return;
  const { code } = problemIn(answer, what);
  expect([what, answer.status, code]).not.toEqual([what, 500, code]);
}

describe('a route that reads', () => {
  test.each(badParameters)('answers clearly at the address %#', async (parameter) => {
    for (const route of reading()) {
      const path = pathOf(route, parameter);
      if (path === route.url) continue;
      const answer = await send(urlOf(route), { path });
      answered(answer, `${route.service} GET ${path.slice(0, 80)}`);
      expect(answer.status, `${route.service} ${path.slice(0, 80)}`).toBeGreaterThanOrEqual(
        // A consumer that nobody has heard of stands at 0.
        route.url.startsWith('/v1/consumers') ? 200 : 400,
      );
      expect(answer.body).not.toContain('"dependencies"');
    }
  });

  test.each(badQueries)('answers clearly to ?%s', async (query) => {
    for (const route of reading()) {
      const path = `${pathOf(route, 'nowhere-1')}?${query}`;
      answered(await send(urlOf(route), { path }), `${route.service} GET ${path.slice(0, 80)}`);
    }
  });

  test('names the part of a query that is wrong, on every list', async () => {
    const lists = reading().filter(
      ({ service, url }) => service === 'central' && /^\/v1\/[a-z]+s$/.test(url),
    );
    const plain = new Set(['/v1/status']);
    for (const route of lists.filter(({ url }) => !plain.has(url))) {
      for (const query of ['limit=0', 'limit=abc', 'limit=1001', 'unknown=1']) {
        const answer = await send(urlOf(route), { path: `${route.url}?${query}` });
        expect([route.url, query, answer.status]).toEqual([route.url, query, 400]);
        expect(problemIn(answer, route.url).detail).toMatch(/^query/);
      }
    }
  });
});

test('an address that no service has, and a request that is no HTTP, are answered as problems too', async () => {
  for (const service of serviceNames) {
    const base = site.urls[service];
    for (const method of ['DELETE', 'PATCH', 'OPTIONS', 'POST']) {
      const answer = await send(base, { method, path: '/v1/nowhere' });
      expect([method, answer.status, problemIn(answer, method).code]).toEqual([method, 404, 'NOT_FOUND']);
    }
    const text = await rawAnswer(base, 'NONSENSE\r\n\r\n');
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(text).toContain('application/problem+json');
    expect(text).toContain('"code":"REQUEST_INVALID"');
  }
});

/** Everything that comes back before the service closes the connection. */
function rawAnswer(base: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', (chunk) => {
      text += chunk.toString();
    });
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}

test('after all of it nothing has changed, no defect was met, and the next good requests work', async () => {
  expect(await state()).toEqual(before);
  expect(site.logged.filter(({ code }) => code === 'UNEXPECTED')).toEqual([]);
  const { central, gateway, edge } = site.urls;
  await mustSend(central, { method: 'POST', path: '/v1/customers', body: customer('C2') });
  await mustSend(central, { method: 'POST', path: '/v1/orders', body: order('SO-2') });
  await mustSend(gateway, { method: 'PUT', path: '/v1/consumers/billing', body: { v: 1, cursor: 0 } });
  await mustSend(edge, { method: 'POST', path: '/v1/commands', body: { v: 1, code: 'PP:BADGE:ada' } });
});
