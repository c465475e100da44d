import { createHash } from 'node:crypto';
import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RunningGateway } from '../main.ts';
import { newDataDir, startTestGateway } from '../testing-gateway.ts';

const tokens = {
  station: 'a-token-of-a-station',
  operator: 'an-operator-of-the-site',
  reader: 'a-reader-of-the-site',
};
let dataDir: string;
let gateway: RunningGateway;

const start = () =>
  startTestGateway(dataDir, {
    mqtt: { port: 0, stationTokens: { H1: tokens.station } },
    http: { port: 0, tokens: { [tokens.operator]: 'operator', [tokens.reader]: 'reader' } },
    handheld: { picturesMegabytes: 1 },
  });
beforeEach(async () => {
  dataDir = newDataDir();
  gateway = await start();
});
afterEach(async () => {
  await gateway.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

function picture(text: string, padding = 0): Buffer {
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg"><title>${text}</title></svg>${' '.repeat(padding)}`,
  );
}
const hashOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

async function bring(
  bytes: Buffer,
  { sha256 = hashOf(bytes), type = 'image/svg+xml', token = tokens.station } = {},
) {
  const response = await fetch(`${gateway.httpUrl}/v1/attachments/${sha256}`, {
    method: 'PUT',
    headers: { 'content-type': type, authorization: `Bearer ${token}` },
    body: new Uint8Array(bytes),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

const read = (sha256: string, token = tokens.reader) =>
  fetch(`${gateway.httpUrl}/v1/attachments/${sha256}`, { headers: { authorization: `Bearer ${token}` } });

test('a picture is kept under the hash of its bytes, once, over a restart, and is read as it was', async () => {
  const bytes = picture('a parcel');
  const named = { sha256: hashOf(bytes), bytes: bytes.length, mediaType: 'image/svg+xml' };
  expect(await bring(bytes)).toEqual({ status: 200, body: named });
  await gateway.stop();
  writeFileSync(join(dataDir, 'pictures', 'cut-off.png.01.part'), 'half');
  gateway = await start();
  expect((await bring(bytes)).status).toBe(200);
  expect(readdirSync(join(dataDir, 'pictures'))).toEqual([`${named.sha256}.svg`]);
  const answer = await read(named.sha256);
  expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
  expect(answer.headers.get('content-type')).toBe('image/svg+xml');
  expect(answer.headers.get('content-security-policy')).toContain('sandbox');
  const unknown = await read('0'.repeat(64));
  expect([unknown.status, ((await unknown.json()) as { code: string }).code]).toEqual([
    404,
    'PICTURE_UNKNOWN',
  ]);
});

test('what is no picture, or another one than its name says, is refused and leaves nothing behind', async () => {
  const bytes = picture('a parcel');
  const codes = [
    await bring(bytes, { sha256: hashOf(picture('another')) }),
    await bring(bytes, { type: 'image/png' }),
    await bring(bytes, { type: 'text/html' }),
    await bring(bytes, { sha256: '../../etc' }),
    await bring(Buffer.alloc(10_000_001, ' ')),
  ].map(({ body }) => body.code);
  expect(codes).toEqual([
    'PICTURE_DAMAGED',
    'PICTURE_NOT_AN_IMAGE',
    'MEDIA_TYPE_UNKNOWN',
    expect.stringMatching(/NOT_FOUND|ROUTE|REQUEST_INVALID/),
    'BODY_TOO_LARGE',
  ]);
  expect(readdirSync(join(dataDir, 'pictures'))).toEqual([]);
});

test('only stations bring pictures, and only readers read them', async () => {
  expect((await bring(picture('a'), { token: tokens.reader })).status).toBe(403);
  expect((await bring(picture('a'), { token: 'a-token-of-nobody-at-all' })).status).toBe(401);
  expect((await read(hashOf(picture('a')), tokens.station)).status).toBe(403);
});

test('a full store says so, takes nothing more, and still knows what it has', async () => {
  const large = picture('large', 900_000);
  expect((await bring(large)).status).toBe(200);
  const refused = await bring(picture('one more', 200_000));
  expect([refused.status, refused.body.code, refused.body.retry]).toEqual([
    507,
    'PICTURE_STORE_FULL',
    'safe',
  ]);
  expect((await bring(large)).status).toBe(200);
  expect((await bring(picture('small'))).status).toBe(200);
  expect(existsSync(join(dataDir, 'pictures', `${hashOf(large)}.svg`))).toBe(true);
});
