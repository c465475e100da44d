import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { centralConfig, startCentral } from '../central/main.ts';
import { demoCompanyPrefix, demoSeller } from '../cli/demo/demo-data.ts';
import { cloudSyncConfig, startCloudSync } from '../cloud-sync/main.ts';
import { edgeConfig, startEdge } from '../edge/main.ts';
import {
  chainOf,
  connectMqtt,
  connectStation,
  startTestGateway,
  testSite,
} from '../gateway/testing-gateway.ts';
import { systemClock } from '../kernel/clock.ts';
import { createLog } from '../kernel/log.ts';
import { until } from './harness/wait.ts';

const deps = { log: createLog('test', 'silent'), clock: systemClock };
const limitMs = 5_000;

let dir: string;
let aborting: AbortController;
let clients: MqttClient[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'packproof-stop-'));
  aborting = new AbortController();
  clients = [];
});
afterEach(async () => {
  aborting.abort();
  await Promise.all(clients.map((client) => client.endAsync(true)));
  rmSync(dir, { recursive: true, force: true });
});

/** Opens a request that the service would leave open for long, and tells when it has ended, in whatever way. */
async function hold(url: string, isStream: boolean): Promise<{ readonly ended: Promise<unknown> }> {
  const asked = fetch(url, { signal: aborting.signal });
  const ended = (async () => {
    const answer = await asked;
    await answer.text();
  })().catch(() => {});
  // The head of a stream comes at once, that of a long poll at its end: it is heard before what is asked after it.
  if (isStream) expect((await asked).status).toBe(200);
  for (let asks = 0; asks < 3; asks += 1) await fetch(new URL('/v1/health', url));
  return { ended };
}

async function stopsInTime(
  service: { stop(): Promise<void> },
  held: readonly { readonly ended: Promise<unknown> }[],
): Promise<void> {
  const startedMs = performance.now();
  await service.stop();
  await Promise.all(held.map(({ ended }) => ended));
  expect(performance.now() - startedMs).toBeLessThan(limitMs);
}

const bring = {
  central: () =>
    startCentral(
      centralConfig.parse({
        dataDir: join(dir, 'central'),
        http: { port: 0 },
        seller: demoSeller,
        sites: { [testSite]: { name: 'Berlin', gs1CompanyPrefix: demoCompanyPrefix } },
      }),
      deps,
    ),
  gateway: () => startTestGateway(join(dir, 'gateway')),
};

describe('a stop within 5 s', () => {
  test('of a gateway with streams, long polls, MQTT clients and batches on their way; what it acknowledged is kept', async () => {
    const gateway = await bring.gateway();
    const held = await Promise.all([
      hold(`${gateway.httpUrl}/v1/events?wait=25`, false),
      hold(`${gateway.httpUrl}/v1/events/stream`, true),
      hold(`${gateway.httpUrl}/v1/events?wait=25&station=quiet`, false),
    ]);
    const subscriber = await connectMqtt(gateway.mqttUrl, { clientId: 'erp', clean: false });
    await subscriber.subscribeAsync(`packproof/v1/${testSite}/events/#`, { qos: 1 });
    const stations = await Promise.all(
      ['S1', 'S2', 'S3'].map((name) => connectStation(gateway.mqttUrl, name)),
    );
    clients.push(subscriber, ...stations.map(({ client }) => client));
    for (const [index, station] of stations.entries()) {
      station.client.on('error', () => {});
      const facts = chainOf(`S${index + 1}`, 3_000);
      for (let from = 0; from < facts.length; from += 100)
        void station.send(facts.slice(from, from + 100)).catch(() => {});
    }
    await until('the first acknowledgements', limitMs, () =>
      stations.every(({ acks }) => (acks.at(-1)?.upTo ?? 0) > 0) ? true : undefined,
    );
    await stopsInTime(gateway, held);

    const db = new Database(join(dir, 'gateway', 'gateway.sqlite'), { readonly: true });
    const upTo = db.prepare('SELECT up_to FROM stations WHERE station = ?').pluck();
    for (const [index, { acks }] of stations.entries())
      expect(upTo.get(`S${index + 1}`)).toBeGreaterThanOrEqual(acks.at(-1)?.upTo ?? Number.NaN);
    // Nothing is left for a recovery: the journal of the database was written back.
    expect(db.pragma('quick_check', { simple: true })).toBe('ok');
    db.close();
  });

  test('of central with live pages and gateways that wait for work', async () => {
    const central = await bring.central();
    const held = await Promise.all([
      hold(`${central.url}/v1/live`, true),
      hold(`${central.url}/v1/sites/${testSite}/work?after=1000&wait=25`, false),
    ]);
    await stopsInTime(central, held);
  });

  test('of cloud-sync that waits for both of its peers, and of one whose peers are gone', async () => {
    const [central, gateway] = await Promise.all([bring.central(), bring.gateway()]);
    const { httpUrl, mqttUrl } = gateway;
    const config = cloudSyncConfig.parse({
      site: testSite,
      gateway: { httpUrl, mqttUrl },
      central: { url: central.url },
      http: { port: 0 },
    });
    const waiting = await startCloudSync(config, deps);
    await until('both directions', limitMs, async () =>
      (await fetch(`${waiting.url}/v1/ready`)).ok ? true : undefined,
    );
    await stopsInTime(waiting, []);
    await gateway.stop();
    await central.stop();
    await stopsInTime(await startCloudSync(config, deps), []);
  });

  test('of a station with an open screen and no gateway', async () => {
    const edge = await startEdge(
      edgeConfig.parse({
        site: testSite,
        station: 'S1',
        dataDir: join(dir, 'edge'),
        gateway: { httpUrl: 'http://127.0.0.1:1', mqttUrl: 'mqtt://127.0.0.1:1' },
        sscc: { extensionDigit: 3, firstSerial: 1, lastSerial: 9 },
        http: { port: 0 },
      }),
      deps,
    );
    await stopsInTime(edge, [await hold(`${edge.url}/v1/screen/stream`, true)]);
  });
});
