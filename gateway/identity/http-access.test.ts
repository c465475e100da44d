import { generateKeyPairSync, sign } from 'node:crypto';
import { Agent, request } from 'node:https';
import { describe, expect, test } from 'vitest';
import { type ClientTls, createTlsFetch } from '../../kernel/tls/tls-fetch.ts';
import { createRequest, newTlsKey } from '../../kernel/tls/tls-x509.ts';
import { enrolmentMessage } from '../../protocols/wire/enrolment.ts';
import { chainOf, connectStation } from '../testing-gateway.ts';
import {
  addClient,
  ask,
  ca,
  clients,
  enrol,
  gateway,
  operate,
  operatorToken,
  soon,
  startForEachTest,
} from './testing-access.ts';

startForEachTest();

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
