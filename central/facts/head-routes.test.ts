import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { beforeEach, expect, test } from 'vitest';
import { factUploadAck } from '../../protocols/wire/fact-delivery.ts';
import { headMessage, type StationHead } from '../../protocols/wire/signed-head.ts';
import type { StationKeyRecord } from '../../protocols/wire/station-keys.ts';
import { createApp } from '../app.ts';
import type { CentralContext } from '../context.ts';
import { testContext } from '../test-context.ts';
import { get, post } from '../test-goods.ts';
import { TestStation } from './test-facts.ts';

const site = 's1';
let app: FastifyInstance;
let context: CentralContext;
let station: TestStation;

beforeEach(async () => {
  context = await testContext();
  app = await createApp(context);
  station = new TestStation(site, 'pack-1');
});

function newKey(more: Partial<StationKeyRecord> = {}) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const x = publicKey.export({ format: 'jwk' }).x ?? '';
  const key = createHash('sha256').update(Buffer.from(x, 'base64url')).digest('hex').slice(0, 16);
  const record = {
    station: 'pack-1',
    key,
    publicKey: x,
    state: 'valid',
    since: '2026-01-05T06:00:00.000Z',
    endedAt: null,
    ...more,
  };
  const headOf = ({ seq, hash }: { readonly seq: number; readonly hash: string }) => {
    const message = Buffer.from(headMessage({ site, station: 'pack-1' }, { seq, hash }));
    const signature = sign(null, message, privateKey).toString('base64url');
    return { station: 'pack-1', seq, hash, key, signature } as StationHead;
  };
  return { record, headOf };
}
const putKeys = async (...keys: object[]) => {
  const payload = { v: 1, site, keys };
  const response = await app.inject({ method: 'PUT', url: `/v1/sites/${site}/station-keys`, payload });
  return response.json() as { untrusted?: string[]; code?: string };
};
async function upload(heads: readonly StationHead[]): Promise<number> {
  const { body } = await post(app, '/v1/facts', { v: 1, site, events: station.takeEvents(), heads });
  return factUploadAck.parse(body).stations[0]?.upTo ?? 0;
}
const codes = async () =>
  ((await get(app, '/v1/exceptions')).body.items as { seq: number; code: string }[]).map(
    ({ seq, code }) => `${seq} ${code}`,
  );
const keptHeads = async () =>
  (await context.db.selectFrom('signed_heads').select('seq').orderBy('seq').execute()).map(({ seq }) => seq);

test('signed heads are verified against the chain that central holds, and kept', async () => {
  const { record, headOf } = newKey();
  expect(await putKeys(record)).toMatchObject({ untrusted: [] });
  station.start('A-1');
  station.start('A-2');
  const second = station.facts.at(-1);
  if (second === undefined) throw new Error('no fact');
  expect(await upload([headOf(second)])).toBe(2);
  expect(await keptHeads()).toEqual([2]);
  // The same upload again, and a head whose fact has not come: nothing is wrong with either.
  await post(app, '/v1/facts', {
    v: 1,
    site,
    events: [{ data: station.facts[0] }],
    heads: [headOf(second), headOf({ seq: 9, hash: second.hash })],
  });
  expect(await keptHeads()).toEqual([2]);
  expect((await codes()).filter((code) => code.includes('HEAD'))).toEqual([]);
});

test('a wrong head is named at its fact, and the facts are taken all the same', async () => {
  const { record, headOf } = newKey();
  const stranger = newKey();
  await putKeys(record);
  for (const order of ['A-1', 'A-2', 'A-3']) station.start(order);
  const [first, second, third] = station.facts;
  if (first === undefined || second === undefined || third === undefined) throw new Error('no facts');
  const heads = [
    { ...headOf(first), hash: second.hash },
    { ...stranger.headOf(second), key: record.key },
    stranger.headOf(third),
  ];
  expect(await upload(heads)).toBe(3);
  expect((await codes()).filter((code) => code.includes('HEAD')).sort()).toEqual([
    '1 HEAD_MISMATCH',
    '2 HEAD_INVALID',
    '3 HEAD_KEY_UNKNOWN',
  ]);
  expect(await keptHeads()).toEqual([]);
});

test('a second key is trusted if the first has ended, and otherwise only when a person says so', async () => {
  const first = newKey();
  const rotated = newKey();
  const slipped = newKey();
  await putKeys(first.record);
  const ended = { ...first.record, state: 'replaced', endedAt: '2026-01-06T06:00:00.000Z' };
  expect(await putKeys(ended, rotated.record)).toMatchObject({ untrusted: [] });
  expect(await putKeys(ended, rotated.record, slipped.record)).toMatchObject({
    untrusted: [slipped.record.key],
  });
  // Bytes that do not give the id of the key are no key.
  await putKeys({ ...newKey().record, publicKey: first.record.publicKey });
  station.start('A-1');
  station.start('A-2');
  const [one, two] = station.facts;
  if (one === undefined || two === undefined) throw new Error('no facts');
  await upload([rotated.headOf(one), slipped.headOf(two)]);
  expect(await codes()).toContain('2 HEAD_KEY_UNTRUSTED');
  const trust = { v: 1, station: 'pack-1', key: slipped.record.key };
  expect((await post(app, `/v1/sites/${site}/station-keys/trust`, trust)).status).toBe(200);
  await post(app, '/v1/facts', { v: 1, site, events: [{ data: one }], heads: [slipped.headOf(two)] });
  expect(await keptHeads()).toEqual([1, 2]);
  const unknown = { ...trust, key: '0'.repeat(16) };
  expect((await post(app, `/v1/sites/${site}/station-keys/trust`, unknown)).status).toBe(404);
});

test('a fact that was rescued from a log is named for a person, and books nothing', async () => {
  const other = new TestStation(site, 'pack-0');
  other.start('A-1');
  const [fact] = other.facts;
  if (fact === undefined) throw new Error('no fact');
  station.add({
    type: 'fact.rescued',
    data: { station: fact.station, seq: fact.seq, hash: fact.hash, order: 'A-1', fact },
  });
  await upload([]);
  expect(await codes()).toEqual(['1 FACT_RESCUED']);
});
