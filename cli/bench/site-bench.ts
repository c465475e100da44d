import { join } from 'node:path';
import { startChild } from '../child-service.ts';
import { enrolStations } from '../commands/sim/warehouse/enrol-stations.ts';
import { type Histogram, quantileMs } from '../commands/sim/warehouse/histogram.ts';
import { runWarehouse, type WarehouseResult } from '../commands/sim/warehouse/run-warehouse.ts';
import { planWarehouse } from '../commands/sim/warehouse/warehouse-plan.ts';
import { bareFact, openBareLog } from './bare-log.ts';
import { type Measurement, percentile } from './report.ts';

const site = 'SIM';
const measuredSeconds = 20;

interface Load {
  readonly stations: number;
  /** Facts in a second of the site; null for as fast as the gateway takes them. */
  readonly rate: number | null;
  readonly seconds: number;
  readonly subscribers: number;
  readonly backlog: number;
}

/**
 * A whole simulated site against a gateway: how long facts are on their way at three loads, what a fact costs as stations grow, and
 * how fast a million facts drain after an outage.
 */
export async function benchSite(folder: string, tell: (text: string) => void): Promise<Measurement[]> {
  let runs = 0;
  const under = async (load: Load): Promise<WarehouseResult> => {
    runs += 1;
    tell(`${load.stations} stations, ${load.rate ?? 'as many'} facts/s, ${load.backlog} waiting at each`);
    return simulate(join(folder, `gateway-${runs}`), folder, load);
  };
  const most = await under({ stations: 20, rate: null, seconds: 10, subscribers: 0, backlog: 0 });
  const mostPerSecond = most.facts / most.seconds;
  const bare = bareCommits(join(folder, 'bare.sqlite'));
  const measurements: Measurement[] = [
    {
      what: 'facts through a gateway, 20 stations that always have more',
      value: mostPerSecond,
      unit: 'facts/s',
    },
  ];
  for (const rate of [200, 5_000, Math.round(mostPerSecond / 2)]) {
    const result = await under({ stations: 20, rate, seconds: measuredSeconds, subscribers: 1, backlog: 0 });
    measurements.push(...latencies(rate, result, bare));
  }
  measurements.push(...(await growth(under)));
  const drained = await under({ stations: 20, rate: 0, seconds: 0, subscribers: 0, backlog: 50_000 });
  return [...measurements, ...drain(drained)];
}

async function simulate(dataDir: string, folder: string, load: Load): Promise<WarehouseResult> {
  const settings = { site, dataDir, mqtt: { port: 0 }, http: { port: 0 } };
  const gateway = await startChild('gateway', 'gateway', settings, folder);
  try {
    const parts = planWarehouse({ ...load, handhelds: 0, portals: 0, processes: 1 });
    const identityFolder = `${dataDir}-identities`;
    const stations = parts.flat().map(({ station }) => station);
    await enrolStations({ gatewayUrl: gateway.ready.httpUrl ?? '', stations, folder: identityFolder });
    return await runWarehouse({
      access: { site, mqttUrl: gateway.ready.mqttUrl ?? '', webSocketUrl: '', identityFolder },
      parts,
      subscribers: load.subscribers,
      seconds: load.seconds,
      // A million waiting facts do not fit into memory.
      folder: load.backlog > 0 ? join(folder, 'stations') : null,
      backlog: load.backlog,
      gateway: gateway.usage,
      tell: () => {},
    });
  } finally {
    await gateway.stop();
  }
}

function latencies(rate: number, result: WarehouseResult, bare: readonly number[]): Measurement[] {
  const rows = (what: string, histogram: Histogram) =>
    [0.5, 0.99].map((share) => ({
      what: `${what} at ${rate.toLocaleString('en')} facts/s, p${share * 100}`,
      value: quantileMs(histogram, share),
      unit: 'ms',
      baseline: { what: `bare commit of three facts, p${share * 100}`, value: percentile(bare, share) },
    }));
  return [
    ...rows('durable at the station to acknowledged by the gateway', result.acknowledged),
    ...rows('scanned to received by a subscriber', result.received.latency),
  ];
}

async function growth(under: (load: Load) => Promise<WarehouseResult>): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  let one = 0;
  for (const stations of [1, 10, 50, 200]) {
    const { gateway } = await under({ stations, rate: 2_000, seconds: 10, subscribers: 0, backlog: 0 });
    const value = gateway?.cpuMsPer1000Facts ?? Number.NaN;
    one = stations === 1 ? value : one;
    measurements.push({
      what: `processor time of the gateway, ${stations} stations, 2,000 facts/s`,
      value,
      unit: 'ms for 1,000 facts',
      baseline: { what: '1 station', value: one },
      goal: 'flat',
    });
  }
  return measurements;
}

function drain({ facts, seconds, gateway }: WarehouseResult): Measurement[] {
  const what = `after an outage, ${facts.toLocaleString('en')} facts that waited at 20 stations`;
  return [
    { what: `${what}: drained`, value: facts / seconds, unit: 'facts/s' },
    {
      what: `${what}: most resident memory of the gateway`,
      value: gateway?.maxResidentMb ?? Number.NaN,
      unit: 'MB',
      goal: '< 300 MB',
    },
  ];
}

/** @returns milliseconds of each of 2,000 commits of three rows of the size of a fact. */
function bareCommits(path: string): number[] {
  const bare = openBareLog(path);
  const samples = Array.from({ length: 2_000 }, () => {
    const startMs = performance.now();
    bare.commit(bareFact, 3);
    return performance.now() - startMs;
  });
  bare.close();
  return samples;
}
