import { createHash, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type HandheldGrant,
  handheldEnrolmentMessage,
  handheldGrant,
  handheldRotationMessage,
} from '../../protocols/wire/handheld-enrolment.ts';
import type { RunningGateway } from '../main.ts';
import { connectStation, newDataDir, startTestGateway } from '../testing-gateway.ts';

/** There is no work yet, which only those are told who are let in. */
const letIn = 503;
const operator = 'an-operator-of-the-site';
let dataDir: string;
let gateway: RunningGateway;

beforeEach(async () => {
  dataDir = newDataDir();
  gateway = await startTestGateway(dataDir, {
    mqtt: { port: 0, stationTokens: { S9: 'a-token-of-a-station' } },
    http: { port: 0, tokens: { [operator]: 'operator' } },
    handheld: { sscc: { extensionDigit: 8, firstSerial: 100, lastSerial: 119, each: 10 } },
  });
});
afterEach(async () => {
  await gateway.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

async function post(path: string, body: unknown, token?: string) {
  const headers = {
    'content-type': 'application/json',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  };
  const response = await fetch(`${gateway.httpUrl}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const invite = (station: string) =>
  post('/v1/enrolments', { v: 1, station, gatewayUrl: 'https://gw.example:8081', handheld: true }, operator);

interface Device {
  readonly factKey: string;
  readonly privateKey: KeyObject;
}

function newDevice(): Device {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return { factKey: publicKey.export({ format: 'jwk' }).x ?? '', privateKey };
}

async function redeem(code: string, { factKey, privateKey }: Device) {
  const message = handheldEnrolmentMessage({ code, factKey });
  const proof = sign(null, Buffer.from(message), privateKey).toString('base64url');
  return post('/v1/enrolments/handheld', { v: 1, code, factKey, proof });
}

/** What a handheld asks for its next key with; `by`: who announces it. */
function rotationTo(next: Device, by: Device, secret = `pph_${'s'.repeat(43)}`) {
  const message = handheldRotationMessage({ site: 'berlin', station: 'H1' }, { ...next, secret });
  const signed = ({ privateKey }: Device) =>
    sign(null, Buffer.from(message), privateKey).toString('base64url');
  return { v: 1, factKey: next.factKey, secret, announcement: signed(by), proof: signed(next) };
}
const rotate = (body: object, token: string) => post('/v1/identity/handheld/rotation', body, token);

async function enrolled(station: string): Promise<HandheldGrant> {
  const { body } = await invite(station);
  return handheldGrant.parse((await redeem(String(body.code), newDevice())).body);
}

const workWith = (secret: string) =>
  fetch(`${gateway.httpUrl}/v1/work`, { headers: { authorization: `Bearer ${secret}` } });

const connectAs = (station: string, password: string) =>
  connectStation(gateway.mqttUrl, station, { username: station, password });

test('the invitation is the address of the page, with the code where no server sees it', async () => {
  const { body } = await invite('H1');
  expect(body.invitation).toBe(`https://gw.example:8081/handheld/enrol#${String(body.code)}`);
  expect(body.qrSvg).toContain('<svg');
});

test('a handheld is let in by its secret, over MQTT and HTTP, as itself only', async () => {
  const { secret, station, site } = await enrolled('H1');
  expect([site, station]).toEqual(['berlin', 'H1']);
  const connected = await connectAs('H1', secret);
  expect(connected.acks).toBeDefined();
  expect((await workWith(secret)).status).toBe(letIn);
  await expect(connectAs('H2', secret)).rejects.toThrow(/bad username or password/i);
  const forbidden = await fetch(`${gateway.httpUrl}/v1/identities/stations`, {
    headers: { authorization: `Bearer ${secret}` },
  });
  expect(forbidden.status).toBe(403);
  await connected.client.endAsync(true);
});

test('a revoked handheld is cut at once, and does not come back', async () => {
  const { secret } = await enrolled('H1');
  const connected = await connectAs('H1', secret);
  const cut = new Promise<void>((resolve) => connected.client.once('close', () => resolve()));
  await post('/v1/identities/stations/H1/revoke', { v: 1, reason: 'lost' }, operator);
  await cut;
  await expect(connectAs('H1', secret)).rejects.toThrow(/not authorized/i);
  expect((await workWith(secret)).status).toBe(401);
});

test('a code is good once; the device that lost the answer gets a new secret and the same serials', async () => {
  const { body } = await invite('H1');
  const device = newDevice();
  const first = handheldGrant.parse((await redeem(String(body.code), device)).body);
  const again = handheldGrant.parse((await redeem(String(body.code), device)).body);
  expect(again.sscc).toEqual(first.sscc);
  expect((await workWith(first.secret)).status).toBe(401);
  expect((await workWith(again.secret)).status).toBe(letIn);
  expect((await redeem(String(body.code), newDevice())).body.code).toBe('ENROLMENT_CODE_USED');
});

test('a key that signed nothing is refused, and the code is not spent', async () => {
  const { body } = await invite('H1');
  const device = newDevice();
  const stolen = { factKey: newDevice().factKey, privateKey: device.privateKey };
  expect((await redeem(String(body.code), stolen)).body.code).toBe('ENROLMENT_PROOF_INVALID');
  expect((await redeem(String(body.code), device)).status).toBe(200);
});

test('no two handhelds get the same serials, and none are made up when they are used up', async () => {
  const serials = [await enrolled('H1'), await enrolled('H2'), await enrolled('H1')].map(({ sscc }) => sscc);
  expect(serials).toEqual([
    { extensionDigit: 8, firstSerial: 100, lastSerial: 109 },
    { extensionDigit: 8, firstSerial: 110, lastSerial: 119 },
    null,
  ]);
});

test('a new key and a new secret take the place of the old ones, announced by the old key; a lost answer locks nobody out', async () => {
  const [old, next] = [newDevice(), newDevice()];
  const { body } = await invite('H1');
  const { secret } = handheldGrant.parse((await redeem(String(body.code), old)).body);
  const open = await connectAs('H1', secret);
  await post('/v1/identities/stations/H1/rotate', { v: 1, reason: 'yearly' }, operator);
  const state = (token: string) =>
    fetch(`${gateway.httpUrl}/v1/identity/handheld`, { headers: { authorization: `Bearer ${token}` } });
  expect(await (await state(secret)).json()).toMatchObject({ station: 'H1', rotate: true });

  const request = rotationTo(next, old);
  expect((await rotate(request, secret)).status).toBe(200);
  // Its answer was lost: the old secret is good no more, the new one tells that all went well.
  expect((await rotate(request, secret)).status).toBe(401);
  expect(await (await state(request.secret)).json()).toMatchObject({ rotate: false });
  expect((await rotate(request, request.secret)).status).toBe(200);
  expect(open.client.connected).toBe(true);
  await expect(connectAs('H1', secret)).rejects.toThrow(/bad username or password/i);
  (await connectAs('H1', request.secret)).client.end(true);
  open.client.end(true);

  const { stations } = (await (
    await fetch(`${gateway.httpUrl}/v1/identities/stations`, {
      headers: { authorization: `Bearer ${operator}` },
    })
  ).json()) as { stations: { key: string; rotationWanted: boolean }[] };
  const keyId = createHash('sha256')
    .update(Buffer.from(next.factKey, 'base64url'))
    .digest('hex')
    .slice(0, 16);
  expect(stations).toMatchObject([{ key: keyId, rotationWanted: false }]);
});

test('whoever has the secret but not the key cannot put another one in its place, nor with a key of yesterday', async () => {
  const [old, next] = [newDevice(), newDevice()];
  const { body } = await invite('H1');
  const { secret } = handheldGrant.parse((await redeem(String(body.code), old)).body);
  const thief = newDevice();
  expect((await rotate(rotationTo(thief, thief), secret)).body.code).toBe('ENROLMENT_PROOF_INVALID');
  const bent = { ...rotationTo(next, old), secret: `pph_${'x'.repeat(43)}` };
  expect((await rotate(bent, secret)).body.code).toBe('ENROLMENT_PROOF_INVALID');
  const good = rotationTo(next, old);
  await rotate(good, secret);
  expect((await rotate(rotationTo(old, next), good.secret)).body.code).toBe('FACT_KEY_KNOWN');
  expect((await rotate(rotationTo(newDevice(), old), good.secret)).body.code).toBe('ENROLMENT_PROOF_INVALID');
  await post('/v1/identities/stations/H1/revoke', { v: 1, reason: 'lost' }, operator);
  expect((await rotate(rotationTo(newDevice(), next), good.secret)).status).toBe(401);
  expect((await rotate(rotationTo(newDevice(), next), 'a-token-of-a-station')).body.code).toBe(
    'IDENTITY_NOT_ENROLLED',
  );
});
