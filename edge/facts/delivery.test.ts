import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { ackTopic, workTopic } from '../../protocols/wire/topics.ts';
import { SmallGateway } from '../testing-edge.ts';
import { Delivery } from './delivery.ts';
import { FactLog } from './fact-log.ts';
import { nodeTransport } from './node-transport.ts';

const site = 'HAM';
const station = 'S1';

let folder: string;
let facts: FactLog;
let gateway: SmallGateway;
let delivery: Delivery;
let pokes: number[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-delivery-'));
  facts = new FactLog({ path: join(folder, 'facts.sqlite'), site, station, keep: 100 });
  gateway = new SmallGateway(site, station);
  await gateway.start();
  pokes = [];
  delivery = new Delivery({
    facts,
    site,
    station,
    transport: nodeTransport({ mqttUrl: gateway.mqttUrl, token: 'a-token-of-the-station' }),
    clock: systemClock,
    log: createLog('test', 'silent'),
    report: () => ({}) as never,
    onPoke: (poke) => pokes.push(poke.cursor),
    onChange: () => {},
  });
});
afterEach(async () => {
  await delivery.stop();
  await gateway.stop();
  facts.close();
  rmSync(folder, { recursive: true });
});

function store(count: number): void {
  for (let n = 0; n < count; n += 1) {
    facts.commit({
      at: '2026-01-05T06:00:00.000Z',
      operator: null,
      drafts: [{ type: 'station.started', data: { boot: `boot-${facts.lastSeq}`, version: '0.1.0' } }],
    });
    delivery.factsStored();
  }
}
const arrived = (count: number) =>
  vi.waitFor(
    () => {
      expect(gateway.kept).toHaveLength(count);
      expect(facts.acknowledged).toBe(count);
    },
    { timeout: 30_000, interval: 5 },
  );

test('carries facts stored before and after the connection, under the station’s own name', async () => {
  store(1_200);
  delivery.start();
  await arrived(1_200);
  store(3);
  await arrived(1_203);
  expect(gateway.kept.map((fact) => fact.seq)).toEqual(Array.from({ length: 1_203 }, (_, n) => n + 1));
  expect(gateway.credentials).toEqual([['packproof-station:HAM:S1', 'S1', 'a-token-of-the-station']]);
  expect(facts.oldestHeld).toBeGreaterThan(1);
});

test('connects again by itself when the connection is cut, again and again', async () => {
  delivery.start();
  let stored = 0;
  for (let round = 0; round < 3; round += 1) {
    store(150);
    stored += 150;
    gateway.cut();
    await arrived(stored);
  }
});

test('brings everything to a gateway that was down, and to one that took messages and lost them', async () => {
  gateway.deaf = true;
  delivery.start();
  store(50);
  await vi.waitFor(() => expect(delivery.connected).toBe(true), { timeout: 30_000 });
  store(50);
  await gateway.stop();
  gateway.deaf = false;
  store(50);
  await gateway.start();
  await arrived(150);
});

test('hears pokes, and is not disturbed by messages that it does not understand', async () => {
  delivery.start();
  store(1);
  await arrived(1);
  gateway.publish(workTopic(site), 'nonsense');
  gateway.publish(ackTopic(site, station), { v: 2, upTo: 4_711 });
  gateway.publish(workTopic(site), { v: 1, epoch: 'e1', cursor: 17 });
  await vi.waitFor(() => expect(pokes).toEqual([17]));
  store(1);
  await arrived(2);
  expect(delivery.stopped).toBeNull();
});

test('stops with a reason if the gateway has facts that this station never made', async () => {
  delivery.start();
  store(2);
  await arrived(2);
  gateway.publish(ackTopic(site, station), { v: 1, station, upTo: 9, hash: '9'.repeat(64), gap: null });
  await vi.waitFor(() =>
    expect(delivery.stopped).toMatchObject({
      code: 'STATION_LOG_BEHIND',
      reason: expect.stringMatching(/up to 9, this log ends at 2/),
    }),
  );
  // It leaves the field to whoever else has its name.
  await vi.waitFor(() => expect(delivery.connected).toBe(false));
  store(1);
  expect(facts.lastSeq).toBe(3);
});

test('who is not let in says so, keeps everything, asks seldom, and is let in as soon as it asks again', async () => {
  gateway.shut = true;
  store(3);
  delivery.start();
  await vi.waitFor(() => expect(delivery.notAdmitted).toBe(true), { timeout: 30_000 });
  expect([delivery.connected, delivery.stopped]).toEqual([false, null]);
  // The next try of its own is seconds away.
  await vi.waitFor(() => {
    delivery.tryNow();
    expect(gateway.credentials.length).toBeGreaterThan(1);
  });
  gateway.shut = false;
  await vi.waitFor(
    () => {
      delivery.tryNow();
      expect(delivery.connected).toBe(true);
    },
    { timeout: 30_000, interval: 50 },
  );
  expect(delivery.notAdmitted).toBe(false);
  await arrived(3);
});
