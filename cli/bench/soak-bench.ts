import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { FactLog } from '../../edge/facts/fact-log.ts';
import { WorkReplica } from '../../edge/work/replica.ts';
import type { Fact } from '../../protocols/wire/fact.ts';
import { callService } from '../call-service.ts';
import { startChild } from '../child-service.ts';
import { benchSite, benchStation, benchWork, labelOf, scansOf } from './bench-work.ts';
import type { Measurement } from './report.ts';
import { agentSettings } from './start-bench.ts';

const openOrders = 10_000;
const scansPerSecond = 50;
const minutes = 10;
const pageSize = 1_000;

/** When memory is looked at first: what is compiled and cached is there by then. */
const warmMinutes = 2;

/**
 * One scanner that reads fifty times a second for ten minutes, without a network: which readings are missing in the station's log,
 * which stand elsewhere, and whether its memory grows.
 */
export async function benchSoak(folder: string, tell: (text: string) => void): Promise<Measurement[]> {
  const dataDir = join(folder, 'edge');
  mkdirSync(dataDir);
  const replica = new WorkReplica(join(dataDir, 'work.sqlite'), () => false);
  for (const page of benchWork(openOrders)) replica.apply(page, replica.position.cursor);
  replica.close();
  const { port, connected, close } = await scanner();
  const gun = { kind: 'tcp-client', id: 'gun', host: '127.0.0.1', port, framing: 'cr' };
  const settings = { ...agentSettings(dataDir), scanners: [gun] };
  const edge = await startChild('edge', 'edge', settings, folder);
  let earlyMb = 0;
  const sent = await scanFor(await connected, (scans) => {
    const residentMb = edge.usage.residentMb();
    if (scans <= warmMinutes * 60 * scansPerSecond) earlyMb = residentMb;
    tell(`${scans} scans, ${residentMb.toFixed(0)} MB`);
  });
  await settled(edge.ready.url ?? '', sent.at(-1) ?? '');
  const lateMb = edge.usage.residentMb();
  await edge.stop();
  close();
  const read = readingsIn(dataDir);
  const lost = sent.length - read.length;
  const displaced = sent.filter((raw, index) => read[index] !== raw).length;
  const what = `${sent.length.toLocaleString('en')} scans, ${scansPerSecond} a second for ${minutes} minutes`;
  return [
    { what: `${what}: lost`, value: lost, unit: 'scans', goal: '0' },
    { what: `${what}: not in their place`, value: displaced, unit: 'scans', goal: '0' },
    {
      what: `${what}: resident memory of the station`,
      value: lateMb,
      unit: 'MB',
      baseline: { what: `after ${warmMinutes} minutes`, value: earlyMb },
      goal: 'flat',
    },
  ];
}

/** A network scanner to which the agent connects. */
async function scanner() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const connected = once(server, 'connection').then(([socket]) => socket as Socket);
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { port, connected, close: () => void server.close() };
}

/** Works off one order after the other, at a steady pace. */
async function scanFor(socket: Socket, told: (scans: number) => void): Promise<string[]> {
  const sent: string[] = [];
  const startMs = performance.now();
  const wanted = minutes * 60 * scansPerSecond;
  for (let order = 0; sent.length < wanted; order += 1) {
    for (const code of [...scansOf(order), labelOf(order)]) {
      await delay(Math.max(0, startMs + (sent.length * 1_000) / scansPerSecond - performance.now()));
      socket.write(`${code}\r`);
      sent.push(code);
    }
    if (order % 200 === 0) told(sent.length);
  }
  return sent;
}

async function settled(url: string, raw: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    const { last } = (await callService(`${url}/v1/screen`)) as { last: { raw: string } | null };
    if (last?.raw === raw) return;
    await delay(100);
  }
  throw new Error(`the station has not shown the last scan, ${raw}`);
}

/** What the station's log says was read, in its order. @throws if a reading of the bench was refused: it must be work that is done. */
function readingsIn(dataDir: string): string[] {
  const facts = new FactLog({
    path: join(dataDir, 'facts.sqlite'),
    site: benchSite,
    station: benchStation,
  });
  const read: string[] = [];
  for (let seq = 1; seq <= facts.lastSeq; seq += pageSize) {
    for (const json of facts.read(seq, pageSize)) {
      const { type, data } = JSON.parse(json) as Fact;
      if (type !== 'scan.recorded') continue;
      if (String(data.verdict).startsWith('refused')) throw new Error(`refused: ${String(data.message)}`);
      read.push(String(data.raw));
    }
  }
  facts.close();
  return read;
}
