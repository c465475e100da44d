import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLog } from '../../../kernel/log.ts';
import { ManualClock } from '../../../kernel/manual-clock.ts';
import { openSqlite } from '../../../kernel/sqlite.ts';
import { type ClientTls, createTlsFetch } from '../../../kernel/tls/tls-fetch.ts';
import { createRequest, newTlsKey, publicKeyOf } from '../../../kernel/tls/tls-x509.ts';
import { authorityUsers, siteAuthorities } from '../../../protocols/wire/authorities.ts';
import { migrations } from '../../database.ts';
import { openIncidents } from '../../incidents/incident-store.ts';
import { gatewayConfig, type RunningGateway, startGateway } from '../../main.ts';
import { connectMqtt, newDataDir, testSite } from '../../testing-gateway.ts';
import { identityConfig } from '../identity-config.ts';
import { openSiteIdentity } from '../site-identity.ts';
import { watchCertificates } from './certificate-watch.ts';
import type { Owner } from './certificates.ts';
import { openSiteCa } from './site-ca.ts';

/** On a machine that is busy with other tests too, a second is not long. */
const soon = <Result>(check: () => Result | Promise<Result>) => vi.waitFor(check, { timeout: 30_000 });

const operatorToken = 'operator-token-0001';
const dayMs = 86_400_000;
let clock: ManualClock;
let dataDir: string;
let gateway: RunningGateway;

beforeEach(async () => {
  // TLS asks the clock of the machine, so the two must not differ much.
  clock = new ManualClock(new Date().toISOString());
  dataDir = newDataDir();
  await start();
});
afterEach(() => gateway.stop());

async function start(): Promise<void> {
  const config = gatewayConfig.parse({
    site: testSite,
    dataDir,
    tls: { mode: 'site' },
    mqtt: { port: 0 },
    http: { port: 0, tokens: { [operatorToken]: 'operator' } },
  });
  gateway = await startGateway(config, { log: createLog('test', 'silent'), clock });
}

const handedOut = () => readFileSync(join(dataDir, 'identity', 'ca.crt'), 'utf8');

async function ask(path: string, as: { tls?: ClientTls; token?: string } = {}, body?: unknown) {
  const tls: ClientTls = { ca: handedOut(), ...as.tls };
  const answer = await createTlsFetch(() => tls)(new URL(path, gateway.httpUrl), {
    headers: {
      'content-type': 'application/json',
      ...(as.token === undefined ? {} : { authorization: `Bearer ${as.token}` }),
    },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}
const operate = (path: string, body?: unknown) => ask(path, { token: operatorToken }, body);

async function users() {
  const { authorities } = authorityUsers.parse((await operate('/v1/authorities/users')).body);
  return Object.fromEntries(authorities.map((each) => [each.role, each]));
}

async function addClient(name: string): Promise<Required<Pick<ClientTls, 'ca' | 'cert' | 'key'>>> {
  const key = newTlsKey();
  const certificateRequest = await createRequest(name, key);
  const client = { v: 1, name, role: 'reader', eventTypes: '*', certificateRequest };
  const { body } = await operate('/v1/identities/clients', client);
  return { ca: String(body.authority), cert: String(body.certificate), key };
}

/** Whether a TLS client that trusts these authorities believes the port. */
function believes(ca: string, url = gateway.mqttUrl): Promise<boolean> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    const socket = connectTls({ host: hostname, port: Number(port), ca }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}

describe('a site gets a new CA', () => {
  test('while everyone who knows the old one stays connected, and learns of the new one over its own connection', async () => {
    const before = handedOut();
    const billing = await addClient('billing');
    const open = await connectMqtt(gateway.mqttUrl, { ...billing, clientId: 'billing' });
    expect((await operate('/v1/authorities', { v: 1 })).body).toMatchObject({
      authorities: [
        { role: 'serving', users: [{ kind: 'client', name: 'billing' }] },
        { role: 'next', users: [], unaware: [{ kind: 'client', name: 'billing' }] },
      ],
    });
    expect(await believes(before)).toBe(true);
    const answer = siteAuthorities.parse((await ask('/v1/authorities', { tls: billing })).body);
    expect(answer.bundle).toBe(handedOut());
    expect(answer.bundle).toContain(before.trim());
    expect((await users()).next?.unaware).toEqual([]);
    expect((await operate('/v1/authorities/serve', { v: 1 })).status).toBe(200);
    // The old one alone is not enough any more; both together, or the new one, are.
    for (const url of [gateway.mqttUrl, gateway.httpUrl]) {
      expect(await believes(before, url)).toBe(false);
      expect(await believes(answer.bundle, url)).toBe(true);
      expect(await believes(answer.authorities[1]?.certificate ?? '', url)).toBe(true);
    }
    expect(open.connected).toBe(true);
    await open.endAsync(true);
    await expect(ask('/v1/events', { tls: billing })).rejects.toThrow();
    expect((await ask('/v1/events', { tls: { ...billing, ca: answer.bundle } })).status).toBe(200);
  });

  test('and is refused the next step as long as somebody would be left behind, who is named', async () => {
    const old = await addClient('old-billing');
    expect((await operate('/v1/authorities/serve', { v: 1 })).body).toMatchObject({
      code: 'AUTHORITY_ROLL_NOT_BEGUN',
    });
    await operate('/v1/authorities', { v: 1 });
    expect((await operate('/v1/authorities', { v: 1 })).body).toMatchObject({
      code: 'AUTHORITY_ROLL_UNDER_WAY',
    });
    const refused = (await operate('/v1/authorities/serve', { v: 1 })).body;
    expect(refused).toMatchObject({ code: 'AUTHORITY_NOT_KNOWN' });
    expect(refused.detail).toContain('client old-billing');
    await operate('/v1/authorities/serve', { v: 1, anyway: true });
    const kept = (await operate('/v1/authorities/drop', { v: 1 })).body;
    expect(kept).toMatchObject({ code: 'AUTHORITY_IN_USE' });
    expect(kept.detail).toContain('client old-billing');
    expect((await ask('/v1/events', { tls: { ...old, ca: handedOut() } })).status).toBe(200);
    await operate('/v1/authorities/drop', { v: 1, anyway: true });
    expect((await ask('/v1/events', { tls: { ...old, ca: handedOut() } })).body).toMatchObject({
      code: 'AUTHORITY_DROPPED',
    });
    expect(Object.keys(await users())).toEqual(['serving']);
  });

  test('and drops the old one on its day if nobody uses it, else says who does until they do no more', async () => {
    await addClient('billing');
    await operate('/v1/authorities', { v: 1 });
    await operate('/v1/authorities/serve', { v: 1, anyway: true });
    const from = new Date(clock.now() + dayMs).toISOString();
    expect((await operate('/v1/authorities/drop', { v: 1, from })).status).toBe(200);
    clock.advance(dayMs / 2);
    expect((await users()).old).toMatchObject({ dropFrom: from, users: [{ name: 'billing' }] });
    const incidents = async () =>
      (await operate('/v1/incidents')).body.incidents as { code: string; detail: string }[];
    expect(await incidents()).toEqual([]);
    await soon(async () => {
      clock.advance(dayMs / 24);
      expect(await incidents()).toMatchObject(
        [{ code: 'AUTHORITY_IN_USE', detail: /client billing/ }].map((row) => ({
          code: row.code,
          detail: expect.stringMatching(row.detail) as unknown,
        })),
      );
    });
    await operate('/v1/identities/clients/billing/revoke', { v: 1 });
    await soon(async () => {
      clock.advance(dayMs / 24);
      expect(Object.keys(await users())).toEqual(['serving']);
      expect(await incidents()).toEqual([]);
    });
  });

  test('over a restart at any step', async () => {
    const before = handedOut();
    await operate('/v1/authorities', { v: 1 });
    await gateway.stop();
    await start();
    expect(Object.keys(await users())).toEqual(['serving', 'next']);
    expect(await believes(before)).toBe(true);
    await operate('/v1/authorities/serve', { v: 1, anyway: true });
    await gateway.stop();
    await start();
    expect(Object.keys(await users())).toEqual(['serving', 'old']);
    expect(await believes(before)).toBe(false);
    expect(await believes(handedOut())).toBe(true);
    await operate('/v1/authorities/drop', { v: 1 });
    await gateway.stop();
    await start();
    expect(Object.keys(await users())).toEqual(['serving']);
    expect(existsSync(join(dataDir, 'identity', 'site-ca-old.pem'))).toBe(false);
  });

  test('whose certificate is a file that a handheld installs', async () => {
    await operate('/v1/authorities', { v: 1 });
    const tls: ClientTls = { ca: handedOut() };
    const answer = await createTlsFetch(() => tls)(`${gateway.httpUrl}/v1/enrolments/ca.crt`);
    expect(answer.headers.get('content-type')).toBe('application/x-x509-ca-cert');
    expect(await answer.text()).toBe(
      (await openSiteCa(join(dataDir, 'identity'), testSite, clock)).issuing.certificate,
    );
  });
});

test('the ends of the certificates are metrics', async () => {
  const metrics = async () => {
    const tls: ClientTls = { ca: handedOut() };
    const headers = { authorization: `Bearer ${operatorToken}` };
    return (await createTlsFetch(() => tls)(`${gateway.httpUrl}/metrics`, { headers })).text();
  };
  const end = (certificate: string) =>
    new RegExp(`certificate_expiry_timestamp_seconds\\{certificate="${certificate}"\\} \\d`);
  await soon(async () => expect(await metrics()).toMatch(end('server')));
  expect(await metrics()).toMatch(end('ca serving'));
});

test('certificates that near their end are named well before it, and no more when they are renewed', async () => {
  // Months pass for these certificates alone: those of a whole gateway would be many wakings.
  const clock = new ManualClock();
  const db = openSqlite(':memory:', migrations);
  const log = createLog('test', 'silent');
  const config = identityConfig.parse({});
  const identity = openSiteIdentity({ db, site: testSite, dataDir: newDataDir(), config, clock, log });
  const ca = await identity.ca();
  const wish = { commonName: 'x', names: {}, publicKey: publicKeyOf(newTlsKey()), lifeMs: 40 * dayMs };
  const certify = async (owner: Owner) => {
    identity.identities.put(owner, { role: 'reader', eventTypes: '*' });
    identity.certificates.keep(ca, owner, await ca.sign({ ...wish, use: 'client' }));
  };
  let server = await ca.sign({ ...wish, use: 'server' });
  await certify({ kind: 'client', name: 'billing' });
  const incidents = openIncidents(db, { clock, log });
  const watch = watchCertificates({ identity, incidents, serverCertificate: () => server, clock });
  const named = () =>
    incidents
      .open()
      .map(({ code, subject }) => `${code} ${subject}`)
      .sort();
  const after = async (days: number, expected: readonly string[]) => {
    clock.advance((days - 1 / 24) * dayMs);
    await soon(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      clock.advance(60_000);
      expect(named()).toEqual(expected);
    });
  };
  await soon(() => expect(watch.ends()).toHaveLength(2));
  await after(28, []);
  await after(3, ['CLIENT_CERTIFICATE_EXPIRING billing', 'SERVER_CERTIFICATE_EXPIRING ']);
  server = await ca.sign({ ...wish, use: 'server', lifeMs: 20_000 * dayMs });
  await certify({ kind: 'client', name: 'billing' });
  await after(1, []);
  watch.stop();
  const later = new ManualClock(new Date(clock.now() + 19.6 * 365 * dayMs).toISOString());
  const lateWatch = watchCertificates({ identity, incidents, serverCertificate: () => server, clock: later });
  await soon(() => expect(named()).toContain('SITE_CA_EXPIRING '));
  lateWatch.stop();
  incidents.close();
  db.close();
});
