import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startChild } from '../child-service.ts';
import { bareFact, openBareLog } from './bare-log.ts';
import { startMosquitto } from './mosquitto.ts';
import type { PacedPlan, PacedResult } from './publishers/paced-load.ts';
import type { LoadPlan } from './publishers/prepared-publishers.ts';
import { publishInPace, publishToAll } from './publishers/publisher-process.ts';
import { type Measurement, percentile } from './report.ts';

const site = 'BENCH';
const stations = 20;
/** What one scan makes. */
const factsPerMessage = 3;
const measuredSeconds = 12;
const settleSeconds = 3;
const burst = 150;
const factsForMost = 120_000;
/** More single commits a second are not comparable: what arrives meanwhile is committed together. */
const mostBareCommits = 2_000;

/**
 * How long a scan's facts take from the network to the gateway's disk and back, at a steady pace that does not wait for answers. Beside it
 * Mosquitto at the same pace, which commits nothing, and bare commits of the same facts at the same pace: a disk that rests between two
 * commits takes longer for each.
 */
export async function benchLatency(folder: string, tell: (text: string) => void): Promise<Measurement[]> {
  tell('as fast as it can');
  const most = await mostFactsPerSecond(join(folder, 'most'));
  const measurements: Measurement[] = [];
  for (const rate of [200, 5_000, Math.round(most / 2)]) {
    tell(`${rate} facts/s`);
    measurements.push(...(await atPace(join(folder, `rate-${rate}`), rate, tell)));
  }
  return measurements;
}

async function mostFactsPerSecond(folder: string): Promise<number> {
  const plan: LoadPlan = {
    site,
    stations,
    factsPerStation: factsForMost / stations,
    factsPerMessage,
    inFlight: 20,
  };
  return withGateway(folder, async (port) => {
    const [result] = await publishToAll([port], plan);
    if (result === undefined) throw new Error('the publishers measured nothing');
    return result.facts / result.seconds;
  });
}

async function atPace(folder: string, rate: number, tell: (text: string) => void): Promise<Measurement[]> {
  const paced = Math.ceil((rate * (settleSeconds + measuredSeconds)) / stations / factsPerMessage);
  const plan: PacedPlan = {
    site,
    stations,
    factsPerStation: (burst + paced) * factsPerMessage,
    factsPerMessage,
    inFlight: 20,
    factsPerSecond: rate,
    burst,
    settleSeconds,
  };
  const [ours, peer] = await withGateway(folder, async (port) => {
    const mosquitto = await startMosquitto(folder);
    try {
      return await publishInPace([port, ...(mosquitto === null ? [] : [mosquitto.port])], plan);
    } finally {
      await mosquitto?.stop();
    }
  });
  if (ours === undefined) throw new Error('the publishers measured nothing');
  for (const result of [ours, peer])
    if (result !== undefined) tell(`a message was sent up to ${result.sentLateMs.toFixed(1)} ms late`);
  const commits = rate / factsPerMessage;
  const bare = commits > mostBareCommits ? null : await bareCommits(join(folder, 'bare.sqlite'), commits);
  return rowsOf(rate, ours, { peer: peer ?? null, bare });
}

function rowsOf(
  rate: number,
  ours: PacedResult,
  { peer, bare }: { readonly peer: PacedResult | null; readonly bare: readonly number[] | null },
): Measurement[] {
  const quantiles = [
    { name: 'p50', share: 0.5, of: ({ p50Ms }: PacedResult) => p50Ms },
    { name: 'p99', share: 0.99, of: ({ p99Ms }: PacedResult) => p99Ms },
  ];
  return quantiles.flatMap(({ name, share, of }) => {
    const what = `published to durable and acknowledged at ${rate.toLocaleString('en')} facts/s, ${stations} stations, ${name}`;
    const row = { what, value: of(ours), unit: 'ms' };
    const baselines = [
      ...(bare === null
        ? []
        : [{ what: 'bare commits of three facts at this pace', value: percentile(bare, share) }]),
      ...(peer === null ? [] : [{ what: 'Mosquitto, which commits nothing', value: of(peer) }]),
    ];
    return baselines.length === 0 ? [row] : baselines.map((baseline) => ({ ...row, baseline }));
  });
}

async function withGateway<Result>(folder: string, work: (port: number) => Promise<Result>): Promise<Result> {
  mkdirSync(folder);
  const settings = { site, dataDir: join(folder, 'gateway'), mqtt: { port: 0 }, http: { port: 0 } };
  const gateway = await startChild('gateway', 'gateway', settings, folder);
  try {
    return await work(Number(new URL(gateway.ready.mqttUrl ?? '').port));
  } finally {
    await gateway.stop();
  }
}

/** @returns milliseconds of each commit of three rows of the size of a fact, so many in a second. */
async function bareCommits(path: string, perSecond: number): Promise<number[]> {
  const bare = openBareLog(path);
  const samples: number[] = [];
  const startMs = performance.now();
  while (performance.now() - startMs < measuredSeconds * 1_000) {
    const dueMs = startMs + (samples.length * 1_000) / perSecond;
    const waitMs = dueMs - performance.now();
    if (waitMs > 0) await delay(waitMs);
    const beganMs = performance.now();
    bare.commit(bareFact, factsPerMessage);
    samples.push(performance.now() - beganMs);
  }
  bare.close();
  return samples;
}
