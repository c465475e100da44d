import { rmSync } from 'node:fs';
import type { MqttClient } from 'mqtt';
import { gatewayConfig, type RunningGateway, startGateway } from '../../gateway/main.ts';
import {
  chainOf,
  connectMqtt,
  connectStation,
  newDataDir,
  putJson,
  type TestStation,
  testSite,
} from '../../gateway/testing-gateway.ts';
import { type Clock, systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { genesis } from '../../protocols/wire/fact-chain.ts';
import type { DeviceReport, StationReport } from '../../protocols/wire/status.ts';
import { reportTopic, stationClientId } from '../../protocols/wire/topics.ts';

/** A site as it is drawn: areas with their stations, in rows. */
const plan: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'Picking hall': [
    ['pick-1', 'pick-2', 'pick-3', 'pick-4'],
    ['pick-5', 'pick-6', 'pick-7', 'pick-8'],
  ],
  Packing: [
    ['pack-1', 'pack-2', 'pack-3', 'pack-4'],
    ['pack-5', 'pack-6', 'pack-7', 'pack-8'],
    ['pack-9', 'pack-10'],
  ],
  Dock: [['portal-1'], ['portal-2'], ['portal-3']],
  Returns: [['returns-1', 'returns-2']],
  Handhelds: [['hand-1', 'hand-2', 'hand-3']],
};
const floorPlan = Object.fromEntries(
  Object.entries(plan).flatMap(([area, rows]) =>
    rows.flatMap((row, y) => row.map((station, x) => [station, { area, x, y }] as const)),
  ),
);

export interface SiteFixture {
  readonly gateway: RunningGateway;
  /** Cuts the connection of a station. */
  leave(station: string): Promise<void>;
  stop(): Promise<void>;
}

/** A minute of the gateway's statistics passes in a moment at first, so that there is an hour to look at. */
function hastyClock(isHasty: () => boolean): Clock {
  const hurried = (delayMs: number) => (isHasty() && delayMs === 60_000 ? 75 : delayMs);
  return { ...systemClock, after: (delayMs, action) => systemClock.after(hurried(delayMs), action) };
}

/** A real gateway, with stations that report over MQTT from every condition that there is. */
export async function startSiteFixture(settings: Record<string, unknown> = {}): Promise<SiteFixture> {
  const dataDir = newDataDir();
  const parts = { site: testSite, dataDir, mqtt: { port: 0 }, http: { port: 0 }, floorPlan, ...settings };
  let hasty = true;
  const gateway = await startGateway(gatewayConfig.parse(parts), {
    log: createLog('test', 'silent'),
    clock: hastyClock(() => hasty),
  });
  await feed(gateway, () => {
    hasty = false;
  });
  const clients = new Map<string, MqttClient>();
  for (const station of Object.keys(floorPlan)) {
    if (station === 'hand-3') continue;
    const client = await connectMqtt(gateway.mqttUrl, { clientId: stationClientId(testSite, station) });
    await client.publishAsync(reportTopic(testSite, station), JSON.stringify(reportOf(station)), { qos: 1 });
    clients.set(station, client);
  }
  const leave = async (station: string) => {
    await clients.get(station)?.endAsync(true);
    clients.delete(station);
  };
  for (const station of ['pick-7', 'hand-2']) await leave(station);
  return {
    gateway,
    leave,
    async stop() {
      await Promise.all([...clients.values()].map((client) => client.endAsync(true)));
      await gateway.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Facts that come in waves, two readers of them, and the work of the site. */
async function feed({ mqttUrl, httpUrl }: RunningGateway, onFed: () => void): Promise<void> {
  const station = await connectStation(mqttUrl, 'pack-1');
  const facts = chainOf('pack-1', 2_400, genesis);
  for (let wave = 0, sent = 0; wave < 150; wave += 1) {
    const count = Math.round(9 + 5 * Math.sin(wave / 16) + (wave % 3));
    await station.send(facts.slice(sent, sent + count));
    sent += count;
    await settled(station, sent);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  onFed();
  const cursor = station.acks.at(-1)?.upTo ?? 0;
  await station.client.endAsync(true);
  await putJson(`${httpUrl}/v1/consumers/cloud-sync`, { v: 1, cursor });
  await putJson(`${httpUrl}/v1/consumers/billing`, { v: 1, cursor: cursor - 12 });
  const documents = Array.from({ length: 12 }, (_none, index) => productOf(index));
  const asOf = new Date(Date.now() - 9_000).toISOString();
  const page = { v: 1, site: testSite, epoch: 'e1', documents, cursor: 12, more: false, asOf };
  await putJson(`${httpUrl}/v1/work`, page);
}

async function settled(station: TestStation, upTo: number): Promise<void> {
  while ((station.acks.at(-1)?.upTo ?? 0) < upTo) await new Promise((resolve) => setTimeout(resolve, 10));
}

function productOf(index: number) {
  const id = `SKU-${index + 1}`;
  const data = { sku: id, name: 'Coffee', packagings: [{ gtin: '04012345000023', level: 'each', units: 1 }] };
  return { kind: 'product', id, version: 1, cursor: index + 1, data };
}

function reportOf(station: string): StationReport {
  const now = Date.now();
  const ago = (ms: number) => new Date(now - ms).toISOString();
  const number = Number(station.split('-').at(-1));
  const facts = { lastSeq: 4_000 + number * 731, acknowledged: 4_000 + number * 731, unacknowledged: 0 };
  const report: StationReport = {
    v: 1,
    service: 'edge',
    version: '0.1.0',
    site: testSite,
    station: station as StationReport['station'],
    at: ago(0),
    startedAt: ago(3 * 86_400_000 + number * 3_600_000),
    facts: { ...facts, oldestUnacknowledgedAt: null, connected: true, stopped: null },
    work: { epoch: 'e1', cursor: 12, asOf: ago(11_000), orders: 34 },
    devices: devicesOf(station),
  };
  if (station === 'pack-3')
    return {
      ...report,
      facts: { ...report.facts, unacknowledged: 212, oldestUnacknowledgedAt: ago(252_000) },
    };
  if (station === 'pack-6') {
    const stopped = 'the gateway holds another history of this station';
    return {
      ...report,
      facts: { ...report.facts, unacknowledged: 18, oldestUnacknowledgedAt: ago(1_260_000), stopped },
    };
  }
  if (station === 'pick-4') return { ...report, at: ago(-372_000) };
  return report;
}

function devicesOf(station: string): DeviceReport[] {
  const scanner: DeviceReport = {
    id: 'scanner-1',
    kind: 'scanner',
    address: '/dev/serial/by-id/usb-Honeywell_1900-if00',
    state: 'connected',
    counts: { scans: 1_204, garbled: 1 },
  };
  if (station.startsWith('portal')) {
    const failed = station === 'portal-2';
    return [
      {
        id: 'reader-1',
        kind: 'rfid',
        address: 'llrp://10.20.0.41:5084',
        state: failed ? 'failed' : 'connected',
        ...(failed ? { detail: 'antenna 3 is not connected' } : {}),
        counts: { tags: 88_120 },
      },
    ];
  }
  if (!station.startsWith('pack')) return [scanner];
  return [
    scanner,
    { id: 'scale-1', kind: 'scale', address: '/dev/ttyUSB1', state: 'connected', counts: { weighings: 402 } },
    {
      id: 'printer-1',
      kind: 'printer',
      address: '10.20.0.77:9100',
      state: station === 'pack-8' ? 'disconnected' : 'connected',
      counts: { labels: 398 },
    },
  ];
}
