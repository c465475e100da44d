import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { WorkReplica } from '../../edge/work/replica.ts';
import { startChild } from '../child-service.ts';
import { benchSite, benchStation, benchWork } from './bench-work.ts';
import { type Measurement, percentile } from './report.ts';

const fewOrders = 100;
const manyOrders = 100_000;
const starts = 3;

/** From the start of an agent's process to its screen being served, with so many open orders in its replica. */
export async function benchStart(folder: string, tell: (text: string) => void): Promise<Measurement[]> {
  const few = await startsWith(fewOrders, folder, tell);
  const many = await startsWith(manyOrders, folder, tell);
  return [
    {
      what: `cold start of the agent with ${manyOrders.toLocaleString('en')} open orders`,
      value: many,
      unit: 's',
      baseline: { what: `with ${fewOrders}`, value: few },
      goal: '< 5 s',
    },
  ];
}

/** @returns the median in seconds. */
async function startsWith(orders: number, folder: string, tell: (text: string) => void): Promise<number> {
  const dataDir = join(folder, String(orders));
  mkdirSync(dataDir);
  tell(`writing ${orders} open orders`);
  const replica = new WorkReplica(join(dataDir, 'work.sqlite'), () => false);
  for (const page of benchWork(orders)) replica.apply(page, replica.position.cursor);
  replica.close();
  const seconds: number[] = [];
  for (let n = 0; n < starts; n += 1) {
    const startMs = performance.now();
    const edge = await startChild('edge', 'edge', agentSettings(dataDir), folder);
    seconds.push((performance.now() - startMs) / 1000);
    await edge.stop();
  }
  return percentile(seconds, 0.5);
}

/** A station whose gateway is gone, and that goes on with what it has. */
export function agentSettings(dataDir: string) {
  return {
    site: benchSite,
    station: benchStation,
    dataDir,
    gateway: { httpUrl: 'http://127.0.0.1:9', mqttUrl: 'mqtt://127.0.0.1:9' },
    sscc: { extensionDigit: 0, firstSerial: 1, lastSerial: 999_999 },
    http: { port: 0 },
  };
}
