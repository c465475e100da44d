import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { centralConfig, startCentral } from '../central/main.ts';
import { demoCompanyPrefix, demoSeller } from '../cli/demo/demo-data.ts';
import { cloudSyncConfig, startCloudSync } from '../cloud-sync/main.ts';
import { edgeConfig, startEdge } from '../edge/main.ts';
import { gatewayConfig, gatewayState, startGateway } from '../gateway/main.ts';
import { backUp } from '../kernel/backup/backup.ts';
import { restore } from '../kernel/backup/restore.ts';
import { systemClock } from '../kernel/clock.ts';
import { createLog } from '../kernel/log.ts';
import { eventPage, type FactEvent, logState } from '../protocols/wire/event.ts';
import { type GatewayStatus, gatewayStatus, stationReport } from '../protocols/wire/status.ts';
import { freePorts } from './harness/ports.ts';
import { until } from './harness/wait.ts';

const deps = { log: createLog('test', 'silent'), clock: systemClock };
const stations = ['S1', 'S2'];
const limitMs = 40_000;

let dir: string;
let running: { stop(): Promise<void> }[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'packproof-drill-'));
  running = [];
});
afterEach(async () => {
  for (const service of running.reverse()) await service.stop();
  rmSync(dir, { recursive: true, force: true });
});

async function started<Service extends { stop(): Promise<void> }>(
  starting: Promise<Service>,
): Promise<Service> {
  const service = await starting;
  running.push(service);
  return service;
}

async function get(url: string): Promise<unknown> {
  return (await fetch(url)).json();
}

/** A person who scans badges as fast as the station takes them: each is a fact. */
function scanning(edgeUrl: string): () => Promise<void> {
  let on = true;
  const loop = async () => {
    for (let count = 0; on; count += 1) {
      await fetch(`${edgeUrl}/v1/commands`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ v: 1, code: `PP:BADGE:person ${count}` }),
      });
    }
  };
  const ended = loop();
  return async () => {
    on = false;
    await ended;
  };
}

async function eventsOf(gatewayUrl: string): Promise<FactEvent[]> {
  const all: FactEvent[] = [];
  for (let after = 0; ; ) {
    const page = eventPage.parse(await get(`${gatewayUrl}/v1/events?after=${after}`));
    all.push(...page.events);
    if (page.events.length === 0) return all;
    after = page.cursor;
  }
}

test('a gateway that is lost under load comes back from its backup, and nothing is missing or there twice', async () => {
  const [mqtt = 0, http = 0] = await freePorts(2);
  const gatewayDir = join(dir, 'gateway');
  const settings = { site: 'HAM', dataDir: gatewayDir, mqtt: { port: mqtt }, http: { port: http } };
  const at = { httpUrl: `http://127.0.0.1:${http}`, mqttUrl: `mqtt://127.0.0.1:${mqtt}` };
  const bringGateway = () => startGateway(gatewayConfig.parse(settings), deps);
  const status = async (): Promise<GatewayStatus> =>
    gatewayStatus.parse(await get(`${at.httpUrl}/v1/status`));
  const logReaches = (cursor: number) =>
    until(`${cursor} facts`, limitMs, async () => ((await status()).log.cursor >= cursor ? true : undefined));

  const central = await started(
    startCentral(
      centralConfig.parse({
        dataDir: join(dir, 'central'),
        http: { port: 0 },
        seller: demoSeller,
        sites: { HAM: { name: 'Hamburg', gs1CompanyPrefix: demoCompanyPrefix } },
      }),
      deps,
    ),
  );
  const first = await bringGateway();
  const sync = { site: 'HAM', gateway: at, central: { url: central.url }, http: { port: 0 } };
  await started(startCloudSync(cloudSyncConfig.parse(sync), deps));
  const edges = await Promise.all(
    stations.map((station, index) => {
      const sscc = { extensionDigit: 3, firstSerial: index * 1_000, lastSerial: index * 1_000 + 999 };
      const edge = {
        site: 'HAM',
        station,
        dataDir: join(dir, station),
        gateway: at,
        sscc,
        http: { port: 0 },
      };
      return started(startEdge(edgeConfig.parse(edge), deps));
    }),
  );
  const stopScanning = edges.map(({ url }) => scanning(url));

  await logReaches(100);
  const to = join(dir, 'backup');
  const { manifest } = await backUp({
    dataDir: gatewayDir,
    to,
    services: [gatewayState],
    clock: systemClock,
  });
  const kept = manifest.databases[0]?.positions['log cursor'] ?? 0;
  expect(kept).toBeGreaterThanOrEqual(100);
  // What follows is acknowledged to the stations, carried to central and heard by a reader, and then it is lost.
  await logReaches(kept + 300);
  const reader = readerOf(at.httpUrl);
  await reader.readToEnd();
  expect(reader.cursor()).toBeGreaterThanOrEqual(kept + 300);
  await until('central to have what will be lost', limitMs, () =>
    atCentral(join(dir, 'central', 'central.sqlite')).facts >= kept + 300 ? true : undefined,
  );
  await first.stop();
  renameSync(gatewayDir, join(dir, 'lost'));

  await restore({ from: to, dataDir: gatewayDir, services: [gatewayState] });
  await started(bringGateway());
  await Promise.all(stopScanning.map((stop) => stop()));

  const last = new Map<string, number>();
  for (const [index, { url }] of edges.entries()) {
    const report = await until('everything acknowledged', limitMs, async () => {
      const { facts } = stationReport.parse(await get(`${url}/v1/status`));
      return facts.unacknowledged === 0 && facts.connected ? facts : undefined;
    });
    expect(report.stopped).toBeNull();
    last.set(stations[index] ?? '', report.lastSeq);
  }
  const total = [...last.values()].reduce((sum, seq) => sum + seq, 0);
  expect(total).toBeGreaterThan(kept + 300);

  // At the gateway: each fact once, in the order of its station, and no trouble is left.
  const { log, incidents } = await status();
  expect([log.cursor, log.conflicts, log.setAside]).toEqual([total, 0, 0]);
  expect(incidents).toEqual([]);
  const events = await eventsOf(at.httpUrl);
  for (const [station, lastSeq] of last) {
    const seqs = events
      .filter(({ id }) => id.startsWith(`HAM/${station}/`))
      .map(({ id }) => Number(id.split('/')[2]));
    expect(seqs).toEqual(Array.from({ length: lastSeq }, (_none, index) => index + 1));
  }

  // A reader that keeps its cursor itself was told that the numbers behind the backup are others now, and misses nothing.
  await reader.readToEnd();
  expect(reader.putBack()).toBe(1);
  expect(reader.ids().size).toBe(total);

  // At central too: its table of facts takes each number of a station once.
  const file = join(dir, 'central', 'central.sqlite');
  await until('everything at central', limitMs, () => (atCentral(file).facts === total ? true : undefined));
  expect(atCentral(file).conflicts).toBe(0);
}, 120_000);

/** A program of the back office that keeps its place itself, as docs/integrate.md shows. */
function readerOf(gatewayUrl: string) {
  const ids = new Set<string>();
  let place = { epoch: 'any', cursor: 0 };
  let putBack = 0;
  async function readPage(): Promise<boolean> {
    const url = `${gatewayUrl}/v1/events?after=${place.cursor}&epoch=${place.epoch}`;
    const answer = await fetch(url);
    if (answer.status === 409) {
      putBack += 1;
      const now = logState.parse(await get(`${gatewayUrl}/v1/log?epoch=${place.epoch}`));
      place = { epoch: now.epoch, cursor: Math.min(place.cursor, now.agreedUpTo ?? 0) };
      return true;
    }
    const page = eventPage.parse(await answer.json());
    for (const { id } of page.events) ids.add(id);
    place = { epoch: page.epoch ?? '', cursor: page.cursor };
    return page.more;
  }
  return {
    async readToEnd(): Promise<void> {
      while (await readPage()) {}
    },
    cursor: () => place.cursor,
    putBack: () => putBack,
    ids: () => ids,
  };
}

function atCentral(file: string): { facts: number; conflicts: number } {
  const db = new Database(file, { readonly: true });
  const count = (table: string) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
  const counts = { facts: count('facts'), conflicts: count('fact_conflicts') };
  db.close();
  return counts;
}
