import { join } from 'node:path';
import { Station } from '../../edge/agent/station.ts';
import { FactLog } from '../../edge/facts/fact-log.ts';
import { WorkReplica } from '../../edge/work/replica.ts';
import { openSqlite } from '../../kernel/sqlite.ts';
import { benchSite, benchStation, benchWork, scansOf } from './bench-work.ts';
import { type Measurement, percentile } from './report.ts';

const openOrders = 100_000;
const measuredScans = 5_000;
const warmUpScans = 500;

/**
 * From a reading to its decision being durable, with 100,000 open orders at the station; in turn with a bare commit of the same
 * rows: as many inserts of texts of the same length and one update as long as the station's state, in one transaction.
 */
export async function benchScan(folder: string, tell: (text: string) => void): Promise<Measurement[]> {
  const facts = new FactLog({ path: join(folder, 'facts.sqlite'), site: benchSite, station: benchStation });
  const finished = new Set<string>();
  const replica = new WorkReplica(join(folder, 'work.sqlite'), (order) => finished.has(order));
  for (const page of benchWork(openOrders)) replica.apply(page, replica.position.cursor);
  const station = new Station({
    facts,
    replica,
    finished,
    sscc: { extensionDigit: 0, firstSerial: 1, lastSerial: 999_999 },
    station: 'S1',
    connected: () => true,
    onDefect: (thrown) => {
      throw thrown;
    },
  });
  tell(`${openOrders} open orders, ${measuredScans} scans, each followed by a bare commit of the same size`);
  const bare = bareCommitter(join(folder, 'bare.sqlite'));
  const scanMs: number[] = [];
  const bareMs: number[] = [];
  let scans = 0;
  const measure = (raw: string) => {
    const before = facts.lastSeq;
    const taken = timed(() =>
      station.scan({
        scan: { device: 'bench', boot: 'bench', seq: scans + 1 },
        raw,
        at: new Date().toISOString(),
        bounceMs: 0,
      }),
    );
    if (taken.result.tone === 'error')
      throw new Error(`the bench scanned what was refused: ${taken.result.message}`);
    const rows = facts.read(before + 1, 10);
    const bareTaken = timed(() => bare(rows, facts.state ?? ''));
    scans += 1;
    if (scans <= warmUpScans) return;
    scanMs.push(taken.ms);
    bareMs.push(bareTaken.ms);
  };
  for (let order = 0; scans < warmUpScans + measuredScans; order += 1) {
    for (const code of scansOf(order)) measure(code);
    const { activity } = station.state;
    const sealed = activity?.kind === 'pack' ? activity.sealed : [];
    for (const { sscc } of sealed) measure(`00${sscc}`);
  }
  facts.close();
  replica.close();
  return [0.5, 0.99].map((share) => ({
    what: `scan to decided and durable, p${share * 100}`,
    value: percentile(scanMs, share),
    unit: 'ms',
    baseline: { what: 'bare commit of the same rows', value: percentile(bareMs, share) },
    goal: share === 0.5 ? 'ratio <= 2' : 'ratio <= 3',
  }));
}

function timed<Result>(action: () => Result): { readonly result: Result; readonly ms: number } {
  const start = performance.now();
  const result = action();
  return { result, ms: performance.now() - start };
}

function bareCommitter(path: string): (rows: readonly string[], state: string) => void {
  const db = openSqlite(path, [
    `CREATE TABLE rows (id INTEGER PRIMARY KEY, json TEXT NOT NULL);
     CREATE TABLE state (one INTEGER PRIMARY KEY, json TEXT NOT NULL);
     INSERT INTO state VALUES (1, '')`,
  ]);
  const insert = db.prepare('INSERT INTO rows (json) VALUES (?)');
  const update = db.prepare('UPDATE state SET json = ? WHERE one = 1');
  return db.transaction((rows: readonly string[], state: string) => {
    for (const row of rows) insert.run(row);
    update.run(state);
  });
}
