import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { createStoreProbe } from '../../kernel/operate/store-probe.ts';
import { openSqlite } from '../../kernel/sqlite.ts';
import { gatewayStatus } from '../../protocols/wire/status.ts';
import { reportTopic } from '../../protocols/wire/topics.ts';
import type { RunningGateway } from '../main.ts';
import {
  chainOf,
  connectStation,
  getJson,
  newDataDir,
  putJson,
  reportOf,
  startTestGateway,
  testSite,
} from '../testing-gateway.ts';
import { startTraffic } from './traffic.ts';

const floorPlan = { S1: { area: 'Packing', x: 0, y: 0, label: 'Table 1' }, S9: { area: 'Dock', x: 3, y: 1 } };

let dataDir: string;
let gateway: RunningGateway;
beforeEach(async () => {
  dataDir = newDataDir();
  gateway = await startTestGateway(dataDir, { floorPlan });
});
afterEach(async () => {
  await gateway.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

const metrics = async () => (await fetch(`${gateway.httpUrl}/metrics`)).text();
const status = async () => gatewayStatus.parse(await getJson(`${gateway.httpUrl}/v1/status`));
const missing = async () => {
  const problem = (await getJson(`${gateway.httpUrl}/v1/ready`)) as { faults?: { place: string }[] };
  return problem.faults?.map(({ place }) => place) ?? [];
};
const work = {
  v: 1,
  site: testSite,
  epoch: 'e1',
  documents: [],
  cursor: 0,
  more: false,
  asOf: '2026-01-05T06:00:00.000Z',
};

describe('a gateway', () => {
  test('is ready when it has the work of its site', async () => {
    expect(await missing()).toEqual(['work replica present']);
    await putJson(`${gateway.httpUrl}/v1/work`, work);
    expect(await missing()).toEqual([]);
    expect((await status()).notReady).toEqual([]);
  });

  test('counts what arrives, how often, and in which groups it is committed', async () => {
    const { client, acks, send } = await connectStation(gateway.mqttUrl, 'S1');
    const facts = chainOf('S1', 3);
    await send(facts);
    await send(facts.slice(1));
    await vi.waitFor(() => expect(acks.at(-1)?.upTo).toBe(3));
    const text = await metrics();
    expect(text).toMatch(/^packproof_gateway_facts_total 3$/m);
    expect(text).toMatch(/^packproof_gateway_facts_received_total 5$/m);
    expect(text).toMatch(/^packproof_gateway_facts_duplicate_total 2$/m);
    expect(text).toMatch(/^packproof_gateway_commit_facts_sum 5$/m);
    expect(text).toMatch(/^packproof_gateway_commit_seconds_count [12]$/m);
    expect(text).toMatch(/^packproof_gateway_station_connected\{station="S1"\} 1$/m);
    expect(text).toMatch(/^packproof_gateway_stations_connected 1$/m);
    await vi.waitFor(async () => expect(await metrics()).toMatch(/^packproof_gateway_floor_lag_facts 0$/m));
    await client.endAsync(true);
  });

  test('shows stations on the map before they were ever heard of', async () => {
    expect((await status()).stations).toMatchObject([
      { station: 'S1', connected: false, place: { area: 'Packing', label: 'Table 1', x: 0, y: 0 } },
      { station: 'S9', connected: false, place: { area: 'Dock', label: null, x: 3, y: 1 } },
    ]);
  });

  test('compares the clock of a station with its own', async () => {
    const { client } = await connectStation(gateway.mqttUrl, 'S1');
    const at = new Date(Date.now() + 600_000).toISOString();
    const report = reportOf('S1', 0, at);
    await client.publishAsync(reportTopic(testSite, 'S1'), JSON.stringify(report), { qos: 1 });
    const [station] = (await status()).stations;
    expect(station?.clockSkewMs).toBeGreaterThan(590_000);
    expect(Date.parse(station?.reportedAt ?? '')).toBeLessThan(Date.now() + 1_000);
    expect(await metrics()).toMatch(
      /^packproof_gateway_station_clock_skew_seconds\{station="S1"\} (59\d|600)/m,
    );
    await client.endAsync(true);
  });

  test('tells stations apart in its metrics up to a number that no Prometheus minds', async () => {
    await gateway.stop();
    const many = Object.fromEntries(
      Array.from({ length: 300 }, (_none, index) => [`T${index}`, { area: 'A', x: index % 20, y: 0 }]),
    );
    gateway = await startTestGateway(dataDir, { floorPlan: many });
    const text = await metrics();
    expect(text.match(/^packproof_gateway_station_connected\{/gm)).toHaveLength(200);
    expect(text).toMatch(/^packproof_gateway_stations 300$/m);
  });
});

test('the traffic of an hour is kept minute by minute, and no more of it', () => {
  const clock = new ManualClock();
  let cursor = 5;
  const traffic = startTraffic(() => cursor, clock);
  cursor += 7;
  clock.advance(60_000);
  cursor += 2;
  expect(traffic.perMinute()).toEqual([7, 2]);
  clock.advance(2 * 3_600_000);
  expect(traffic.perMinute()).toHaveLength(60);
  traffic.stop();
});

test('a database is asked by writing, at most once in ten seconds, and a full disk is told apart', () => {
  const clock = new ManualClock();
  const db = openSqlite(join(dataDir, 'probe.sqlite'), []);
  const probe = createStoreProbe(db, clock);
  expect(probe()).toBe('writable');
  const other = new Database(join(dataDir, 'probe.sqlite'));
  other.exec("CREATE TRIGGER no_room BEFORE UPDATE ON opened BEGIN SELECT RAISE(ABORT, 'broken'); END");
  expect(probe()).toBe('writable');
  clock.advance(10_000);
  expect(probe()).toBe('failing');
  other.exec('DROP TRIGGER no_room');
  other.close();
  // No room to grow, and the probe's own write wants some.
  db.exec('CREATE TABLE filler (text TEXT)');
  db.exec(
    'CREATE TRIGGER grow BEFORE UPDATE ON opened BEGIN INSERT INTO filler VALUES (zeroblob(100000)); END',
  );
  db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true }) as number}`);
  clock.advance(10_000);
  expect(probe()).toBe('full');
  db.close();
});
