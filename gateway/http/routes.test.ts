import type { MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { consumerCursor, eventPage } from '../../protocols/wire/event.ts';
import { workTopic } from '../../protocols/wire/topics.ts';
import { workPoke, workPosition } from '../../protocols/wire/work.ts';
import type { RunningGateway } from '../main.ts';
import {
  chainOf,
  connectStation,
  getJson,
  newDataDir,
  putJson,
  startTestGateway,
  testSite,
} from '../testing-gateway.ts';

let gateway: RunningGateway;
const clients: MqttClient[] = [];

beforeEach(async () => {
  gateway = await startTestGateway(newDataDir());
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true);
  await gateway.stop();
});

async function station(name: string) {
  const connected = await connectStation(gateway.mqttUrl, name);
  clients.push(connected.client);
  return connected;
}
const events = async (query: string) =>
  eventPage.parse(await getJson(`${gateway.httpUrl}/v1/events?${query}`));
const codeOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { code: string }).code,
];

describe('a long poll for events', () => {
  test('answers as soon as there is one', async () => {
    const { send } = await station('pack-1');
    const polling = events('after=0&wait=20');
    await send(chainOf('pack-1', 1));
    expect((await polling).events).toHaveLength(1);
  });

  test('of one station is not ended by the facts of another', async () => {
    const one = await station('pack-1');
    const two = await station('pack-2');
    const polling = events('station=pack-2&wait=20');
    await one.send(chainOf('pack-1', 1));
    await two.send(chainOf('pack-2', 1));
    expect((await polling).events.map((event) => event.id)).toEqual(['berlin/pack-2/1']);
  });

  test('answers with nothing when its time is over, and at once when the gateway stops', async () => {
    expect(await events('after=0&wait=0.05')).toEqual({
      v: 1,
      events: [],
      cursor: 0,
      more: false,
      heads: [],
    });
    const polling = fetch(`${gateway.httpUrl}/v1/events?wait=25`).catch(() => null);
    const started = performance.now();
    await gateway.stop();
    await polling;
    expect(performance.now() - started).toBeLessThan(10_000);
    gateway = await startTestGateway(newDataDir());
  });

  test.each(['after=-1', 'limit=501', 'fromSeq=3', 'wait=26', 'station=../x', 'before=3'])(
    'refuses ?%s',
    async (query) => {
      expect(await codeOf(await fetch(`${gateway.httpUrl}/v1/events?${query}`))).toEqual([
        400,
        'REQUEST_INVALID',
      ]);
    },
  );
});

describe('the cursor of a consumer', () => {
  const put = async (body: object) => putJson(`${gateway.httpUrl}/v1/consumers/billing`, { v: 1, ...body });
  const cursorOf = async (response: Response) => consumerCursor.parse(await response.json()).cursor;

  test('goes on, never back unless it is rewound, and never beyond the log', async () => {
    const { send } = await station('pack-1');
    await send(chainOf('pack-1', 5));
    expect(await getJson(`${gateway.httpUrl}/v1/consumers/billing`)).toEqual({
      v: 1,
      cursor: 0,
      rewind: false,
    });
    expect(await cursorOf(await put({ cursor: 4 }))).toBe(4);
    expect(await cursorOf(await put({ cursor: 2 }))).toBe(4);
    expect(await cursorOf(await put({ cursor: 1, rewind: true }))).toBe(1);
    expect(await codeOf(await put({ cursor: 6 }))).toEqual([409, 'CURSOR_BEYOND_LOG']);
    expect(await codeOf(await put({ cursor: 'all' }))).toEqual([400, 'REQUEST_INVALID']);
  });

  test('is kept for 64 names', async () => {
    const names = Array.from({ length: 64 }, (_, index) => `consumer-${index}`);
    for (const name of names) await putJson(`${gateway.httpUrl}/v1/consumers/${name}`, { v: 1, cursor: 0 });
    expect(await codeOf(await put({ cursor: 0 }))).toEqual([409, 'TOO_MANY_CONSUMERS']);
  });
});

describe('work', () => {
  const page = (epoch: string, cursor: number) => ({
    v: 1,
    site: testSite,
    epoch,
    documents: [
      {
        kind: 'site',
        id: testSite,
        version: cursor,
        cursor,
        data: { name: 'B', gs1CompanyPrefix: '4012345' },
      },
    ],
    cursor,
    more: false,
    asOf: '2026-01-05T06:00:00.000Z',
  });

  test('that arrives pokes the stations, and a station that connects later is told where it stands', async () => {
    const pokes: unknown[] = [];
    const listen = async (name: string) => {
      const { client } = await station(name);
      client.on('message', (topic, payload) => {
        if (topic === workTopic(testSite)) pokes.push(workPoke.parse(JSON.parse(payload.toString())));
      });
      await client.subscribeAsync(workTopic(testSite), { qos: 0 });
    };
    await listen('pack-1');
    expect(await codeOf(await fetch(`${gateway.httpUrl}/v1/work`))).toEqual([503, 'WORK_NOT_YET']);
    const answer = await putJson(`${gateway.httpUrl}/v1/work`, page('a', 3));
    expect(workPosition.parse(await answer.json())).toMatchObject({ epoch: 'a', cursor: 3 });
    await vi.waitFor(() => expect(pokes).toEqual([{ v: 1, epoch: 'a', cursor: 3 }]));
    await putJson(`${gateway.httpUrl}/v1/work`, page('a', 3));
    await listen('pack-2');
    await vi.waitFor(() => expect(pokes).toHaveLength(2));
    expect(await getJson(`${gateway.httpUrl}/v1/work?after=0&limit=5`)).toEqual(page('a', 3));
  });

  test('of a wrong form or another site is refused with its place', async () => {
    const url = `${gateway.httpUrl}/v1/work`;
    expect(await codeOf(await putJson(url, { ...page('a', 1), site: 'paris' }))).toEqual([
      409,
      'WORK_OF_OTHER_SITE',
    ]);
    expect(await codeOf(await putJson(url, { ...page('a', 1), documents: [{ kind: 'song' }] }))).toEqual([
      400,
      'REQUEST_INVALID',
    ]);
    const broken = await fetch(url, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect(await codeOf(broken)).toEqual([400, 'REQUEST_INVALID']);
  });
});

test('nobody sends more than a route needs: megabytes are read of whoever carries work, and of nobody unknown', async () => {
  const send = (method: string, path: string, bytes: number) =>
    fetch(gateway.httpUrl + path, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ x: 'x'.repeat(bytes) }),
    });
  for (const path of ['/v1/enrolments/redeem', '/v1/enrolments/handheld'])
    expect(await codeOf(await send('POST', path, 20_000))).toEqual([413, 'BODY_TOO_LARGE']);
  expect(await codeOf(await send('POST', '/v1/claims', 2_000_000))).toEqual([413, 'BODY_TOO_LARGE']);
  expect(await codeOf(await send('PUT', '/v1/work', 2_000_000))).toEqual([400, 'REQUEST_INVALID']);
});

test('whoever asks for the CA of a site that has none has none made', async () => {
  for (const path of ['/v1/enrolments/authority', '/v1/enrolments/ca.crt'])
    expect(await codeOf(await fetch(gateway.httpUrl + path))).toEqual([404, 'NOT_FOUND']);
});

test('the PIN of a person travels to stations only: whoever else may read the work could guess it from its hash', async () => {
  const tokens = { 'reader-token-000001': 'reader', 'sync-token-00000001': 'sync' };
  const guarded = await startTestGateway(newDataDir(), {
    http: { port: 0, tokens },
    mqtt: { port: 0, stationTokens: { 'pack-1': 'station-token-00001' } },
  });
  const work = `${guarded.httpUrl}/v1/work`;
  const as = (token: string) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' });
  const pin = { iterations: 10_000, salt: 'a'.repeat(16), hash: 'b'.repeat(43) };
  const ada = { badge: 'ADA', name: 'Ada', role: 'operator', pin };
  const documents = [{ kind: 'person', id: 'ADA', version: 1, cursor: 1, data: ada }];
  const asOf = '2026-01-05T06:00:00.000Z';
  const page = { v: 1, site: testSite, epoch: 'a', documents, cursor: 1, more: false, asOf };
  await fetch(work, { method: 'PUT', headers: as('sync-token-00000001'), body: JSON.stringify(page) });
  const read = async (token: string) => (await fetch(work, { headers: as(token) })).text();
  expect(await read('station-token-00001')).toContain(pin.hash);
  const shown = await read('reader-token-000001');
  expect(shown).toContain('Ada');
  expect(shown).not.toContain(pin.hash);
  await guarded.stop();
});
