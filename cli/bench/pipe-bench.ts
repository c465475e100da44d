import { join } from 'node:path';
import { Delivery } from '../../edge/facts/delivery.ts';
import { FactLog } from '../../edge/facts/fact-log.ts';
import { nodeTransport } from '../../edge/facts/node-transport.ts';
import { systemClock } from '../../kernel/clock.ts';
import { createLog } from '../../kernel/log.ts';
import { packageVersion } from '../../kernel/package-root.ts';
import { openSqlite } from '../../kernel/sqlite.ts';
import type { FactDraft } from '../../protocols/wire/fact.ts';
import type { StationReport } from '../../protocols/wire/status.ts';
import { startChild } from '../child-service.ts';
import { benchSite, benchStation } from './bench-work.ts';
import type { Measurement } from './report.ts';

const factCount = 50_000;
const factsPerCommit = 1_000;

/**
 * Facts that wait in a station's log, until the gateway (a process of its own) has acknowledged the last of them as durable; beside bare
 * group commits of the same bytes into one SQLite file.
 */
export async function benchPipe(folder: string, tell: (text: string) => void): Promise<Measurement[]> {
  const facts = new FactLog({
    path: join(folder, 'facts.sqlite'),
    site: benchSite,
    station: benchStation,
    keep: factCount,
  });
  tell(`writing ${factCount} facts`);
  for (let done = 0; done < factCount; done += factsPerCommit) {
    facts.commit({
      at: new Date().toISOString(),
      operator: 'bench',
      drafts: Array.from({ length: factsPerCommit }, (_, n) => draft(done + n)),
    });
  }
  const rows = facts.read(1, factCount);
  const bareSeconds = bareGroupCommits(join(folder, 'bare.sqlite'), rows);
  const gateway = await startChild(
    'gateway',
    'gateway',
    { site: benchSite, dataDir: join(folder, 'gateway'), mqtt: { port: 0 }, http: { port: 0 } },
    folder,
  );
  tell('delivering them to the gateway');
  const seconds = await deliver(facts, gateway.ready.mqttUrl ?? '');
  await gateway.stop();
  facts.close();
  return [
    {
      what: `edge log to MQTT to durable at the gateway, acknowledged, one station, ${factCount} facts`,
      value: factCount / seconds,
      unit: 'facts/s',
      baseline: {
        what: `bare group commits of ${factsPerCommit} of the same rows`,
        value: factCount / bareSeconds,
      },
    },
  ];
}

function draft(n: number): FactDraft {
  return {
    type: 'pick.confirmed',
    data: {
      order: 'B-000001',
      line: 1,
      sku: 'P-1',
      units: 1,
      gtin: '09520001000011',
      lot: `L${n % 100}`,
      scanSeq: n + 1,
    },
  };
}

function bareGroupCommits(path: string, rows: readonly string[]): number {
  const db = openSqlite(path, ['CREATE TABLE rows (id INTEGER PRIMARY KEY, json TEXT NOT NULL)']);
  const insert = db.prepare('INSERT INTO rows (json) VALUES (?)');
  const commit = db.transaction((part: readonly string[]) => {
    for (const row of part) insert.run(row);
  });
  const start = performance.now();
  for (let done = 0; done < rows.length; done += factsPerCommit)
    commit(rows.slice(done, done + factsPerCommit));
  const seconds = (performance.now() - start) / 1000;
  db.close();
  return seconds;
}

async function deliver(facts: FactLog, mqttUrl: string): Promise<number> {
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const delivery = new Delivery({
    facts,
    site: benchSite,
    station: benchStation,
    transport: nodeTransport({ mqttUrl }),
    clock: systemClock,
    log: createLog('bench', 'error'),
    report: emptyReport,
    onPoke: () => {},
    onChange: () => {
      if (facts.acknowledged === factCount) finish();
    },
  });
  const start = performance.now();
  delivery.start();
  await finished;
  const seconds = (performance.now() - start) / 1000;
  await delivery.stop();
  return seconds;
}

function emptyReport(): StationReport {
  const at = new Date().toISOString();
  return {
    v: 1,
    service: 'edge',
    version: packageVersion,
    site: benchSite,
    station: benchStation,
    at,
    startedAt: at,
    facts: {
      lastSeq: 0,
      acknowledged: 0,
      unacknowledged: 0,
      oldestUnacknowledgedAt: null,
      connected: true,
      stopped: null,
    },
    work: { epoch: null, cursor: 0, asOf: null, orders: 0 },
    devices: [],
  } as unknown as StationReport;
}
