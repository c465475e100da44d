import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ManualClock } from '../../../kernel/manual-clock.ts';
import type { JsonObject } from '../../../protocols/epcis/json.ts';
import { createTargetPolicy } from '../../webhooks/target-policy.ts';
import {
  documentOf,
  eventsIn,
  observed,
  startTestRepository,
  type TestRepository,
} from '../testing-repository.ts';
import { createReportSender } from './send-report.ts';

interface Received {
  readonly events: readonly unknown[];
  readonly document: JsonObject;
  readonly signature: string | undefined;
  readonly body: string;
}

/** A subscriber behind real HTTP; it answers with the status that it is set to. */
let hook: Server;
let received: Received[];
let status: number;
let largest: number;
const running: TestRepository[] = [];

beforeEach(async () => {
  received = [];
  status = 200;
  largest = Number.POSITIVE_INFINITY;
  hook = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString();
    });
    request.on('end', () => {
      const document = JSON.parse(body) as JsonObject;
      const events = eventsIn(document).map(({ eventID }) => eventID);
      const signature = request.headers['gs1-signature'];
      response.statusCode = events.length > largest ? 413 : status;
      if (response.statusCode === 200)
        received.push({ events, document, signature: String(signature), body });
      response.end();
    });
  });
  await new Promise<void>((done) => hook.listen(0, '127.0.0.1', done));
});
afterEach(async () => {
  for (const repository of running.splice(0)) await repository.stop();
  hook.close();
});

const dest = () => `http://127.0.0.1:${(hook.address() as AddressInfo).port}/`;
const ids = (...numbers: number[]) => numbers.map((number) => `urn:x:${number}`);
const shipped = (number: number) => observed({ eventID: `urn:x:${number}`, bizStep: 'shipping' });

async function start(settings: Parameters<typeof startTestRepository>[0] = {}) {
  const repository = await startTestRepository(settings);
  running.push(repository);
  return repository;
}

async function subscribe({ post }: TestRepository, terms: Record<string, unknown>) {
  await post('/queries', { name: 'shipped', query: { EQ_bizStep: ['shipping'] } });
  const response = await post('/queries/shipped/subscriptions', { dest: dest(), ...terms });
  expect(response.status).toBe(201);
  return { location: response.headers.get('location') ?? '', view: (await response.json()) as JsonObject };
}

describe('a streaming subscription', () => {
  test('is told of what matches, signed, and of nothing else', async () => {
    const repository = await start();
    await repository.capture(documentOf([shipped(1)]));
    const { location, view } = await subscribe(repository, { stream: true, signatureToken: 'a-secret' });
    expect(JSON.stringify(view)).not.toContain('a-secret');
    expect(view.minRecordTime).toBe(view.initialRecordTime);
    await repository.capture(documentOf([shipped(2), observed({ eventID: 'urn:x:3' }), shipped(4)]));
    await vi.waitFor(() => expect(received.flatMap(({ events }) => events)).toEqual(ids(2, 4)), {
      timeout: 30_000,
    });
    const [{ body, signature, document } = { body: '', signature: '', document: {} }] = received;
    expect(signature).toBe(createHmac('sha256', 'a-secret').update(body).digest('base64'));
    const last = eventsIn(received.at(-1)?.document ?? {}).at(-1)?.recordTime;
    // How far a subscriber is is kept once in a second.
    await vi.waitFor(
      async () =>
        expect(await (await repository.get(location)).json()).toMatchObject({ minRecordTime: last }),
      {
        timeout: 30_000,
      },
    );
    expect(document).toMatchObject({
      epcisBody: { queryResults: { queryName: 'shipped', subscriptionID: view.subscriptionID } },
    });
  });

  test('misses nothing while the subscriber fails or the repository is stopped', async () => {
    const first = await start();
    await subscribe(first, { stream: true });
    status = 500;
    await first.capture(documentOf([shipped(1)]));
    running.splice(0);
    await first.stop();
    status = 200;
    const second = await start({ dataDir: first.dataDir });
    await second.capture(documentOf([shipped(2)]));
    await vi.waitFor(
      () => expect(new Set(received.flatMap(({ events }) => events))).toEqual(new Set(ids(1, 2))),
      { timeout: 30_000 },
    );
  });

  test('gets smaller reports if it asks for them, and older events if it wants to begin there', async () => {
    const repository = await start();
    await repository.capture(documentOf([1, 2, 3, 4, 5, 6, 7].map(shipped)));
    largest = 2;
    await subscribe(repository, { stream: true, initialRecordTime: '2020-01-01T00:00:00Z' });
    await vi.waitFor(
      () => expect(received.flatMap(({ events }) => events)).toEqual(ids(1, 2, 3, 4, 5, 6, 7)),
      { timeout: 30_000 },
    );
  });

  test('ends with itself, or with its query', async () => {
    const repository = await start();
    const { location } = await subscribe(repository, { stream: true });
    expect((await fetch(location, { method: 'DELETE' })).status).toBe(204);
    expect((await repository.get(location)).status).toBe(404);
    await subscribe(repository, { stream: true });
    expect((await fetch(`${repository.url}/queries/shipped`, { method: 'DELETE' })).status).toBe(204);
    expect((await repository.get('/queries/shipped/subscriptions')).status).toBe(404);
    await repository.capture(documentOf([shipped(1)]));
    expect(received).toEqual([]);
  });
});

describe('a scheduled subscription', () => {
  test('reports when it is due, also that there was nothing if it is asked to', async () => {
    const clock = new ManualClock('2026-03-01T00:00:00.000Z');
    const repository = await start({ clock });
    await subscribe(repository, { schedule: { hour: '1', minute: '5' }, reportIfEmpty: true });
    clock.advance(1_000);
    await repository.capture(documentOf([shipped(1), shipped(2)]));
    clock.advance(64 * 60_000);
    expect(received).toEqual([]);
    clock.advance(60_000);
    await vi.waitFor(() => expect(received.map(({ events }) => events)).toEqual([ids(1, 2)]), {
      timeout: 30_000,
    });
    await vi.waitFor(
      () => {
        clock.advance(6 * 3_600_000);
        expect(received.map(({ events }) => events)).toEqual([ids(1, 2), []]);
      },
      // A leap ends the thread, which was idle for hours. Before the next one a new one has real time to begin and answer.
      { timeout: 60_000, interval: 4_000 },
    );
  });
});

describe('a stored query', () => {
  test('gives its events by name, with the prefixes that it declares', async () => {
    const { post, get, events, capture } = await start();
    const query = {
      '@context': { ex: 'http://ns.example.com/' },
      'GE_ex:weight': 5,
      eventType: ['ObjectEvent'],
    };
    expect((await post('/queries', { name: 'heavy', query })).headers.get('location')).toMatch(
      /\/queries\/heavy$/,
    );
    await capture(
      documentOf([observed({ 'own:weight': 7, eventID: 'urn:x:1' }), observed({ 'own:weight': 3 })], {
        own: 'http://ns.example.com/',
      }),
    );
    expect((await events('/queries/heavy/events')).map(({ eventID }) => eventID)).toEqual(['urn:x:1']);
    expect(await (await get('/queries')).json()).toMatchObject([
      { name: 'heavy', query: { 'GE_ex:weight': 5 } },
    ]);
    expect((await post('/queries', { name: 'heavy', query: {} })).status).toBe(409);
  });

  test('takes no filter beside its own, and is followed over a WebSocket only: neither is passed over in silence', async () => {
    const { post, get } = await start();
    await post('/queries', { name: 'all', query: {} });
    expect((await get('/queries/all/events?perPage=1')).status).toBe(200);
    for (const name of ['EQ_action=DELETE', 'orderBy=eventTime', 'stream=true', 'hour=1']) {
      const answer = await get(`/queries/all/events?${name}`);
      expect([name, answer.status, await answer.json()]).toMatchObject([
        name,
        400,
        { type: 'epcisException:QueryParameterException', place: `query.${name.split('=')[0]}` },
      ]);
    }
  });

  test('and its subscriptions are refused with what is wrong', async () => {
    const { post } = await start();
    const refused = async (path: string, body: unknown) => {
      const {
        status: code,
        type,
        place,
      } = (await (await post(path, body)).json()) as Record<string, unknown>;
      return [code, type, place];
    };
    expect(await refused('/queries', { name: 'a b', query: {} })).toEqual([
      400,
      'epcisException:ValidationException',
      'body.name',
    ]);
    expect(await refused('/queries', { name: 'a', query: { EQ_nothing: 1 } })).toEqual([
      400,
      'epcisException:QueryParameterException',
      'body.query.EQ_nothing',
    ]);
    expect(await refused('/queries', '{')).toEqual([
      400,
      'epcisException:ValidationException',
      'body (character 1)',
    ]);
    await post('/queries', { name: 'a', query: {} });
    const terms = { dest: 'https://example.com/hook' };
    const controls = (place: string) => [400, 'epcisException:SubscriptionControlsException', place];
    expect(await refused('/queries/a/subscriptions', terms)).toEqual(controls('body'));
    expect(
      await refused('/queries/a/subscriptions', { ...terms, stream: true, schedule: { hour: '1' } }),
    ).toEqual(controls('body'));
    expect(await refused('/queries/a/subscriptions', { ...terms, schedule: { hour: '25' } })).toEqual(
      controls('body.schedule.hour'),
    );
    expect(
      await refused('/queries/a/subscriptions', { ...terms, schedule: { month: '2', dayOfMonth: '30' } }),
    ).toEqual(controls('body.schedule'));
    expect(await refused('/queries/a/subscriptions', { ...terms, schedule: {} })).toEqual(
      controls('body.schedule'),
    );
    expect(await refused('/queries/a/subscriptions', { dest: 'ftp://x', stream: true })).toEqual([
      400,
      'epcisException:ValidationException',
      'body.dest',
    ]);
    expect(await refused('/queries/none/subscriptions', { ...terms, stream: true })).toEqual([
      404,
      'epcisException:NoSuchResourceException',
      'path.queryName',
    ]);
  });
});

test('a subscriber is no way into the network of the gateway', async () => {
  const { post } = await start({ allowNetworks: [] });
  await post('/queries', { name: 'all', query: {} });
  for (const inside of [
    dest(),
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://10.1.2.3/x',
    'https://169.254.169.254/latest/meta-data/',
    'https://[::ffff:169.254.169.254]/',
    'http://example.com/',
    'https://user:secret@example.com/',
  ]) {
    const answer = await post('/queries/all/subscriptions', { dest: inside, stream: true });
    expect([inside, answer.status, await answer.json()]).toMatchObject([
      inside,
      400,
      { type: 'epcisException:InvalidURIException', code: 'EPCIS_DESTINATION_REFUSED', place: 'body.dest' },
    ]);
  }
});

test('a name that leads inside by the time of the report is not called', async () => {
  const { send, close } = createReportSender(createTargetPolicy([]));
  const report = { body: Buffer.from('{}'), signatureToken: null, type: 'application/json' } as const;
  const outcome = await send(
    { ...report, dest: `http://localhost:${(hook.address() as AddressInfo).port}/` },
    new AbortController().signal,
  );
  expect(outcome).toMatchObject({
    kind: 'failed',
    reason: expect.stringContaining('no address that may be called'),
  });
  expect(received).toEqual([]);
  await close();
});
