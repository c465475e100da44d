import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { ManualClock } from '../../../kernel/manual-clock.ts';
import type { JsonObject } from '../../../protocols/epcis/json.ts';
import {
  documentOf,
  eventsIn,
  observed,
  startTestRepository,
  type TestRepository,
} from '../testing-repository.ts';

const running: TestRepository[] = [];
const sockets: WebSocket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  for (const repository of running.splice(0)) await repository.stop();
});

async function start(settings: Parameters<typeof startTestRepository>[0] = {}) {
  const repository = await startTestRepository(settings);
  running.push(repository);
  await repository.post('/queries', { name: 'shipped', query: { EQ_bizStep: ['shipping'] } });
  return repository;
}

const shipped = (number: number) => observed({ eventID: `urn:x:${number}`, bizStep: 'shipping' });
const patience = { timeout: 30_000 };

interface Following {
  readonly socket: WebSocket;
  readonly documents: JsonObject[];
  readonly ids: () => unknown[];
  readonly closed: Promise<unknown[]>;
  readonly minRecordTime: string | string[] | undefined;
}

async function follow(
  { url }: TestRepository,
  query: string,
  headers: Record<string, string> = {},
): Promise<Following> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/queries/shipped/events?${query}`, { headers });
  sockets.push(socket);
  const documents: JsonObject[] = [];
  socket.on('message', (data, isBinary) => {
    expect(isBinary).toBe(false);
    documents.push(JSON.parse(String(data)) as JsonObject);
  });
  const closed = once(socket, 'close');
  const [response] = (await once(socket, 'upgrade')) as [{ headers: Record<string, string> }];
  return {
    socket,
    documents,
    ids: () => documents.flatMap((document) => eventsIn(document).map(({ eventID }) => eventID)),
    closed,
    minRecordTime: response.headers['gs1-query-min-record-time'],
  };
}

/** What an upgrade is answered with when it is refused. */
async function refused({ url }: TestRepository, path: string, headers: Record<string, string> = {}) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, { headers });
  socket.on('error', () => {});
  const [, response] = (await once(socket, 'unexpected-response')) as [
    unknown,
    NodeJS.ReadableStream & { statusCode: number },
  ];
  let body = '';
  for await (const part of response) body += String(part);
  const { type, place } = JSON.parse(body) as Record<string, unknown>;
  return [response.statusCode, type, place];
}

describe('a query that is followed over a WebSocket', () => {
  test('tells what matches from now on, and only that', async () => {
    const repository = await start();
    await repository.capture(documentOf([shipped(1)]));
    const { ids, documents, minRecordTime } = await follow(repository, 'stream=true');
    await repository.capture(documentOf([shipped(2), observed({ eventID: 'urn:x:3' }), shipped(4)]));
    await vi.waitFor(() => expect(ids()).toEqual(['urn:x:2', 'urn:x:4']), patience);
    expect(documents[0]).toMatchObject({
      type: 'EPCISQueryDocument',
      epcisBody: { queryResults: { queryName: 'shipped' } },
    });
    expect(minRecordTime).toMatch(/^20\d\d-.*Z$/);
  });

  test('goes on where it was left, by the record time of the last event', async () => {
    const repository = await start();
    const first = await follow(repository, 'stream=true');
    await repository.capture(documentOf([shipped(1)]));
    await vi.waitFor(() => expect(first.ids()).toEqual(['urn:x:1']), patience);
    first.socket.terminate();
    await repository.capture(documentOf([shipped(2), shipped(3)]));
    const [last] = eventsIn(first.documents[0] ?? {});
    const second = await follow(repository, `stream=true&initialRecordTime=${String(last?.recordTime)}`);
    await vi.waitFor(() => expect(second.ids()).toEqual(['urn:x:1', 'urn:x:2', 'urn:x:3']), patience);
  });

  test('reports on a schedule, also that there was nothing if it is asked to', async () => {
    const repository = await start();
    const { documents, ids } = await follow(repository, 'second=0/1&reportIfEmpty=true');
    await vi.waitFor(() => expect(documents.length).toBeGreaterThan(0), patience);
    expect(ids()).toEqual([]);
    await repository.capture(documentOf([shipped(1)]));
    await vi.waitFor(() => expect(ids()).toEqual(['urn:x:1']), patience);
  });

  test('ends with its query, and with the repository', async () => {
    const repository = await start();
    const first = await follow(repository, 'stream=true');
    await fetch(`${repository.url}/queries/shipped`, { method: 'DELETE' });
    expect(String((await first.closed)[1])).toBe('the subscription has ended');
    await repository.post('/queries', { name: 'shipped', query: {} });
    const second = await follow(repository, 'stream=true');
    running.splice(0);
    await repository.stop();
    expect((await second.closed)[0]).toBe(1_001);
  });

  test('is refused like any request, with what is wrong', async () => {
    const repository = await start();
    const path = '/queries/shipped/events';
    const controls = (place: string) => [400, 'epcisException:SubscriptionControlsException', place];
    expect(await refused(repository, path)).toEqual(controls('query'));
    expect(await refused(repository, `${path}?stream=true&hour=1`)).toEqual(controls('query'));
    expect(await refused(repository, `${path}?hour=25`)).toEqual(controls('query.hour'));
    expect(await refused(repository, `${path}?stream=true&colour=red`)).toEqual([
      400,
      'epcisException:QueryParameterException',
      'query',
    ]);
    expect(await refused(repository, '/queries/none/events?stream=true')).toEqual([
      404,
      'epcisException:NoSuchResourceException',
      'path.queryName',
    ]);
    expect(await refused(repository, `${path}?stream=true`, { origin: 'https://elsewhere.example' })).toEqual(
      [403, 'epcisException:SecurityException', undefined],
    );
  });

  test('is served to so many at a time, and a place that is left is free again', async () => {
    const repository = await start();
    const all = await Promise.all(Array.from({ length: 50 }, () => follow(repository, 'stream=true')));
    const path = '/queries/shipped/events?stream=true';
    expect(await refused(repository, path)).toEqual([
      409,
      'epcisException:ImplementationException',
      undefined,
    ]);
    all[0]?.socket.close();
    await all[0]?.closed;
    await follow(repository, 'stream=true');
  });

  test('is cut off if it takes nothing, and says why', async () => {
    const clock = new ManualClock('2026-03-01T00:00:00.000Z');
    const repository = await start({ clock });
    const healthy = await follow(repository, 'stream=true');
    const { socket } = await follow(repository, 'stream=true');
    const raw = (socket as unknown as { _socket: Socket })._socket;
    raw.pause();
    const large = observed({ bizStep: 'shipping', 'ex:text': 'x'.repeat(3_000_000) });
    let sent = 0;
    // More than the buffers of both ends hold.
    for (; sent < 6; sent += 1) {
      await repository.capture(
        documentOf([{ ...large, eventID: `urn:x:${sent}` }], { ex: 'http://ns.example.com/' }),
      );
      clock.advance(1_000);
    }
    await vi.waitFor(() => {
      clock.advance(500);
      expect(healthy.ids()).toHaveLength(sent);
    }, patience);
    const closed = once(socket, 'close');
    // The time for a report, then that for a last word; a ping would not be missed yet.
    clock.advance(15_000);
    clock.advance(2_000);
    raw.resume();
    await closed;
  });
});

test('who offers HTTP/2 with a request is answered in HTTP/1.1, body and all', async () => {
  const { url, events } = await start();
  const { port, host } = new URL(url);
  const body = JSON.stringify(documentOf([shipped(1)]));
  const socket = connect(Number(port), '127.0.0.1');
  const headers = [
    'POST /epcis/capture HTTP/1.1',
    `Host: ${host}`,
    'Connection: Upgrade, HTTP2-Settings',
    'Upgrade: h2c',
    'HTTP2-Settings: AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ];
  socket.write(`${headers.join('\r\n')}\r\n\r\n${body.slice(0, 100)}`);
  await new Promise((written) => socket.write(body.slice(100), written));
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(String(answer)).toMatch(/^HTTP\/1\.1 202 Accepted/);
  socket.end();
  await vi.waitFor(async () => expect(await events('/events')).toHaveLength(1), patience);
});

test('a WebSocket for which nobody answers is refused, and not left waiting', async () => {
  const { url } = await start();
  const socket = new WebSocket(`${new URL(url).origin.replace(/^http/, 'ws')}/elsewhere`);
  socket.on('error', () => {});
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode: number }];
  expect(response.statusCode).toBe(404);
  socket.terminate();
});
