import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RunningGateway } from '../../gateway/main.ts';
// A test may meet the program at the other end of the wire.
import { newDataDir, startTestGateway, testSite } from '../../gateway/testing-gateway.ts';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import type { ScreenView } from '../fulfilment/screen-view.ts';
import { edgeConfig, type RunningEdge, startEdge } from '../main.ts';
import { gtins, orderOf } from '../testing-edge.ts';

const tokens = { S1: 'station-one-0123456789', S2: 'station-two-0123456789' };
const sync = 'sync-token-0123456789';
const operator = 'operator-token-0123456789';
type Name = keyof typeof tokens;

let folder: string;
let dataDir: string;
let gateway: RunningGateway;
let edges: Partial<Record<Name, RunningEdge>> = {};
let cursor = 0;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'packproof-floor-'));
  dataDir = newDataDir();
  cursor = 0;
  gateway = await startTestGateway(dataDir, {
    http: { port: 0, tokens: { [sync]: 'sync', [operator]: 'operator' } },
    mqtt: { port: 0, stationTokens: tokens },
  });
  await work(
    ['site', testSite, { name: 'B', gs1CompanyPrefix: '9520001', rules: { claims: { mode: 'lease' } } }],
    [
      'product',
      'TEA',
      { sku: 'TEA', name: 'Tea', packagings: [{ gtin: gtins.each, level: 'each', units: 1 }] },
    ],
    ['order', 'SO-1', orderOf('SO-1')],
    ['order', 'SO-2', orderOf('SO-2')],
  );
  await Promise.all([start('S1'), start('S2')]);
});
afterEach(async () => {
  for (const edge of Object.values(edges)) await edge.stop();
  edges = {};
  await gateway.stop();
  rmSync(folder, { recursive: true });
});

async function work(...documents: readonly [string, string, unknown][]): Promise<void> {
  const made = documents.map(([kind, id, data]) => {
    cursor += 1;
    return { kind, id, version: cursor, cursor, data };
  });
  const page = { v: 1, site: testSite, epoch: 'e1', documents: made, cursor, more: false };
  const response = await fetch(`${gateway.httpUrl}/v1/work`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${sync}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...page, asOf: '2026-01-05T06:00:00.000Z' }),
  });
  expect(response.status).toBe(200);
}

async function start(name: Name): Promise<void> {
  const config = edgeConfig.parse({
    site: testSite,
    station: name,
    dataDir: join(folder, name),
    gateway: { httpUrl: gateway.httpUrl, mqttUrl: gateway.mqttUrl, token: tokens[name] },
    scanners: [],
    sscc: { extensionDigit: name === 'S1' ? 3 : 4, firstSerial: 1, lastSerial: 999 },
    http: { port: 0 },
  });
  edges[name] = await startEdge(config, { log: createLog('test', 'silent'), clock: systemClock });
  await shows(name, (view) => view.queue.total === 2 && view.link.connected);
}

const urlOf = (name: Name) => edges[name]?.url ?? '';
const shows = (name: Name, fits: (view: ScreenView) => boolean) =>
  vi.waitFor(
    async () => {
      const view = (await (await fetch(`${urlOf(name)}/v1/screen`)).json()) as ScreenView;
      expect(fits(view), JSON.stringify(view)).toBe(true);
      return view;
    },
    { timeout: 30_000, interval: 10 },
  );

async function scan(name: Name, code: string): Promise<ScreenView> {
  const response = await fetch(`${urlOf(name)}/v1/commands`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ v: 1, code }),
  });
  return (await response.json()) as ScreenView;
}

/** Who has a claim, as the gateway tells everyone. */
async function holderOf(id: string): Promise<string | undefined> {
  const response = await fetch(`${gateway.httpUrl}/v1/floor`, {
    headers: { authorization: `Bearer ${tokens.S1}` },
  });
  const { documents } = (await response.json()) as {
    documents: { kind: string; id: string; data: { station: string } | null }[];
  };
  return documents.find((one) => one.kind === 'claim' && one.id === id)?.data?.station;
}
const holds = (id: string, name: string | undefined) =>
  vi.waitFor(async () => expect(await holderOf(id)).toBe(name), { timeout: 30_000, interval: 10 });

/** The station has heard of the claim. */
const knows = (name: Name, id: string) => hasHeard(name, 'claim', id, '');

/** The station has a document of the floor in which this stands. */
const hasHeard = (name: Name, kind: string, id: string, text: string) =>
  vi.waitFor(
    () => {
      const db = new Database(join(folder, name, 'floor.sqlite'), { readonly: true });
      const row = db.prepare('SELECT * FROM documents WHERE kind = ? AND id = ?').get(kind, id);
      db.close();
      expect(row).toBeDefined();
      expect(Object.values(row ?? {}).join('\n')).toContain(text);
    },
    { timeout: 30_000, interval: 10 },
  );

test('the order that is open at one station is refused at the other, which says where it is', async () => {
  expect((await scan('S1', 'SO-1')).last?.verdict).toBe('order_opened');
  await holds('order:SO-1', 'S1');
  const began = performance.now();
  await knows('S2', 'order:SO-1');
  // Long before it asks again of its own accord.
  expect(performance.now() - began).toBeLessThan(10_000);
  const refused = await scan('S2', 'SO-1');
  expect(refused.last?.verdict).toBe('refused_order_elsewhere');
  expect(refused.last?.message).toContain('S1');
});

test('a claim ends when the work is left for other work, and when the order is dispatched', async () => {
  await scan('S1', 'SO-1');
  await holds('order:SO-1', 'S1');
  await scan('S1', 'SO-2');
  await holds('order:SO-2', 'S1');
  await holds('order:SO-1', undefined);
  for (let unit = 0; unit < 3; unit += 1) await scan('S1', `]C101${gtins.each}`);
  const { order } = await shows('S1', (view) => view.phase === 'sealed');
  await scan('S1', `00${order?.parcels[0]?.sscc}`);
  await shows('S1', (view) => view.phase === 'idle');
  await holds('order:SO-2', undefined);
});

test('what a station knows of the floor outlives the gateway and a restart of the station', async () => {
  await scan('S1', 'SO-1');
  await holds('order:SO-1', 'S1');
  await knows('S2', 'order:SO-1');
  const { httpUrl, mqttUrl } = gateway;
  await gateway.stop();
  await edges.S2?.stop();
  const config = edgeConfig.parse({
    site: testSite,
    station: 'S2',
    dataDir: join(folder, 'S2'),
    gateway: { httpUrl, mqttUrl, token: tokens.S2 },
    scanners: [],
    sscc: { extensionDigit: 4, firstSerial: 1, lastSerial: 999 },
    http: { port: 0 },
  });
  edges.S2 = await startEdge(config, { log: createLog('test', 'silent'), clock: systemClock });
  expect((await scan('S2', 'SO-1')).last?.verdict).toBe('refused_order_elsewhere');
  gateway = await startTestGateway(dataDir, {});
});

test('of two returns of one order the second station is told who has it, and counts what the first one received', async () => {
  const tea = `]C101${gtins.each}`;
  const verdict = async (name: Name, code: string) => (await scan(name, code)).last?.verdict;
  const begins = (name: Name) =>
    vi.waitFor(async () => expect(await verdict(name, 'PP:RETURN:SO-1')).toBe('return_started'), {
      timeout: 30_000,
      interval: 50,
    });
  await scan('S1', 'SO-1');
  for (let unit = 0; unit < 3; unit += 1) await scan('S1', tea);
  const { order } = await shows('S1', (view) => view.phase === 'sealed');
  await scan('S1', `00${order?.parcels[0]?.sscc}`);
  await holds('order:SO-1', undefined);

  await begins('S1');
  await holds('return:SO-1', 'S1');
  await knows('S2', 'return:SO-1');
  await hasHeard('S2', 'progress', 'SO-1', '"shipped":3');
  const refused = await scan('S2', 'PP:RETURN:SO-1');
  expect(refused.last).toMatchObject({
    verdict: 'refused_order_elsewhere',
    message: expect.stringContaining('Station S1 takes back goods of order SO-1'),
  });

  // Nothing was received: it is given back, and the other one takes it.
  expect(await verdict('S1', 'PP:GIVE_BACK')).toBe('work_given_back');
  await holds('return:SO-1', undefined);
  await begins('S2');
  await holds('return:SO-1', 'S2');
  await scan('S2', 'PP:CONDITION:as_new');
  expect([await verdict('S2', tea), await verdict('S2', tea)]).toEqual([
    'return_received',
    'return_received',
  ]);
  expect(await verdict('S2', 'PP:DONE')).toBe('return_closed');
  await holds('return:SO-1', undefined);

  await hasHeard('S1', 'progress', 'SO-1', '"returned":2');
  await begins('S1');
  await scan('S1', 'PP:CONDITION:as_new');
  expect(await verdict('S1', tea)).toBe('return_received');
  expect(await verdict('S1', tea)).toBe('refused_returned_too_many');
});
