import { fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openSqlite } from '../../kernel/sqlite.ts';
import { startChild } from '../child-service.ts';
import type { LoadPlan, LoadResult } from './publisher-load.ts';
import type { Measurement } from './report.ts';

const site = 'BENCH';
const inFlight = 20;
const rowsPerCommit = 1_000;
const oneByOneFacts = 90_000;
const batchedFacts = 300_000;

/** What the process of the publishers is told: the same load for each of the ports, one after the other. It answers with a result for each. */
export interface LoadOrder {
  readonly ports: readonly number[];
  readonly plan: LoadPlan;
}

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
    const [ours, peer] = await load({ ports, plan });
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

/** Null where there is no Mosquitto. */
async function startMosquitto(folder: string): Promise<{ port: number; stop(): Promise<void> } | null> {
  if (spawnSync('mosquitto', ['-h']).error !== undefined) return null;
  const port = await freePort();
  const file = join(folder, 'mosquitto.conf');
  writeFileSync(file, `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\nlog_type none\n`);
  const broker = spawn('mosquitto', ['-c', file], { stdio: 'ignore' });
  const stop = async () => {
    broker.kill('SIGTERM');
    await once(broker, 'exit');
  };
  await listening(port).catch(async (thrown: unknown) => {
    await stop();
    throw thrown;
  });
  return { port, stop };
}

/** The publishers in a process of their own. */
async function load(order: LoadOrder): Promise<LoadResult[]> {
  const child = fork(process.argv[1] ?? '', ['bench-load'], { execArgv: process.execArgv });
  child.send(order);
  const results = new Promise<LoadResult[]>((resolve, reject) => {
    child.once('message', (message) => resolve(message as LoadResult[]));
    child.once('exit', (code) => reject(new Error(`the publishers ended with ${code}`)));
  });
  return results.finally(() => child.kill());
}

/** @returns rows in a second. */
function bareGroupCommits(path: string, { facts, bytesPerFact }: LoadResult): number {
  const db = openSqlite(path, ['CREATE TABLE rows (id INTEGER PRIMARY KEY, json TEXT NOT NULL) STRICT']);
  const insert = db.prepare('INSERT INTO rows (json) VALUES (?)');
  const row = 'x'.repeat(Math.round(bytesPerFact));
  const commit = db.transaction((count: number) => {
    for (let n = 0; n < count; n += 1) insert.run(row);
  });
  const startMs = performance.now();
  for (let done = 0; done < facts; done += rowsPerCommit) commit(Math.min(rowsPerCommit, facts - done));
  const seconds = (performance.now() - startMs) / 1000;
  db.close();
  return facts / seconds;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const socket = connect(port, '127.0.0.1');
    const open = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (open) return;
    await delay(50);
  }
  throw new Error('Mosquitto does not listen');
}
