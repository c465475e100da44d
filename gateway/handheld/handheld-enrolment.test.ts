import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { rmSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type HandheldGrant,
  handheldEnrolmentMessage,
  handheldGrant,
} from '../../protocols/wire/handheld-enrolment.ts';
import { connectStation, newDataDir, startTestGateway } from '../gateway-test-kit.ts';
import type { RunningGateway } from '../main.ts';

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
