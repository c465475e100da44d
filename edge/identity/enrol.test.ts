import { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { gatewayConfig, type RunningGateway, startGateway } from '../../gateway/main.ts';
import { systemClock } from '../../kernel/clock.ts';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { type ClientTls, createTlsFetch, type Fetch } from '../../kernel/tls/tls-fetch.ts';
import { readCertificate } from '../../kernel/tls/tls-x509.ts';
import { stationInvitation } from '../../protocols/wire/enrolment.ts';
import { edgeConfig, startEdge } from '../main.ts';
import { enrolStation } from './enrol.ts';
import { loadIdentity } from './own-identity.ts';
import { startUpkeep } from './upkeep.ts';

/** On a machine that is busy with other tests too, a second is not long. */
const soon = <Result>(check: () => Result | Promise<Result>) => vi.waitFor(check, { timeout: 30_000 });

const site = 'HAM';
const operatorToken = 'operator-token-0001';
const logged: string[] = [];
const log = pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) });
const deps = { log, clock: systemClock };

let gateway: RunningGateway;
let gatewayDir: string;
let asOperator: Fetch;
const undo: (() => unknown)[] = [];

beforeEach(async () => {
  logged.length = 0;
  gatewayDir = mkdtempSync(join(tmpdir(), 'packproof-enrol-gateway-'));
  const http = { port: 0, tokens: { [operatorToken]: 'operator' } };
  const config = { site, dataDir: gatewayDir, tls: { mode: 'site' }, mqtt: { port: 0 }, http };
  gateway = await startGateway(gatewayConfig.parse(config), deps);
  undo.push(() => gateway.stop());
  asOperator = trusting(caFile());
});
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const caFile = () => readFileSync(join(gatewayDir, 'identity', 'ca.crt'), 'utf8');
function trusting(ca: string): Fetch {
  const tls: ClientTls = { ca };
  return createTlsFetch(() => tls);
}
const newDir = () => mkdtempSync(join(tmpdir(), 'packproof-enrol-station-'));

async function operate(path: string, body?: unknown): Promise<unknown> {
  const answer = await asOperator(new URL(path, gateway.httpUrl), {
    headers: { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  return answer.json();
}

async function invite(station: string) {
  const invitation = await operate('/v1/enrolments', { v: 1, station, gatewayUrl: gateway.httpUrl });
  return stationInvitation.parse(invitation);
}

async function enrolled(station: string, dataDir = newDir()) {
  const { code, caFingerprint } = await invite(station);
  await enrolStation({ gatewayUrl: gateway.httpUrl, code, caFingerprint, dataDir });
  const identity = loadIdentity(dataDir, { site, station });
  if (identity === null) throw new Error('not enrolled');
  return { identity, dataDir, code };
}

async function runEdge(dataDir: string, station: string) {
  const edge = await startEdge(
    edgeConfig.parse({
      site,
      station,
      dataDir,
      gateway: { httpUrl: gateway.httpUrl, mqttUrl: gateway.mqttUrl },
      sscc: { extensionDigit: 1, firstSerial: 1, lastSerial: 99 },
      http: { port: 0 },
    }),
    deps,
  );
  undo.push(() => edge.stop());
  const report = async () => {
    const answer = await fetch(`${edge.url}/v1/status`);
    return (await answer.json()) as { facts: { connected: boolean; acknowledged: number; lastSeq: number } };
  };
  return { edge, report };
}

describe('a station', () => {
  test('that redeems its code is known from then on by its own keys, over MQTT and HTTP', async () => {
    const { dataDir } = await enrolled('S1');
    const { report } = await runEdge(dataDir, 'S1');
    await soon(async () =>
      expect((await report()).facts).toMatchObject({ connected: true, acknowledged: 1 }),
    );
    expect(await operate('/v1/identities/stations')).toMatchObject({
      stations: [{ station: 'S1', revokedAt: null, certificates: [{ state: 'valid' }] }],
    });
  });

  test('keeps its keys to itself: they never leave it, and only its owner can read them', async () => {
    const { dataDir, identity } = await enrolled('S1');
    const folder = join(dataDir, 'identity');
    for (const each of [folder, join(gatewayDir, 'identity')]) {
      expect(statSync(each).mode & 0o777).toBe(0o700);
      for (const file of readdirSync(each)) expect(statSync(join(each, file)).mode & 0o777).toBe(0o600);
    }
    expect(readdirSync(folder)).toEqual(['identity.json']);
    const database = readFileSync(join(gatewayDir, 'gateway.sqlite')).toString('latin1');
    for (const key of [identity.stored.factKey, identity.stored.tlsKey])
      expect(database).not.toContain(key.split('\n')[1]);
    expect(readCertificate(identity.stored.certificate)?.subjectAltName).toBe(
      'URI:urn:packproof:site:HAM:station:S1',
    );
  });

  test('is told what is wrong with a code: mistyped, unknown, used by another, expired', async () => {
    const { code, caFingerprint } = await invite('S1');
    const tryWith = (typed: string, dataDir = newDir()) =>
      enrolStation({ gatewayUrl: gateway.httpUrl, code: typed, caFingerprint, dataDir });
    const mistyped = `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`;
    await expect(tryWith(mistyped)).rejects.toMatchObject({ code: 'ENROLMENT_CODE_MISTYPED' });
    await expect(tryWith('00000-00000-00000-1234S')).rejects.toThrow(/ENROLMENT_CODE_UNKNOWN/);
    const dataDir = newDir();
    expect(await tryWith(code.toLowerCase(), dataDir)).toMatchObject({ station: 'S1', already: false });
    expect(await tryWith(code, dataDir)).toMatchObject({ station: 'S1', already: true });
    await expect(tryWith(code)).rejects.toThrow(/ENROLMENT_CODE_USED/);
    const newer = await invite('S1');
    await expect(tryWith(code)).rejects.toThrow(/ENROLMENT_CODE_UNKNOWN/);
    await expect(tryWith(newer.code, dataDir)).resolves.toMatchObject({ station: 'S1', already: false });
  });

  test('does not send its code to a gateway with another CA than its invitation names', async () => {
    const { code } = await invite('S1');
    const elsewhere = {
      gatewayUrl: gateway.httpUrl,
      code,
      caFingerprint: 'ab'.repeat(32),
      dataDir: newDir(),
    };
    await expect(enrolStation(elsewhere)).rejects.toMatchObject({ code: 'ENROLMENT_NOT_TRUSTED' });
    await expect(enrolStation({ ...elsewhere, caFingerprint: undefined })).rejects.toMatchObject({
      code: 'ENROLMENT_FAILED',
    });
    await expect(
      enrolStation({ ...elsewhere, gatewayUrl: 'http://gateway.example:8081' }),
    ).rejects.toMatchObject({ code: 'ENROLMENT_NOT_TRUSTED' });
  });

  test('does not start with the identity of another', async () => {
    const { dataDir } = await enrolled('S1');
    await expect(runEdge(dataDir, 'S2')).rejects.toMatchObject({ code: 'STATION_IDENTITY_FOREIGN' });
  });

  test('that is revoked is out at once, and cannot come back by itself', async () => {
    const { dataDir } = await enrolled('S1');
    const { report } = await runEdge(dataDir, 'S1');
    await soon(async () => expect((await report()).facts.connected).toBe(true));
    await operate('/v1/identities/stations/S1/revoke', { v: 1, reason: 'stolen' });
    await soon(async () => expect((await report()).facts.connected).toBe(false));
    await soon(async () => {
      const status = (await operate('/v1/status')) as { refused: Record<string, number> };
      expect(status.refused.IDENTITY_REVOKED).toBeGreaterThan(0);
    });
    expect((await report()).facts.connected).toBe(false);
  });

  test('makes new keys when an operator asks for it, announced by the old one', async () => {
    const { identity } = await enrolled('S1');
    const before = { key: identity.keyId, tls: identity.tls };
    await operate('/v1/identities/stations/S1/rotate', { v: 1 });
    const fetchOwn = createTlsFetch(() => identity.tls);
    const upkeep = startUpkeep({ identity, gatewayUrl: gateway.httpUrl, fetch: fetchOwn, ...deps });
    undo.push(upkeep.stop);
    await soon(() => expect(identity.keyId).not.toBe(before.key));
    // The first use of the new certificate ends the old one.
    const askWith = async (tls: ClientTls) =>
      (await createTlsFetch(() => tls)(new URL('/v1/identity', gateway.httpUrl))).json();
    expect(await askWith(before.tls)).toMatchObject({ station: 'S1' });
    expect(await askWith(identity.tls)).toMatchObject({ station: 'S1', rotate: false });
    expect(await askWith(before.tls)).toMatchObject({ code: 'IDENTITY_REPLACED' });
    expect(await operate('/v1/identities/stations')).toMatchObject({
      stations: [{ rotationWanted: false, key: identity.keyId, certificates: [{ state: 'valid' }] }],
    });
  });

  test('renews its certificate by itself after two thirds of its life, and not before', async () => {
    const { identity, dataDir } = await enrolled('S1');
    const asked: string[] = [];
    const own = createTlsFetch(() => identity.tls);
    const counting: Fetch = (input, init) => {
      asked.push(new URL(String(input)).pathname);
      return own(input, init);
    };
    const before = identity.tls.cert;
    const at = (days: number) => new ManualClock(new Date(Date.now() + days * 86_400_000).toISOString());
    const lookAt = (days: number) => {
      const upkeep = startUpkeep({
        identity,
        gatewayUrl: gateway.httpUrl,
        fetch: counting,
        log,
        clock: at(days),
      });
      undo.push(upkeep.stop);
    };
    lookAt(55);
    await soon(() => expect(asked).toEqual(['/v1/identity']));
    lookAt(62);
    await soon(() => expect(identity.tls.cert).not.toBe(before));
    expect(asked).toEqual(['/v1/identity', '/v1/identity', '/v1/identity/renewals']);
    expect(loadIdentity(dataDir, { site, station: 'S1' })?.tls.cert).toBe(identity.tls.cert);
  });

  test('follows its site to a new CA by itself, and the old one is dropped when nobody uses it', async () => {
    const { identity, dataDir } = await enrolled('S1');
    const { report } = await runEdge(dataDir, 'S1');
    await soon(async () => expect((await report()).facts.connected).toBe(true));
    const before = identity.tls.cert;
    expect(await operate('/v1/authorities', { v: 1 })).toMatchObject({
      authorities: [{ users: [{ name: 'S1' }] }, { unaware: [{ kind: 'station', name: 'S1' }] }],
    });
    const own = createTlsFetch(() => identity.tls);
    const clock = new ManualClock(new Date().toISOString());
    const upkeep = startUpkeep({ identity, gatewayUrl: gateway.httpUrl, fetch: own, log, clock });
    undo.push(upkeep.stop);
    await soon(() => expect(identity.tls.cert).not.toBe(before));
    expect(identity.stored.serverAuthorities).toBe(caFile());
    // Its next look is the first use of the new certificate.
    await soon(async () => {
      clock.advance(13 * 60_000);
      expect(await operate('/v1/authorities/users')).toMatchObject({
        authorities: [{ users: [] }, { users: [{ name: 'S1' }], unaware: [] }],
      });
    });
    asOperator = trusting(caFile());
    expect(await operate('/v1/authorities/serve', { v: 1 })).toMatchObject({
      authorities: [{ role: 'serving' }, { role: 'old' }],
    });
    expect(await operate('/v1/authorities/drop', { v: 1 })).toMatchObject({
      authorities: [{ role: 'serving', users: [{ name: 'S1' }] }],
    });
    await soon(async () => {
      clock.advance(13 * 60_000);
      expect(identity.stored.serverAuthorities).toBe(caFile());
    });
    // A station that joins now knows the new CA only.
    asOperator = trusting(caFile());
    expect((await enrolled('S2')).identity.stored.authority).toBe(caFile());
  });

  test('whose new keys were taken but not confirmed goes on with the same ones', async () => {
    const { identity } = await enrolled('S1');
    await operate('/v1/identities/stations/S1/rotate', { v: 1 });
    const own = createTlsFetch(() => identity.tls);
    let lost = 0;
    const losing: Fetch = async (input, init) => {
      const answer = await own(input, init);
      if (init?.method !== 'POST' || lost > 0) return answer;
      lost += 1;
      throw new Error('the answer was lost');
    };
    const clock = new ManualClock();
    const upkeep = startUpkeep({ identity, gatewayUrl: gateway.httpUrl, fetch: losing, log, clock });
    undo.push(upkeep.stop);
    const before = identity.keyId;
    await soon(() => expect(lost).toBe(1));
    const known = async () => {
      const { stations } = (await operate('/v1/identities/stations')) as { stations: { key: string }[] };
      return stations[0]?.key;
    };
    expect(await known()).not.toBe(before);
    await soon(async () => {
      clock.advance(12 * 60_000);
      expect(identity.keyId).toBe(await known());
    });
    expect(identity.store.readPending()).toBeNull();
  });
});

test('no secret stands in any line of the log, however much is logged', async () => {
  const { identity, dataDir, code } = await enrolled('S1');
  const { report } = await runEdge(dataDir, 'S1');
  await soon(async () => expect((await report()).facts.connected).toBe(true));
  const added = (await operate('/v1/identities/clients', {
    v: 1,
    name: 'billing',
    role: 'reader',
    eventTypes: '*',
  })) as { secret: string };
  expect(added.secret).toMatch(/^pp_.{43}$/);
  const asked = await asOperator(new URL('/v1/events', gateway.httpUrl), {
    headers: { authorization: `Bearer ${added.secret}x` },
  });
  expect(asked.status).toBe(401);
  expect(logged.length).toBeGreaterThan(3);
  const text = logged.join('');
  const keys = [identity.stored.factKey, identity.stored.tlsKey].map((pem) => pem.split('\n')[1] ?? '');
  for (const secret of [code, code.replaceAll('-', ''), operatorToken, added.secret, ...keys])
    expect(text).not.toContain(secret);
});
