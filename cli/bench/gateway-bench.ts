import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../child-service.ts';
import { openBareLog } from './bare-log.ts';
import { startMosquitto } from './mosquitto.ts';
import type { LoadPlan } from './publishers/prepared-publishers.ts';
import type { LoadResult } from './publishers/publisher-load.ts';
import { publishToAll } from './publishers/publisher-process.ts';
import type { Measurement } from './report.ts';

const site = 'BENCH';
const inFlight = 20;
const rowsPerCommit = 1_000;
const oneByOneFacts = 90_000;
const batchedFacts = 300_000;

/**
 * Durable facts in a second through a gateway in a process of its own, from 1 to 200 stations, one fact a message and batched. Beside it
 * Mosquitto with the same publishers, which commits nothing, and bare group commits of the same bytes.
 */
export async function benchGateway(folder: string, tell: (text: string) => void): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const factsPerMessage of [1, 100]) {
    for (const stations of [1, 10, 50, 200]) {
      const facts = factsPerMessage === 1 ? oneByOneFacts : batchedFacts;
      const plan = {
        site,
        stations,
        factsPerStation: Math.ceil(facts / stations),
        factsPerMessage,
        inFlight,
      };
      tell(`${stations} stations, ${factsPerMessage} facts a message`);
      measurements.push(...(await measure(join(folder, `${stations}-${factsPerMessage}`), plan)));
    }
  }
  return measurements;
}

async function measure(folder: string, plan: LoadPlan): Promise<Measurement[]> {
  mkdirSync(folder);
  const settings = { site, dataDir: join(folder, 'gateway'), mqtt: { port: 0 }, http: { port: 0 } };
  const gateway = await startChild('gateway', 'gateway', settings, folder);
  const mosquitto = await startMosquitto(folder);
  try {
    const before = gateway.usage.cpuSeconds();
    const ports = [
      Number(new URL(gateway.ready.mqttUrl ?? '').port),
      ...(mosquitto === null ? [] : [mosquitto.port]),
    ];
    const [ours, peer] = await publishToAll(ports, plan);
    if (ours === undefined) throw new Error('the publishers measured nothing');
    const cpuSeconds = gateway.usage.cpuSeconds() - before;
    return rowsOf(plan, ours, peer ?? null, cpuSeconds, bareGroupCommits(join(folder, 'bare.sqlite'), ours));
  } finally {
    await mosquitto?.stop();
    await gateway.stop();
  }
}

function rowsOf(
  plan: LoadPlan,
  ours: LoadResult,
  peer: LoadResult | null,
  cpuSeconds: number,
  bareRows: number,
): Measurement[] {
  const single = plan.factsPerMessage === 1;
  const what = `${plan.stations} stations, ${single ? 'one fact' : `${plan.factsPerMessage} facts`} a message: durable at the gateway`;
  const row = { what, value: ours.facts / ours.seconds, unit: 'facts/s' };
  const bare = { what: `bare group commits of ${rowsPerCommit} rows of the same size`, value: bareRows };
  const mosquitto = (result: LoadResult) => ({
    what: 'Mosquitto, which commits nothing',
    value: result.facts / result.seconds,
  });
  const cost: Measurement = {
    what: `${what}, processor time of the gateway with its start`,
    value: (cpuSeconds * 1_000_000) / (plan.stations * plan.factsPerStation),
    unit: 'ms for 1,000 facts',
  };
  if (!single) return [{ ...row, baseline: bare, goal: '>= 0.6' }, cost];
  return [
    ...(peer === null ? [] : [{ ...row, baseline: mosquitto(peer), goal: '>= 1.0' }]),
    { ...row, baseline: bare },
    cost,
  ];
}

/** @returns rows in a second. */
function bareGroupCommits(path: string, { facts, bytesPerFact }: LoadResult): number {
  const bare = openBareLog(path);
  const row = 'x'.repeat(Math.round(bytesPerFact));
  const startMs = performance.now();
  for (let done = 0; done < facts; done += rowsPerCommit)
    bare.commit(row, Math.min(rowsPerCommit, facts - done));
  const seconds = (performance.now() - startMs) / 1000;
  bare.close();
  return facts / seconds;
}
