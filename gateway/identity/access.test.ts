import { generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { Agent, request } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls, type SecureVersion } from 'node:tls';
import type { IClientOptions, MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { type ClientTls, createTlsFetch } from '../../kernel/tls/tls-fetch.ts';
import {
  createAuthority,
  createRequest,
  newTlsKey,
  publicKeyOf,
  signCertificate,
} from '../../kernel/tls/tls-x509.ts';
import { enrolmentMessage } from '../../protocols/wire/enrolment.ts';
import { clientCredentials } from '../../protocols/wire/identities.ts';
import { ackTopic, eventsTopic, factsTopic, stationClientId } from '../../protocols/wire/topics.ts';
import { chainOf, connectMqtt, connectStation, newDataDir, testSite } from '../gateway-test-kit.ts';
import { gatewayConfig, type RunningGateway, startGateway } from '../main.ts';

/** On a machine that is busy with other tests too, a second is not long. */
const soon = <Result>(check: () => Result | Promise<Result>) => vi.waitFor(check, { timeout: 15_000 });

const operatorToken = 'operator-token-0001';
let gateway: RunningGateway;
let ca: string;
const clients: MqttClient[] = [];

beforeEach(async () => {
  await start({});
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true);
  await gateway.stop();
});

async function start(settings: object): Promise<void> {
  const config = gatewayConfig.parse({
    site: testSite,
    dataDir: newDataDir(),
    tls: { mode: 'site' },
    mqtt: { port: 0, stationTokens: { 'pack-9': 'token-of-pack-nine' } },
    http: { port: 0, tokens: { [operatorToken]: 'operator' } },
    ...settings,
  });
  gateway = await startGateway(config, { log: createLog('test', 'silent'), clock: systemClock });
  const blind: ClientTls = { rejectUnauthorized: false };
  const answer = await createTlsFetch(() => blind)(`${gateway.httpUrl}/v1/enrolments/authority`);
  ca = ((await answer.json()) as { certificate: string }).certificate;
}

/** Asks a route, as whoever holds the certificate or token. */
async function ask(path: string, as: { tls?: ClientTls; token?: string } = {}, body?: unknown) {
  const tls: ClientTls = { ca, ...as.tls };
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
const refused = async () => (await operate('/v1/status')).body.refused as Record<string, number>;

/** What the device does that joins as a station, without our program. */
async function enrol(station: string): Promise<Required<Pick<ClientTls, 'ca' | 'cert' | 'key'>>> {
  const { code } = (await operate('/v1/enrolments', { v: 1, station })).body as { code: string };
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const key = newTlsKey();
  const certificateRequest = await createRequest('x', key);
  const wanted = { v: 1, code, certificateRequest, factKey: publicKey.export({ format: 'jwk' }).x ?? '' };
  const proof = sign(null, Buffer.from(enrolmentMessage(wanted)), privateKey).toString('base64url');
  const { body } = await ask('/v1/enrolments/redeem', {}, { ...wanted, proof });
  return { ca, cert: String(body.certificate), key };
}

async function addClient(client: object, key?: string) {
  const certified = key === undefined ? {} : { certificateRequest: await createRequest('x', key) };
  return clientCredentials.parse(
    (await operate('/v1/identities/clients', { v: 1, ...client, ...certified })).body,
  );
}

async function mqttAs(options: IClientOptions): Promise<MqttClient> {
  const client = await connectMqtt(gateway.mqttUrl, { ca, ...options });
  client.on('error', () => {});
  clients.push(client);
  return client;
}
const closeOf = (client: MqttClient) => new Promise<void>((resolve) => client.once('close', () => resolve()));
const connack = (options: IClientOptions): Promise<unknown> =>
  mqttAs(options).then(
    () => 0,
    (error: { code?: unknown; message: string }) => error.code ?? error.message,
  );

describe('over MQTT', () => {
  test('a station is the one that its certificate names, and no other', async () => {
    const tls = await enrol('pack-1');
    const station = await connectStation(gateway.mqttUrl, 'pack-1', tls);
    clients.push(station.client);
    await station.send(chainOf('pack-1', 3));
    await soon(() => expect(station.acks.at(-1)?.upTo).toBe(3));
    expect(await connack({ ...tls, clientId: stationClientId(testSite, 'pack-2') })).toBe(5);
    expect(await connack({ ...tls, clientId: 'billing' })).toBe(5);
    expect(await connack({ clientId: stationClientId(testSite, 'pack-1') })).toBe(4);
    expect(await refused()).toMatchObject({ IDENTITY_MISMATCH: 2, MQTT_NOT_AUTHORIZED: 1 });
    const closed = closeOf(station.client);
    station.client.publish(factsTopic(testSite, 'pack-2'), '{}', { qos: 1 }, () => {});
    await closed;
  });

  test('a certificate of another CA counts for nothing, whatever it says', async () => {
    const nowMs = Date.now();
    const forger = await createAuthority(`Packproof site ${testSite}`, nowMs, 86_400_000);
    const key = newTlsKey();
    const wish = {
      commonName: 'pack-1',
      publicKey: publicKeyOf(key),
      use: 'client' as const,
      nowMs,
      lifeMs: 86_400_000,
    };
    const names = { uri: [`urn:packproof:site:${testSite}:station:pack-1`] };
    const cert = await signCertificate(forger, { ...wish, names });
    expect(await connack({ cert, key, clientId: stationClientId(testSite, 'pack-1') })).toBe(5);
    expect(await refused()).toEqual({ IDENTITY_UNKNOWN: 1 });
    expect((await ask('/v1/work', { tls: { cert, key } })).body).toMatchObject({ code: 'IDENTITY_UNKNOWN' });
  });

  test('tokens of the configuration go on working, and a revoked name cannot use one', async () => {
    const asNine = {
      clientId: stationClientId(testSite, 'pack-9'),
      password: 'token-of-pack-nine',
      username: 'x',
    };
    expect(await connack(asNine)).toBe(0);
    await enrol('pack-9');
    await operate('/v1/identities/stations/pack-9/revoke', { v: 1 });
    expect(await connack(asNine)).toBe(5);
    expect((await ask('/v1/work', { token: 'token-of-pack-nine' })).body).toMatchObject({
      code: 'IDENTITY_REVOKED',
    });
  });

  test('a client hears the types of events that it was granted, by secret or by certificate, until it is revoked', async () => {
    const key = newTlsKey();
    const { secret } = await addClient({ name: 'billing', role: 'reader', eventTypes: ['order.started'] });
    const { certificate } = await addClient({ name: 'bi', role: 'reader', eventTypes: '*' }, key);
    const billing = await mqttAs({ clientId: 'b', username: 'billing', password: secret ?? '' });
    const bi = await mqttAs({ clientId: 'bi-1', cert: certificate ?? '', key });
    expect(await connack({ clientId: 'b2', username: 'someone', password: secret ?? '' })).toBe(4);
    await expect(billing.subscribeAsync(eventsTopic(testSite, 'shipment.dispatched'))).rejects.toThrow();
    const heard: string[] = [];
    billing.on('message', (topic) => heard.push(topic));
    bi.on('message', (topic) => heard.push(topic));
    await billing.subscribeAsync(eventsTopic(testSite, 'order.started'), { qos: 1 });
    await bi.subscribeAsync(eventsTopic(testSite, '#'), { qos: 1 });
    const station = await connectStation(gateway.mqttUrl, 'pack-1', await enrol('pack-1'));
    clients.push(station.client);
    await station.send(chainOf('pack-1', 1));
    await soon(() => expect(heard).toEqual(Array(2).fill(eventsTopic(testSite, 'order.started'))));
    const closed = closeOf(billing);
    await operate('/v1/identities/clients/billing/revoke', { v: 1, reason: 'contract ended' });
    await closed;
    expect(await connack({ clientId: 'b', username: 'billing', password: secret ?? '' })).toBe(4);
    expect(bi.connected).toBe(true);
  });

  test('one identity has a bounded number of connections, and a second of a station is counted', async () => {
    const { secret } = await addClient({ name: 'greedy', role: 'reader', eventTypes: '*' });
    const connecting = Array.from({ length: 25 }, (_, n) =>
      connack({ clientId: `g-${n}`, username: 'greedy', password: secret ?? '' }),
    );
    const answers = await Promise.all(connecting);
    expect(answers.filter((answer) => answer === 0)).toHaveLength(20);
    expect(answers.filter((answer) => answer === 3)).toHaveLength(5);
    const tls = await enrol('pack-1');
    clients.push((await connectStation(gateway.mqttUrl, 'pack-1', tls)).client);
    clients.push((await connectStation(gateway.mqttUrl, 'pack-1', tls)).client);
    expect(await refused()).toMatchObject({ MQTT_TOO_MANY_CONNECTIONS: 5, MQTT_SESSION_TAKEN_OVER: 1 });
  });

  test('an address connects no more often than it may', async () => {
    await gateway.stop();
    await start({ mqtt: { port: 0, connectionsPerMinute: 5 } });
    const { hostname, port } = new URL(gateway.mqttUrl);
    const ended = Array.from({ length: 12 }, async () => {
      const socket = connectTcp(Number(port), hostname);
      socket.on('error', () => {});
      setTimeout(() => socket.destroy(), 2_000).unref();
      await once(socket, 'close');
    });
    await soon(async () => expect((await refused()).MQTT_CONNECTION_RATE).toBe(7));
    await Promise.all(ended);
  });

  test('nothing but TLS 1.2 and newer gets in', async () => {
    const { hostname, port } = new URL(gateway.mqttUrl);
    const at = (maxVersion: SecureVersion) =>
      new Promise<string>((resolve) => {
        // Security level 0 lets this client offer what the gateway must refuse.
        const tls = { ca, minVersion: maxVersion, maxVersion, ciphers: 'DEFAULT@SECLEVEL=0' };
        const socket = connectTls({ host: hostname, port: Number(port), ...tls }, () => {
          resolve(socket.getProtocol() ?? '');
          socket.destroy();
        });
        socket.on('error', () => resolve('refused'));
      });
    expect([await at('TLSv1.1'), await at('TLSv1.2'), await at('TLSv1.3')]).toEqual([
      'refused',
      'TLSv1.2',
      'TLSv1.3',
    ]);
    const plain = connectTcp(Number(port), hostname);
    plain.on('error', () => {});
    plain.write('GET / HTTP/1.1\r\n\r\n');
    await once(plain, 'close');
    expect((await refused()).MQTT_TLS_FAILED).toBeGreaterThanOrEqual(2);
  });
});

describe('over HTTP', () => {
  test('a station reads its work and its own identity, and nothing else', async () => {
    const tls = await enrol('pack-1');
    expect((await ask('/v1/work', { tls })).body).toMatchObject({ code: 'WORK_NOT_YET' });
    expect((await ask('/v1/identity', { tls })).body).toMatchObject({ station: 'pack-1', rotate: false });
    for (const path of [
      '/v1/events',
      '/v1/status',
      '/v1/identities/stations',
      '/v1/consumers/x',
      '/v1/work/position',
    ])
      expect([path, (await ask(path, { tls })).body.code]).toEqual([path, 'NOT_ALLOWED']);
    expect((await ask('/v1/work')).status).toBe(401);
    expect((await ask('/v1/identity', { token: 'token-of-pack-nine' })).body).toMatchObject({
      code: 'IDENTITY_NOT_ENROLLED',
    });
  });

  test('a client that was granted some events reads those, and nothing else', async () => {
    const { secret } = await addClient({ name: 'billing', role: 'reader', eventTypes: ['order.started'] });
    const { secret: none } = await addClient({
      name: 'other',
      role: 'reader',
      eventTypes: ['shipment.dispatched'],
    });
    const station = await connectStation(gateway.mqttUrl, 'pack-1', await enrol('pack-1'));
    clients.push(station.client);
    await station.send(chainOf('pack-1', 2));
    const events = async (token: string | null) => (await ask('/v1/events', { token: token ?? '' })).body;
    expect((await events(secret)).events).toHaveLength(2);
    expect(await events(none)).toMatchObject({ events: [], cursor: 2 });
    for (const path of ['/v1/status', '/v1/work', '/v1/identities/clients'])
      expect([path, (await ask(path, { token: secret ?? '' })).body.code]).toEqual([path, 'NOT_ALLOWED']);
  });

  test('a revoked station cannot go on with a TLS session that it resumes', async () => {
    const tls = await enrol('pack-1');
    const agent = new Agent({ ...tls, maxCachedSessions: 10 });
    const get = () =>
      new Promise<{ status: number; reused: boolean }>((resolve, reject) => {
        const asking = request(new URL('/v1/identity', gateway.httpUrl), { agent }, (answer) => {
          const reused = (answer.socket as { isSessionReused?: () => boolean }).isSessionReused?.() ?? false;
          answer.resume().once('end', () => resolve({ status: answer.statusCode ?? 0, reused }));
        });
        asking.on('error', reject);
        asking.end();
      });
    expect((await get()).status).toBe(200);
    // What is resumed is still known: the session carries the certificate.
    await soon(async () => expect(await get()).toEqual({ status: 200, reused: true }));
    await operate('/v1/identities/stations/pack-1/revoke', { v: 1 });
    expect((await get()).status).toBe(403);
    agent.destroy();
  });

  test('over TLS browsers are told to stay with it', async () => {
    const tls: ClientTls = { ca };
    const answer = await createTlsFetch(() => tls)(`${gateway.httpUrl}/v1/enrolments/authority`);
    expect(answer.headers.get('strict-transport-security')).toBe('max-age=31536000');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'self'");
  });

  test('a client renews its own certificate over that certificate, with the grants that it has and no others', async () => {
    const key = newTlsKey();
    const added = await addClient(
      { name: 'billing', role: 'reader', eventTypes: ['shipment.dispatched'] },
      key,
    );
    const first = { cert: added.certificate ?? '', key };
    expect((await ask('/v1/identity/client', { tls: first })).body).toMatchObject({
      name: 'billing',
      renew: false,
    });
    const next = newTlsKey();
    const request = { v: 1, certificateRequest: await createRequest('somebody-else', next) };
    const renewed = await ask('/v1/identity/client/renewals', { tls: first }, request);
    expect(renewed.body).toMatchObject({ name: 'billing', serverAuthorities: ca });
    const second = { cert: String(renewed.body.certificate), key: next };
    // The old one is good until the new one is used: an answer that was lost locks nobody out.
    expect((await ask('/v1/events', { tls: first })).status).toBe(200);
    expect((await ask('/v1/events', { tls: second })).status).toBe(200);
    expect((await ask('/v1/events', { tls: first })).body).toMatchObject({ code: 'IDENTITY_REPLACED' });
    expect((await ask('/v1/status', { tls: second })).status).toBe(403);
    expect((await operate('/v1/identities/clients')).body).toMatchObject({
      clients: [{ name: 'billing', eventTypes: ['shipment.dispatched'], certificates: [{ state: 'valid' }] }],
    });
    await operate('/v1/identities/clients/billing/revoke', { v: 1 });
    expect((await ask('/v1/identity/client/renewals', { tls: second }, request)).body).toMatchObject({
      code: 'IDENTITY_REVOKED',
    });
    const { secret } = await addClient({ name: 'poor', role: 'reader', eventTypes: '*' });
    const refusedRenewals = [
      await ask('/v1/identity/client/renewals', { token: secret ?? '' }, request),
      await ask('/v1/identity/client/renewals', { token: operatorToken }, request),
      await ask('/v1/identity/client/renewals', { tls: await enrol('pack-1') }, request),
    ];
    expect(refusedRenewals.map(({ body }) => body.code)).toEqual([
      'IDENTITY_NOT_ENROLLED',
      'IDENTITY_NOT_ENROLLED',
      'NOT_ALLOWED',
    ]);
  });

  test('whoever renews without end fills nothing', async () => {
    const key = newTlsKey();
    const added = await addClient({ name: 'eager', role: 'reader', eventTypes: '*' }, key);
    const tls = { cert: added.certificate ?? '', key };
    const request = { v: 1, certificateRequest: await createRequest('eager', key) };
    for (let time = 0; time < 15; time += 1) await ask('/v1/identity/client/renewals', { tls }, request);
    const { clients: listed } = (await operate('/v1/identities/clients')).body as {
      clients: { certificates: unknown[] }[];
    };
    expect(listed[0]?.certificates.length).toBeLessThanOrEqual(11);
    const last = [];
    for (let time = 0; time < 25; time += 1)
      last.push((await ask('/v1/identity/client/renewals', { tls }, request)).body.code);
    expect(last).toContain('TOO_MANY_REQUESTS');
    expect((await ask('/v1/events', { tls })).status).toBe(200);
  });

  test('codes are not guessed: after ten wrong ones an address has to wait', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const certificateRequest = await createRequest('x', newTlsKey());
    const wanted = {
      v: 1,
      code: '00000-00000-00000-1234S',
      certificateRequest,
      factKey: publicKey.export({ format: 'jwk' }).x ?? '',
    };
    const proof = sign(null, Buffer.from(enrolmentMessage(wanted)), privateKey).toString('base64url');
    const codes: unknown[] = [];
    for (let n = 0; n < 12; n += 1)
      codes.push((await ask('/v1/enrolments/redeem', {}, { ...wanted, proof })).body.code);
    expect(codes.slice(0, 10)).toEqual(Array(10).fill('ENROLMENT_CODE_UNKNOWN'));
    expect(codes.slice(10)).toEqual(['TOO_MANY_REQUESTS', 'TOO_MANY_REQUESTS']);
  });

  test('codes are not guessed many at once either', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const certificateRequest = await createRequest('x', newTlsKey());
    const factKey = publicKey.export({ format: 'jwk' }).x ?? '';
    const wanted = { v: 1, code: '00000-00000-00000-1234S', certificateRequest, factKey };
    const proof = sign(null, Buffer.from(enrolmentMessage(wanted)), privateKey).toString('base64url');
    const answers = await Promise.all(
      Array.from({ length: 25 }, () => ask('/v1/enrolments/redeem', {}, { ...wanted, proof })),
    );
    const told = answers.filter(({ body }) => body.code === 'ENROLMENT_CODE_UNKNOWN');
    expect(told.length).toBeLessThanOrEqual(11);
  });

  test('a proof with another key, or over another code, enrols nobody and spends no code', async () => {
    const { code } = (await operate('/v1/enrolments', { v: 1, station: 'pack-1' })).body as { code: string };
    const [mine, other] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
    const certificateRequest = await createRequest('x', newTlsKey());
    const wanted = {
      v: 1,
      code,
      certificateRequest,
      factKey: mine.publicKey.export({ format: 'jwk' }).x ?? '',
    };
    const proven = (key: typeof mine, message: string) => ({
      ...wanted,
      proof: sign(null, Buffer.from(message), key.privateKey).toString('base64url'),
    });
    for (const bad of [
      proven(other, enrolmentMessage(wanted)),
      proven(mine, enrolmentMessage({ ...wanted, code: '00000-00000-00000-1234S' })),
    ])
      expect((await ask('/v1/enrolments/redeem', {}, bad)).body.code).toBe('ENROLMENT_PROOF_INVALID');
    const good = await ask('/v1/enrolments/redeem', {}, proven(mine, enrolmentMessage(wanted)));
    expect(good.status).toBe(200);
  });
});

test('a subscriber cannot have acknowledgements of stations', async () => {
  const { secret } = await addClient({ name: 'curious', role: 'reader', eventTypes: '*' });
  const client = await mqttAs({ clientId: 'c', username: 'curious', password: secret ?? '' });
  for (const topic of [ackTopic(testSite, 'pack-1'), '#', '$SYS/#', '+/v1/#'])
    await expect(client.subscribeAsync(topic)).rejects.toThrow();
});
