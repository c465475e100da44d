import { systemClock } from '../../../kernel/clock.ts';
import type { WorkPage } from '../../../protocols/wire/work.ts';
import { unknownFloor } from '../../fulfilment/work-view.ts';
import { HandheldStation } from '../core/handheld-station.ts';
import { workViewOf } from '../core/work-view-of.ts';
import { completed, durable, openStationDatabase } from './database.ts';
import { HandheldFloor } from './handheld-floor.ts';
import { HandheldLog } from './handheld-log.ts';
import { HandheldPictures } from './handheld-pictures.ts';
import { HandheldReplica } from './handheld-replica.ts';
import { type LogSight, type LogStep, type ScanTimes, testLimits } from './testing-log-steps.ts';
import { knownTo, testNowMs, testSerials, type WorkSight, type WorkStep } from './testing-work-steps.ts';

async function runLog(name: string, steps: readonly LogStep[]): Promise<LogSight> {
  const owner = { site: 'HAM', station: name };
  let database = await openStationDatabase(owner.site, name);
  let log = await HandheldLog.open({ database, ...owner, ...testLimits });
  for (const step of steps) {
    if (step.do === 'commit') await log.commit(step.commit);
    else if (step.do === 'acknowledge') await log.acknowledge(step.upTo);
    else {
      database.close();
      database = await openStationDatabase(owner.site, name);
      log = await HandheldLog.open({ database, ...owner, ...testLimits });
    }
  }
  const sight = await sightOf(log);
  database.close();
  indexedDB.deleteDatabase(`packproof:${owner.site}:${name}`);
  return sight;
}

async function sightOf(log: HandheldLog): Promise<LogSight> {
  const hashes: (string | null)[] = [];
  for (let seq = 0; seq <= log.lastSeq + 1; seq += 1) hashes.push(await log.hashOf(seq));
  return {
    facts: await log.read(1, 10_000),
    lastSeq: log.lastSeq,
    acknowledged: log.acknowledged,
    oldestHeld: log.oldestHeld,
    state: log.state,
    memory: log.memory,
    finished: await log.finishedOrders(),
    lastAt: log.lastAt(),
    waitingSince: log.oldestUnacknowledgedAt(),
    hashes,
  };
}

/** A handheld without its screen and its network, as its program puts it together. */
async function openStation(station: string) {
  const owner = { site: 'HAM', station };
  const database = await openStationDatabase(owner.site, station);
  const log = await HandheldLog.open({ database, ...owner });
  const finished = new Set(await log.finishedOrders());
  const replica = await HandheldReplica.open(database, (order) => finished.has(order));
  const floor = await HandheldFloor.open(database, { now: () => testNowMs, monotonicMs: () => 0 });
  const connected = () => false;
  const work = workViewOf({ station, replica, floor: floor.book, finished, sscc: testSerials, connected });
  const onFinished = (order: string) => {
    finished.add(order);
    replica.finish(order);
  };
  const onDefect = (thrown: unknown) => {
    throw thrown;
  };
  const core = new HandheldStation({ log, work, version: 'test', onFinished, onDefect });
  await core.remember();
  return { database, log, replica, floor, work, core };
}

async function runWork(name: string, steps: readonly WorkStep[]): Promise<WorkSight> {
  let station = await openStation(name);
  const taken: boolean[] = [];
  for (const step of steps) {
    if (step.do === 'work') taken.push(await station.replica.apply(step.page, step.after));
    else if (step.do === 'floor') taken.push(await station.floor.apply(step.page, step.after));
    else if (step.do === 'scan') await station.core.scan(step.reading);
    else {
      station.database.close();
      station = await openStation(name);
    }
  }
  const { log, work } = station;
  const sight = {
    taken,
    known: knownTo(work, station),
    facts: await log.read(1, 10_000),
    state: log.state,
    memory: log.memory,
  };
  station.database.close();
  indexedDB.deleteDatabase(`packproof:HAM:${name}`);
  return sight;
}

/** Scans with the replica of a site, one after the other as they come from the queue. */
async function timeScans(page: WorkPage, codes: readonly string[]): Promise<ScanTimes> {
  const owner = { site: page.site, station: 'TIMED' };
  const database = await openStationDatabase(owner.site, owner.station);
  const log = await HandheldLog.open({ database, ...owner });
  const replica = await HandheldReplica.open(database, () => false);
  await replica.apply(page, 0);
  const finished = new Set<string>();
  const station = new HandheldStation({
    log,
    work: workViewOf({
      station: owner.station,
      replica,
      floor: unknownFloor,
      finished,
      sscc: { extensionDigit: 8, firstSerial: 0, lastSerial: 99_999 },
      connected: () => false,
    }),
    version: 'bench',
    onFinished: (order) => finished.add(order),
    onDefect: (thrown) => {
      throw thrown;
    },
  });
  const decideAndStore: number[] = [];
  const bareCommit: number[] = [];
  for (const [at, raw] of codes.entries()) {
    const scan = { device: 'wedge', boot: 'bench', seq: at + 1 };
    const reading = { scan, raw, at: new Date().toISOString(), bounceMs: 0 };
    decideAndStore.push(await timed(async () => void (await station.scan(reading))));
    bareCommit.push(await timed(() => storeLittle(database, at)));
  }
  database.close();
  return { decideAndStore, bareCommit };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const from = systemClock.monotonicMs();
  await work();
  return systemClock.monotonicMs() - from;
}

async function storeLittle(database: IDBDatabase, value: number): Promise<void> {
  const transaction = durable(database, ['position']);
  const done = completed(transaction);
  transaction.objectStore('position').put(value, 'little');
  await done;
}

/** What pictures are kept as, in a device that may hold two that were not sent; then one is sent, and the device is started anew. */
async function keepPictures(pictures: readonly { readonly type: string; readonly text: string }[]) {
  const limits = { pictures: 2, bytes: 1_000 };
  const database = await openStationDatabase('HAM', 'PICTURES');
  const store = await HandheldPictures.open(database, limits);
  const kept: unknown[] = [];
  for (const { type, text } of pictures) kept.push(await store.keep(new Blob([text], { type })));
  const first = await store.next();
  if (first !== null) await store.sent(first.named.sha256);
  const again = await HandheldPictures.open(database, limits);
  const next = await again.next();
  const text = next === null ? null : new TextDecoder().decode(next.bytes);
  const sight = { kept, waiting: again.waiting, next: text };
  database.close();
  indexedDB.deleteDatabase('packproof:HAM:PICTURES');
  return sight;
}

Object.assign(window, { runLog, runWork, timeScans, keepPictures });
