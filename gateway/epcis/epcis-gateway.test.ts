import { once } from 'node:events';
import { afterEach, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { dayOf } from '../../protocols/epcis/testing-day.ts';
import { genesis, seal } from '../../protocols/wire/fact-chain.ts';
import type { RunningGateway } from '../main.ts';
import { connectStation, newDataDir, startTestGateway, testSite } from '../testing-gateway.ts';
import { eventsIn } from './testing-repository.ts';

let gateway: RunningGateway;
afterEach(() => gateway.stop());

const tokens = {
  'reader-token-0123456789': 'reader',
  'operator-token-0123456789': 'operator',
  'sync-token-0123456789': 'sync',
};
const as = (role: 'reader' | 'sync') => ({ authorization: `Bearer ${role}-token-0123456789` });

test('what a station tells over MQTT is soon an event that a client with the right role may query', async () => {
  gateway = await startTestGateway(newDataDir(), {
    http: { port: 0, tokens },
    mqtt: { port: 0, stationTokens: { 'pack-1': 'station-token-0123456789' } },
  });
  const station = await connectStation(gateway.mqttUrl, 'pack-1', {
    username: 'pack-1',
    password: 'station-token-0123456789',
  });
  let head = genesis;
  const facts = dayOf([
    { do: 'pick', packaging: 0, mark: 'lot', split: false },
    { do: 'dispatch' },
  ]).facts.map((fact) => {
    const { seq: _seq, prev: _prev, hash: _hash, ...draft } = fact;
    const sealed = seal(head, { ...draft, site: testSite } as Parameters<typeof seal>[1]);
    head = { upTo: sealed.seq, hash: sealed.hash };
    return sealed;
  });
  await station.send(facts);
  station.client.end(true);
  const events = async (headers: Record<string, string>) =>
    fetch(`${gateway.httpUrl}/epcis/events`, { headers });
  const denied = await events({});
  expect([denied.status, await denied.json()]).toMatchObject([
    401,
    { type: 'epcisException:SecurityException', code: 'NOT_SIGNED_IN' },
  ]);
  // A WebSocket needs the same role, beside the one for MQTT.
  await fetch(`${gateway.httpUrl}/epcis/queries`, {
    method: 'POST',
    headers: { authorization: 'Bearer operator-token-0123456789', 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'all', query: {} }),
  });
  const live = `${gateway.httpUrl.replace('http', 'ws')}/epcis/queries/all/events?stream=true`;
  const stranger = new WebSocket(live);
  stranger.on('error', () => {});
  const [, refusal] = (await once(stranger, 'unexpected-response')) as [unknown, { statusCode: number }];
  expect(refusal.statusCode).toBe(401);
  const followed: string[] = [];
  const follower = new WebSocket(live, { headers: as('reader') });
  follower.on('message', (data) => followed.push(String(data)));
  await once(follower, 'open');
  const capture = await fetch(`${gateway.httpUrl}/epcis/capture`, {
    method: 'POST',
    headers: { ...as('reader'), 'content-type': 'application/json' },
    body: '{}',
  });
  expect(capture.status).toBe(403);
  // Without the site's products nothing is told: packagings could not be counted.
  const asOf = '2026-03-01T00:00:00.000Z';
  const work = { v: 1, site: testSite, epoch: 'e1', documents: [], cursor: 0, more: false, asOf };
  const put = await fetch(`${gateway.httpUrl}/v1/work`, {
    method: 'PUT',
    headers: { ...as('sync'), 'content-type': 'application/json' },
    body: JSON.stringify(work),
  });
  expect(put.status).toBe(200);
  await vi.waitFor(
    async () => {
      const found = eventsIn((await (await events(as('reader'))).json()) as never);
      expect(found.map(({ bizStep }) => bizStep)).toEqual([
        'commissioning',
        'packing',
        'shipping',
        'shipping',
      ]);
    },
    { timeout: 30_000, interval: 100 },
  );
  await vi.waitFor(() => expect(followed.join('')).toContain('commissioning'), { timeout: 30_000 });
});
