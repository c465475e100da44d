import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemIn, type Sent, send } from './http.ts';
import type { Route } from './routes-of.ts';
import { type ServiceName, type Site, startSite, stationToken, tokens } from './site.ts';
import { soon } from './soon.ts';

let site: Site;

beforeAll(async () => {
  site = await startSite({ guarded: true });
});
afterAll(() => site.stop());

/** Which token opens which role; the others do not. */
const opens: Readonly<Record<string, readonly (keyof typeof tokens)[]>> = {
  station: ['reader', 'operator', 'sync'],
  reader: ['reader', 'operator', 'sync'],
  operator: ['operator'],
  sync: ['sync'],
};

function ask(route: Route, headers: Readonly<Record<string, string>> = {}) {
  const path = route.url.replace(/:\w+/g, 'nowhere-1').replace('*', '');
  const sent: Sent = { method: route.method, path, headers };
  return send(site.urls[route.service as ServiceName], sent);
}

/** What the world may know of a site, and what a device may send before it is known. */
const forEveryone = [
  'GET /v1/health',
  'GET /v1/ready',
  'GET /',
  'GET /*',
  'GET /v1/openapi.json',
  'GET /v1/asyncapi.json',
  'GET /v1/enrolments/authority',
  'GET /v1/enrolments/ca.crt',
  'POST /v1/enrolments/redeem',
  'POST /v1/enrolments/handheld',
  // Signed by the carrier.
  'POST /v1/carriers/:carrier/events',
  'GET /handheld',
  'GET /handheld/',
  'GET /handheld/enrol',
  'GET /handheld/*',
];
const guarded = () => site.routes.filter(({ role }) => role !== 'public');
const nameOf = ({ service, method, url }: Route) => `${service} ${method} ${url}`;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe('with tokens configured', () => {
  test('every route has a role, and only pages, health and the simulators are for everyone', () => {
    for (const route of site.routes) {
      expect(['public', ...Object.keys(opens)], nameOf(route)).toContain(route.role);
      if (route.role !== 'public' || route.service === 'simulator') continue;
      const method = route.method === 'HEAD' ? 'GET' : route.method;
      expect(forEveryone, nameOf(route)).toContain(`${method} ${route.url}`);
    }
    expect(guarded().length).toBeGreaterThan(30);
  });

  test('a route answers 401 without a token, and with one that nobody gave', async () => {
    const nobody: readonly Readonly<Record<string, string>>[] = [
      {},
      bearer(''),
      bearer('reader-token-000002'),
      bearer(`${tokens.operator} `.repeat(2)),
      { authorization: `Basic ${Buffer.from(`x:${tokens.operator}`).toString('base64')}` },
      { cookie: 'packproof_token=guessed-token-000001' },
    ];
    for (const route of guarded()) {
      for (const headers of nobody) {
        const answer = await ask(route, headers);
        expect([nameOf(route), headers, answer.status]).toEqual([nameOf(route), headers, 401]);
        if (route.method === 'HEAD') continue;
        expect(problemIn(answer, nameOf(route)).code).toBe('NOT_SIGNED_IN');
      }
    }
  });

  test('a route answers 403 to every role that does not cover its own, and lets the others in', async () => {
    for (const route of guarded()) {
      for (const [role, token] of Object.entries(tokens)) {
        const answer = await ask(route, bearer(token));
        const may = opens[route.role ?? '']?.includes(role as keyof typeof tokens) ?? false;
        expect([nameOf(route), role, answer.status === 403]).toEqual([nameOf(route), role, !may]);
        expect([nameOf(route), role, answer.status]).not.toEqual([nameOf(route), role, 401]);
        if (may || route.method === 'HEAD') continue;
        const problem = problemIn(answer, nameOf(route));
        expect(problem.code).toBe('NOT_ALLOWED');
        expect(problem.detail).toContain(`needs the role ${route.role}; this token has ${role}`);
      }
    }
  });

  test("a station's token opens its work and its identity at the gateway, and no other route anywhere", async () => {
    const mine: string[] = [];
    for (const route of guarded()) {
      const answer = await ask(route, bearer(stationToken));
      const known = route.service === 'gateway';
      if (route.role === 'station') mine.push(nameOf(route));
      const refused = known ? (route.role === 'station' ? undefined : 403) : 401;
      if (refused !== undefined) expect([nameOf(route), answer.status]).toEqual([nameOf(route), refused]);
      else expect([401, 403], nameOf(route)).not.toContain(answer.status);
    }
    expect(mine.filter((name) => !name.includes('HEAD')).sort()).toEqual([
      'gateway DELETE /v1/claims/:id',
      'gateway GET /v1/floor',
      'gateway GET /v1/identity',
      'gateway GET /v1/identity/handheld',
      'gateway GET /v1/work',
      'gateway POST /v1/claims',
      'gateway POST /v1/identity/handheld/rotation',
      'gateway POST /v1/identity/renewals',
      'gateway PUT /v1/attachments/:sha256',
    ]);
  });

  test('a token shows in no log, and the services reach each other with theirs', async () => {
    await soon('work at the station', async () => {
      const answer = await send(site.urls.edge, { path: '/v1/status', headers: bearer(tokens.reader) });
      const { work } = JSON.parse(answer.body) as { work: { epoch: string | null } };
      return work.epoch === null ? undefined : work;
    });
    const text = JSON.stringify(site.logged);
    for (const token of [...Object.values(tokens), stationToken]) expect(text).not.toContain(token);
  });
});
