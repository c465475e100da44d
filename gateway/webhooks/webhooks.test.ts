import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { systemClock } from '../../kernel/clock.ts';
import { factEvent } from '../../protocols/wire/event.ts';
import type { Fact } from '../../protocols/wire/fact.ts';
import { gatewayStatus } from '../../protocols/wire/status.ts';
import type { RunningGateway } from '../main.ts';
import { chainOf, connectStation, getJson, newDataDir, startTestGateway } from '../testing-gateway.ts';

/** Waits for what a busy machine may take long for. */
function soon<Result>(check: () => Result, intervalMs = 20): Promise<Awaited<Result>> {
  return vi.waitFor(check, { timeout: 30_000, interval: intervalMs }) as Promise<Awaited<Result>>;
}

interface Delivery {
  readonly cursor: number;
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const settings = {
  webhooks: {
    allowNetworks: ['127.0.0.1/32'],
    firstRetrySeconds: 0.01,
    maxRetrySeconds: 0.02,
    maxAttempts: 3,
  },
};
let dataDir: string;
let gateway: RunningGateway;
let endpoint: Server;
let url: string;
let deliveries: Delivery[];
/** How the endpoint answers; null: never. */
let answer: (
  delivery: Delivery,
) => { status: number; headers?: Record<string, string>; body?: string } | null;

beforeEach(async () => {
  deliveries = [];
  answer = () => ({ status: 204 });
  endpoint = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      const { packproofcursor: cursor, id } = factEvent.parse(JSON.parse(body));
      const delivery = { cursor, id, headers: request.headers, body };
      deliveries.push(delivery);
      const given = answer(delivery);
      if (given !== null) response.writeHead(given.status, given.headers).end(given.body);
    });
  });
  await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', () => resolve()));
  url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}/hook`;
  dataDir = newDataDir();
  gateway = await startTestGateway(dataDir, settings);
});
afterEach(async () => {
  await gateway.stop();
  endpoint.closeAllConnections();
  endpoint.close();
});

async function restart(more: object = {}, clock = systemClock): Promise<void> {
  await gateway.stop();
  gateway = await startTestGateway(dataDir, { webhooks: { ...settings.webhooks, ...more } }, clock);
}

async function send(facts: readonly Fact[]): Promise<void> {
  const station = await connectStation(gateway.mqttUrl, facts[0]?.station ?? '');
  await station.send(facts);
  station.client.end(true);
}

const shown = z.looseObject({ id: z.string(), secret: z.string().optional(), code: z.string().optional() });
async function call(method: string, path: string, body?: object) {
  const response = await fetch(`${gateway.httpUrl}/v1/webhooks${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, json: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>) };
}
const add = async (more: object = {}) => shown.parse((await call('POST', '', { v: 1, url, ...more })).json);
const cursors = () => deliveries.map(({ cursor }) => cursor);
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);
const incidentCodes = async () =>
  gatewayStatus.parse(await getJson(`${gateway.httpUrl}/v1/status`)).incidents.map(({ code }) => code);

/** As the convention tells receivers to do it. */
function isSignedWith(secret: string | undefined, { headers, body }: Delivery): boolean {
  const key = Buffer.from((secret ?? '').replace('whsec_', ''), 'base64');
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${body}`;
  const mac = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
  return String(headers['webhook-signature']).split(' ').includes(mac);
}

describe('a webhook', () => {
  test('gets each event in order, as a signed CloudEvent, from its own place on, over restarts', async () => {
    await send(chainOf('pack-1', 5));
    const { id, secret } = await add({ after: 2 });
    await soon(() => expect(cursors()).toEqual([3, 4, 5]));
    await send(chainOf('pack-2', 20));
    await soon(() => expect(cursors()).toEqual(numbers(3, 25)));
    const [first] = deliveries;
    expect(first?.headers).toMatchObject({
      'content-type': 'application/cloudevents+json; charset=utf-8',
      'webhook-id': first?.id,
    });
    expect(deliveries.every((delivery) => isSignedWith(secret, delivery))).toBe(true);
    expect(Math.abs(Number(first?.headers['webhook-timestamp']) - Date.now() / 1_000)).toBeLessThan(60);
    await restart();
    await send(chainOf('pack-3', 3));
    await soon(() => expect(cursors()).toEqual(numbers(3, 28)));
    expect((await call('GET', `/${id}`)).json).toMatchObject({ lag: 0, disabled: null });
    expect(JSON.stringify((await call('GET', '')).json)).not.toContain('whsec_');
  });

  test('begins at the end of the log, and gets the types that it wants', async () => {
    await send(chainOf('pack-1', 5));
    await add({ types: ['note.made'] });
    await send(chainOf('pack-2', 200));
    await send(chainOf('pack-3', 2, undefined, { type: 'note.made', data: {} }));
    await soon(() => expect(cursors()).toEqual([206, 207]));
  });

  test('is given another secret, and the one before is good for a while', async () => {
    const { id, secret: old } = await add();
    const rotated = shown.parse((await call('POST', `/${id}/rotate`)).json);
    await send(chainOf('pack-1', 1));
    await soon(() => expect(deliveries).toHaveLength(1));
    const [delivery] = deliveries;
    if (delivery === undefined) throw new Error('nothing was delivered');
    expect([old, rotated.secret].map((secret) => isSignedWith(secret, delivery))).toEqual([true, true]);
    await restart({ secretOverlapHours: 0 });
    const last = shown.parse((await call('POST', `/${id}/rotate`)).json);
    await send(chainOf('pack-2', 1));
    await soon(() => expect(deliveries).toHaveLength(2));
    const second = deliveries[1] ?? delivery;
    expect([old, rotated.secret, last.secret].map((secret) => isSignedWith(secret, second))).toEqual([
      false,
      false,
      true,
    ]);
  });

  test('that fails for a while gets everything, in order', async () => {
    let failures = 0;
    answer = ({ cursor }) => {
      if (cursor !== 2 || failures === 2) return { status: 200 };
      failures += 1;
      return { status: 503, headers: { 'retry-after': '0' } };
    };
    await add();
    await send(chainOf('pack-1', 4));
    await soon(() => expect(cursors()).toEqual([1, 2, 2, 2, 3, 4]));
  });

  test('is left alone as long as it asks for', async () => {
    answer = () =>
      deliveries.length === 1 ? { status: 429, headers: { 'retry-after': '1' } } : { status: 200 };
    await add();
    await send(chainOf('pack-1', 1));
    const startedMs = performance.now();
    await soon(() => expect(deliveries).toHaveLength(2));
    expect(performance.now() - startedMs).toBeGreaterThan(900);
  });

  test('that does not take an event gets the others, and that one again when it is asked for', async () => {
    let mended = false;
    answer = ({ cursor }) => ({ status: cursor === 2 && !mended ? 422 : 200 });
    const { id } = await add();
    await send(chainOf('pack-1', 4));
    await soon(() => expect(cursors()).toEqual([1, 2, 2, 2, 3, 4]));
    const letters = async () => (await call('GET', `/${id}/dead-letters`)).json.deadLetters;
    expect(await letters()).toMatchObject([{ cursor: 2, attempts: 3, error: 'answered 422' }]);
    expect(await incidentCodes()).toEqual(['WEBHOOK_DEAD_LETTERS']);
    await restart();
    await call('POST', `/${id}/dead-letters/2/retry`);
    await soon(async () => expect(await letters()).toMatchObject([{ attempts: 4 }]));
    mended = true;
    expect((await call('POST', `/${id}/dead-letters/retry`)).json).toEqual({ v: 1, queued: 1 });
    await soon(async () => expect(await letters()).toEqual([]));
    expect(cursors()).toEqual([1, 2, 2, 2, 3, 4, 2, 2]);
    expect(await incidentCodes()).toEqual([]);
    expect((await call('POST', `/${id}/dead-letters/2/retry`)).json).toMatchObject({
      code: 'WEBHOOK_UNKNOWN',
    });
  });

  test('that never answers, or sends elsewhere, has failed', async () => {
    await restart({ timeoutSeconds: 1, maxAttempts: 1 });
    answer = ({ cursor }) => {
      if (cursor === 1) return null;
      return cursor === 2
        ? { status: 302, headers: { location: url } }
        : { status: 200, body: 'x'.repeat(1_000_000) };
    };
    const { id } = await add();
    await send(chainOf('pack-1', 3));
    await soon(async () => expect((await call('GET', `/${id}`)).json).toMatchObject({ lag: 0 }));
    expect(cursors()).toEqual([1, 2, 3]);
    expect((await call('GET', `/${id}/dead-letters`)).json.deadLetters).toMatchObject([
      { cursor: 1, error: expect.stringMatching(/timeout/i) },
      { cursor: 2, error: 'answered 302; redirects are not followed' },
    ]);
  });

  test('that is gone, or takes nothing for too long, is disabled with its place, and goes on when it is enabled', async () => {
    await restart({ maxAttempts: 100, disableAfterHours: 0.000_01 });
    answer = ({ cursor }) => ({ status: cursor === 2 ? 500 : 200 });
    const { id } = await add();
    const shownNow = async () => (await call('GET', `/${id}`)).json;
    await send(chainOf('pack-1', 3));
    await soon(async () =>
      expect(await shownNow()).toMatchObject({
        cursor: 1,
        disabled: expect.stringContaining('answered 500'),
      }),
    );
    expect(await incidentCodes()).toEqual(['WEBHOOK_DISABLED']);
    answer = ({ cursor }) => ({ status: cursor === 3 ? 410 : 200 });
    expect((await call('POST', `/${id}/enable`)).json).toMatchObject({ disabled: null });
    await soon(async () =>
      expect(await shownNow()).toMatchObject({ cursor: 2, disabled: expect.stringContaining('410') }),
    );
    await restart();
    answer = () => ({ status: 200 });
    expect((await call('POST', `/${id}/dead-letters/retry`)).status).toBe(409);
    await call('POST', `/${id}/enable`);
    await soon(async () => expect(await shownNow()).toMatchObject({ cursor: 3, lag: 0 }));
    expect(await incidentCodes()).toEqual([]);
  });

  test('is not disabled because somebody set the clock', async () => {
    let aheadMs = 0;
    await restart({ maxAttempts: 100 }, { ...systemClock, now: () => systemClock.now() + aheadMs });
    answer = () => ({ status: 500 });
    const { id } = await add();
    await send(chainOf('pack-1', 1));
    await soon(() => expect(deliveries.length).toBeGreaterThan(1));
    const before = deliveries.length;
    aheadMs = 365 * 86_400_000;
    await soon(() => expect(deliveries.length).toBeGreaterThan(before + 3));
    answer = () => ({ status: 204 });
    await soon(async () =>
      expect((await call('GET', `/${id}`)).json).toMatchObject({
        lag: 0,
        disabled: null,
        failingSince: null,
      }),
    );
    expect(await incidentCodes()).toEqual([]);
  });

  test('keeps no more dead letters than it may: then it is disabled instead', async () => {
    await restart({ maxAttempts: 1, maxDeadLetters: 2 });
    answer = () => ({ status: 400 });
    const { id } = await add();
    await send(chainOf('pack-1', 5));
    await soon(async () =>
      expect((await call('GET', `/${id}`)).json).toMatchObject({
        cursor: 2,
        deadLetters: 2,
        disabled: expect.any(String),
      }),
    );
    expect((await call('DELETE', `/${id}/dead-letters/1`)).status).toBe(204);
    expect((await call('GET', `/${id}`)).json).toMatchObject({ deadLetters: 1 });
    expect((await call('DELETE', `/${id}`)).status).toBe(204);
    expect((await call('GET', `/${id}`)).json).toMatchObject({ code: 'WEBHOOK_UNKNOWN' });
  });

  test('to an address that may not be called is refused, also if only its name leads there', async () => {
    const codeOf = async (target: string) => (await call('POST', '', { v: 1, url: target })).json.code;
    expect(await codeOf('https://10.0.0.1/')).toBe('WEBHOOK_URL_REFUSED');
    expect(await codeOf('http://example.com/')).toBe('WEBHOOK_URL_REFUSED');
    await restart({ allowNetworks: [], maxAttempts: 1 });
    const { id } = shown.parse(
      (await call('POST', '', { v: 1, url: url.replace('127.0.0.1', 'localhost') })).json,
    );
    await send(chainOf('pack-1', 1));
    await soon(async () =>
      expect((await call('GET', `/${id}/dead-letters`)).json.deadLetters).toMatchObject([
        { error: 'localhost has no address that may be called' },
      ]),
    );
    expect(deliveries).toEqual([]);
  });
});
