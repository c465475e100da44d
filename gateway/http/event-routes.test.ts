import { request as httpRequest, type IncomingMessage } from 'node:http';
import type { MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { eventPage, factEvent } from '../../protocols/wire/event.ts';
import type { Fact } from '../../protocols/wire/fact.ts';
import { gatewayStatus } from '../../protocols/wire/status.ts';
import { eventsTopic } from '../../protocols/wire/topics.ts';
import type { RunningGateway } from '../main.ts';
import {
  chainOf,
  connectMqtt,
  connectStation,
  getJson,
  newDataDir,
  putJson,
  startTestGateway,
  testSite,
} from '../testing-gateway.ts';

/** Waits for what a busy machine may take long for. */
function soon<Result>(check: () => Result, intervalMs = 20): Promise<Awaited<Result>> {
  return vi.waitFor(check, { timeout: 30_000, interval: intervalMs }) as Promise<Awaited<Result>>;
}

let dataDir: string;
let gateway: RunningGateway;
const clients: MqttClient[] = [];
const streams: IncomingMessage[] = [];

beforeEach(async () => {
  dataDir = newDataDir();
  gateway = await startTestGateway(dataDir);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true);
  for (const stream of streams.splice(0)) stream.destroy();
  await gateway.stop();
});

async function send(facts: readonly Fact[]): Promise<void> {
  const station = await connectStation(gateway.mqttUrl, facts[0]?.station ?? '');
  for (let from = 0; from < facts.length; from += 200) await station.send(facts.slice(from, from + 200));
  station.client.end(true);
}

/** Opens a stream as a browser's EventSource does; `ids` are those of the events, `lastId` also that of heartbeats. */
function follow(query = '', headers: Record<string, string> = {}) {
  const heard = { ids: [] as number[], lastId: '', ended: false, status: 0 };
  const ready = new Promise<IncomingMessage>((resolve, reject) => {
    const asking = httpRequest(`${gateway.httpUrl}/v1/events/stream${query}`, { headers }, (response) => {
      heard.status = response.statusCode ?? 0;
      streams.push(response);
      resolve(response);
    });
    asking.on('error', reject);
    asking.end();
  });
  const reading = ready.then((response) => {
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      text += chunk;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        take(text.slice(0, end));
        text = text.slice(end + 2);
      }
    });
    response.on('end', () => {
      heard.ended = true;
    });
    response.on('error', () => {});
    return response;
  });
  function take(block: string): void {
    const fields = new Map(
      block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    );
    heard.lastId = fields.get('id') ?? heard.lastId;
    const data = fields.get('data');
    if (data === undefined) return;
    expect(factEvent.parse(JSON.parse(data)).packproofcursor).toBe(Number(heard.lastId));
    heard.ids.push(Number(heard.lastId));
  }
  return { heard, reading };
}
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
const codeOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { code: string }).code,
];

describe('a replay', () => {
  test('gives the types and the order that are asked for, wherever in the log they are', async () => {
    await send(chainOf('pack-1', 900));
    const rare = chainOf('pack-2', 2, undefined, { type: 'note.made', data: { order: 'SO-7' } });
    await send(rare);
    const page = async (query: string) =>
      eventPage.parse(await getJson(`${gateway.httpUrl}/v1/events?${query}`));
    const notes = await page('types=note.made,parcel.sealed');
    expect(notes.events.map((event) => event.packproofcursor)).toEqual([901, 902]);
    expect(notes.more).toBe(false);
    const first = await page('types=note.made&limit=1');
    expect(first).toMatchObject({ cursor: 901, more: true });
    expect((await page(`types=note.made&limit=1&after=${first.cursor}`)).events).toHaveLength(1);
    const early = await page('order=SO-7');
    expect(early).toMatchObject({ cursor: 500, more: true, events: [{ packproofcursor: 7 }] });
    expect((await page(`order=SO-7&after=${early.cursor}`)).events).toEqual(notes.events);
    expect(await page('types=scan.recorded')).toMatchObject({ events: [], cursor: 902, more: false });
    expect(await codeOf(await fetch(`${gateway.httpUrl}/v1/events?types=Nonsense`))).toEqual([
      400,
      'REQUEST_INVALID',
    ]);
  });

  test('of what is rare ends early, and goes on where it ended', async () => {
    const facts = chainOf('pack-1', 6_000);
    await send(facts);
    const page = eventPage.parse(await getJson(`${gateway.httpUrl}/v1/events?order=SO-5999`));
    expect(page).toMatchObject({ events: [], cursor: 5_000, more: true });
    const next = eventPage.parse(await getJson(`${gateway.httpUrl}/v1/events?order=SO-5999&after=5000`));
    expect(next.events).toHaveLength(1);
  });

  test('waits for an event that is wanted, not for any', async () => {
    const polling = getJson(`${gateway.httpUrl}/v1/events?types=note.made&wait=20`);
    await send(chainOf('pack-1', 5));
    await send(chainOf('pack-2', 1, undefined, { type: 'note.made', data: {} }));
    expect(eventPage.parse(await polling)).toMatchObject({ cursor: 6, events: [{ packproofcursor: 6 }] });
  });
});

describe('an event stream', () => {
  test('begins now or at a position, and goes on behind the last event that its reader got', async () => {
    await send(chainOf('pack-1', 300));
    const live = follow();
    const old = follow('?after=290');
    await soon(() => expect(old.heard.ids).toEqual(numbers(291, 300)));
    expect(live.heard).toMatchObject({ ids: [], lastId: '300' });
    await send(chainOf('pack-2', 5));
    await soon(() => expect(live.heard.ids).toEqual(numbers(301, 305)));
    const back = follow('?after=290', { 'last-event-id': live.heard.lastId });
    await send(chainOf('pack-3', 5));
    await soon(() => expect(back.heard.ids).toEqual(numbers(306, 310)));
    expect(live.heard.ids).toEqual(numbers(301, 310));
  });

  test('gives what is asked for only', async () => {
    await send(chainOf('pack-1', 50));
    const one = follow('?after=0&order=SO-7');
    const none = follow('?after=0&types=parcel.sealed&station=pack-1');
    const other = follow('?after=0&station=pack-2');
    await send(chainOf('pack-2', 3));
    await soon(() => expect(other.heard.ids).toEqual([51, 52, 53]));
    expect(one.heard.ids).toEqual([7]);
    expect(none.heard.ids).toEqual([]);
  });

  test('that is not read stops reading the log, and no other waits for it', async () => {
    const frozen = follow();
    (await frozen.reading).pause();
    const healthy = follow();
    await healthy.reading;
    await send(chainOf('pack-1', 2_000, undefined, { type: 'note.made', data: { text: 'x'.repeat(4_000) } }));
    await soon(() => expect(healthy.heard.lastId).toBe('2000'));
    expect(frozen.heard.ids).toEqual([]);
    (await frozen.reading).resume();
    await soon(() => expect(frozen.heard.lastId).toBe('2000'));
    expect(frozen.heard.ids).toEqual(numbers(1, 2_000));
  });

  test('is refused beyond the log, and where there are too many', async () => {
    expect(await codeOf(await fetch(`${gateway.httpUrl}/v1/events/stream?after=1`))).toEqual([
      409,
      'CURSOR_BEYOND_LOG',
    ]);
    const bad = await fetch(`${gateway.httpUrl}/v1/events/stream`, { headers: { 'last-event-id': 'x' } });
    expect(await codeOf(bad)).toEqual([400, 'REQUEST_INVALID']);
    await gateway.stop();
    gateway = await startTestGateway(dataDir, { subscribers: { maxStreams: 1 } });
    const first = follow();
    (await first.reading).resume();
    expect(await codeOf(await fetch(`${gateway.httpUrl}/v1/events/stream`))).toEqual([
      503,
      'TOO_MANY_STREAMS',
    ]);
    (await first.reading).destroy();
    await soon(async () => {
      const { heard, reading } = follow();
      await reading;
      expect(heard.status).toBe(200);
    });
  });

  test('ends when the gateway stops', async () => {
    const { heard, reading } = follow();
    await reading;
    await soon(() => expect(heard.lastId).toBe('0'));
    const startedMs = performance.now();
    await gateway.stop();
    expect(performance.now() - startedMs).toBeLessThan(10_000);
    await soon(() => expect(heard.ended).toBe(true));
    gateway = await startTestGateway(dataDir);
  });
});

describe('a durable MQTT subscriber', () => {
  const cursorOf = async () => gatewayStatus.parse(await getJson(`${gateway.httpUrl}/v1/status`)).subscribers;

  test('begins where an operator placed it before it came, and can be moved and forgotten', async () => {
    await send(chainOf('pack-1', 30));
    const url = `${gateway.httpUrl}/v1/subscribers/billing`;
    expect(await (await putJson(url, { v: 1, cursor: 0 })).json()).toMatchObject({
      owner: null,
      cursor: 0,
      lag: 30,
    });
    const client = await connectMqtt(gateway.mqttUrl, { clientId: 'billing', clean: false });
    clients.push(client);
    const heard: number[] = [];
    client.on('message', (_topic, payload) => {
      heard.push(factEvent.parse(JSON.parse(payload.toString())).packproofcursor);
    });
    await client.subscribeAsync(eventsTopic(testSite, '#'), { qos: 1 });
    await soon(() => expect(heard).toEqual(numbers(1, 30)));
    await putJson(url, { v: 1, cursor: 28 });
    await soon(() => expect(heard).toEqual([...numbers(1, 30), 29, 30]));
    expect(await codeOf(await putJson(url, { v: 1, cursor: 31 }))).toEqual([409, 'CURSOR_BEYOND_LOG']);
    await soon(async () => expect(await cursorOf()).toMatchObject([{ name: 'billing', lag: 0 }]));
    const closed = new Promise<void>((resolve) => client.once('close', () => resolve()));
    expect((await fetch(url, { method: 'DELETE' })).status).toBe(204);
    await closed;
    expect(await cursorOf()).toEqual([]);
    expect(await codeOf(await fetch(url, { method: 'DELETE' }))).toEqual([404, 'SUBSCRIBER_UNKNOWN']);
    expect(await getJson(`${gateway.httpUrl}/v1/subscribers`)).toEqual({ v: 1, subscribers: [] });
  });
});

describe('a back-office client', () => {
  const operator = { authorization: 'Bearer operator-token-0001', 'content-type': 'application/json' };
  const post = async (path: string, body: object) =>
    (
      await fetch(gateway.httpUrl + path, { method: 'POST', headers: operator, body: JSON.stringify(body) })
    ).json();

  beforeEach(async () => {
    await gateway.stop();
    gateway = await startTestGateway(dataDir, {
      mqtt: { port: 0, stationTokens: { 'pack-1': 'token-of-pack-one' } },
      http: { port: 0, tokens: { 'operator-token-0001': 'operator' } },
    });
    const station = await connectStation(gateway.mqttUrl, 'pack-1', {
      username: 'pack-1',
      password: 'token-of-pack-one',
    });
    const notes = chainOf('pack-1', 2, undefined, { type: 'note.made', data: {} });
    const last = notes.at(-1);
    await station.send([...notes, ...chainOf('pack-1', 3, { upTo: 2, hash: last?.hash ?? '' })]);
    station.client.end(true);
  });

  async function addClient(name: string, eventTypes: '*' | string[]): Promise<string> {
    const added = await post('/v1/identities/clients', { v: 1, name, role: 'reader', eventTypes });
    return (added as { secret: string }).secret;
  }

  test('hears by every way only what it was granted, and nothing more once it is revoked', async () => {
    const secret = await addClient('billing', ['note.made']);
    const headers = { authorization: `Bearer ${secret}` };
    const answer = await fetch(`${gateway.httpUrl}/v1/events?after=0`, { headers });
    expect(eventPage.parse(await answer.json())).toMatchObject({
      events: [{ packproofcursor: 1 }, { packproofcursor: 2 }],
      cursor: 5,
    });
    const { heard, reading } = follow('?after=0', headers);
    const stream = await reading;
    await soon(() => expect(heard.ids).toEqual([1, 2]));
    const closed = new Promise<void>((resolve) => stream.once('close', () => resolve()));
    await post('/v1/identities/clients/billing/revoke', { v: 1 });
    await closed;
  });

  test('cannot take over, end or hear the session of another', async () => {
    const connect = async (name: string, password: string, clean = false) => {
      const client = await connectMqtt(gateway.mqttUrl, { clientId: 'erp', username: name, password, clean });
      clients.push(client);
      return client;
    };
    const [mine, theirs] = [await addClient('mine', '*'), await addClient('theirs', '*')];
    const client = await connect('mine', mine);
    await client.subscribeAsync(eventsTopic(testSite, '#'), { qos: 1 });
    await expect(connect('theirs', theirs)).rejects.toMatchObject({ code: 2 });
    expect(client.connected).toBe(true);
    await client.endAsync();
    await expect(connect('theirs', theirs, true)).rejects.toMatchObject({ code: 2 });
    const seen = await fetch(`${gateway.httpUrl}/v1/subscribers`, { headers: operator });
    expect(await seen.json()).toMatchObject({ subscribers: [{ clientId: 'erp', owner: 'mine' }] });
  });
});
