import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PackproofError } from '../../kernel/errors.ts';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { openSqlite } from '../../kernel/sqlite.ts';
import type { FactEvent } from '../../protocols/wire/event.ts';
import { migrations } from '../database.ts';
import type { Arrival } from '../log/arrival.ts';
import { type FactLog, openFactLog } from '../log/fact-log.ts';
import { chainOf, newDataDir, testSite } from '../testing-gateway.ts';
import { openArchivedLog } from './archived-log.ts';
import { createArchiver } from './archiver.ts';
import { realDisk, type SegmentDisk } from './segment-file.ts';
import { openSegmentTable } from './segment-table.ts';

const old = '2025-11-01T06:00:00.000Z';
const recent = '2026-01-05T05:00:00.000Z';
const batch = (station: string, facts: readonly unknown[]): Arrival => ({
  kind: 'batch',
  station,
  topic: 'facts',
  facts,
  payload: Buffer.alloc(0),
});

interface Settings {
  readonly dataDir?: string;
  readonly disk?: SegmentDisk;
  readonly everyFacts?: number;
}

function open({ dataDir = newDataDir(), disk = realDisk, everyFacts = 10 }: Settings = {}) {
  const db = openSqlite(join(dataDir, 'gateway.sqlite'), migrations);
  const dir = join(dataDir, 'archive');
  const clock = new ManualClock();
  const damaged: PackproofError[] = [];
  const archived = openArchivedLog({
    ...{ db, site: testSite, dir, clock },
    onDamaged: (fault) => damaged.push(fault),
  });
  const log = openFactLog(db, testSite, archived);
  const processed = { upTo: Number.POSITIVE_INFINITY };
  const idle = { ask: () => true };
  const archiver = createArchiver({
    ...{ db, site: testSite, dir, clock, disk, everyFacts, afterDays: 30 },
    table: openSegmentTable(db),
    processedUpTo: () => processed.upTo,
    hashOf: (station, seq) => log.positionOf(station, seq)?.hash,
    idle: () => idle.ask(),
  });
  const rows = () => db.prepare('SELECT count(*) FROM runs').pluck().get() as number;
  return { dataDir, db, dir, clock, damaged, log, processed, idle, archiver, rows };
}

/** Everything that the log gives out, page by page. */
function all(log: FactLog, query: { station?: string; fromSeq?: number; after?: number } = {}, limit = 7) {
  const events: FactEvent[] = [];
  let after = query.after ?? 0;
  for (;;) {
    const page = log.read({ ...query, after, limit });
    events.push(...page.events);
    if (!page.more) return events;
    after = page.cursor;
  }
}

/** 60 facts of three stations in commits of various sizes, one of them poisoned. */
function fill(log: FactLog, at = old): void {
  const chains = ['pack-1', 'pack-2', 'pack-3'].map((station) => ({ station, facts: chainOf(station, 20) }));
  for (const [from, to] of [
    [0, 1],
    [1, 6],
    [6, 8],
    [8, 20],
  ] as const) {
    const group = chains.map(({ station, facts }) => {
      const some: unknown[] = facts.slice(from, to);
      if (station === 'pack-2' && from === 1) some[0] = { ...(some[0] as object), operator: 'eve' };
      return batch(station, some);
    });
    log.commit(group, at);
  }
}

describe('the archive', () => {
  test('takes the old facts out of the database, and every reader still sees all of them', async () => {
    const { log, archiver, rows, db, dataDir } = open();
    fill(log);
    const before = all(log);
    expect(before).toHaveLength(60);
    const segments = await archiver.run(true);
    expect(segments.map(({ firstCursor }) => firstCursor)[0]).toBe(1);
    expect([segments.reduce((sum, { facts }) => sum + facts, 0), rows()]).toEqual([60, 0]);
    expect(all(log)).toEqual(before);
    expect(log.counts().setAside).toBe(1);
    db.close();
    const again = open({ dataDir });
    expect(again.log.cursor()).toBe(60);
    expect(all(again.log)).toEqual(before);
    const next = chainOf('pack-1', 25).slice(20);
    again.log.commit([batch('pack-1', next)], recent);
    expect(
      all(again.log, { station: 'pack-1', fromSeq: 19 }, 3).map((event) => event.packproofcursor),
    ).toEqual([35, 36, 61, 62, 63, 64, 65]);
  });

  test('reads the same from every position, of every station, with pages of every size', async () => {
    const plain = open();
    fill(plain.log);
    const moved = open({ everyFacts: 7 });
    fill(moved.log);
    moved.processed.upTo = 41;
    await moved.archiver.run();
    expect(moved.rows()).toBeGreaterThan(0);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 61 }),
        fc.constantFrom(undefined, 'pack-1', 'pack-2', 'nobody'),
        fc.integer({ min: 1, max: 22 }),
        fc.integer({ min: 1, max: 20 }),
        (after, station, fromSeq, limit) => {
          const query = station === undefined ? { after } : { after, station, fromSeq };
          expect(all(moved.log, query, limit)).toEqual(all(plain.log, query, limit));
        },
      ),
    );
  });

  test('waits for the consumers, for the days, and for a whole segment', async () => {
    const { log, archiver, processed, rows } = open({ everyFacts: 30 });
    fill(log);
    log.commit([batch('pack-9', chainOf('pack-9', 30))], recent);
    const whole = rows();
    processed.upTo = 29;
    expect(await archiver.run()).toEqual([]);
    expect(rows()).toBe(whole);
    processed.upTo = 90;
    const [segment, ...more] = await archiver.run();
    expect(segment?.facts).toBeGreaterThanOrEqual(30);
    expect(segment?.lastCursor).toBeLessThanOrEqual(60);
    expect(more).toEqual([]);
    const [rest] = await archiver.run(true);
    expect(rest?.lastCursor).toBe(60);
    expect(rows()).toBe(1);
  });

  test('still tells a repetition of an archived fact from another fact under its seq', async () => {
    const { log, archiver, clock } = open();
    fill(log);
    await archiver.run(true);
    const [first] = log.commit([batch('pack-1', chainOf('pack-1', 3))], recent);
    expect(first).toMatchObject({ reception: { duplicates: 3, conflicts: [], added: 0 } });
    clock.advance(1_000);
    const twin = chainOf('pack-1', 2, { upTo: 0, hash: 'a'.repeat(64) });
    const [other] = log.commit([batch('pack-1', twin)], recent);
    expect(other).toMatchObject({ reception: { conflicts: [{ seq: 1 }, { seq: 2 }] } });
  });

  test('names a segment that is damaged or missing, and takes new facts as ever', async () => {
    const { dataDir, dir, log: writing, archiver } = open({ everyFacts: 20 });
    fill(writing);
    const [first, second] = await archiver.run();
    const path = join(dir, first?.file ?? '');
    const bytes = readFileSync(path);
    writeFileSync(path, Buffer.from(bytes.map((byte, index) => (index === 200 ? byte ^ 1 : byte))));
    const { log, damaged, clock } = open({ dataDir });
    const readFirst = () => log.read({ after: 0, limit: 5 });
    expect(readFirst).toThrow(expect.objectContaining({ code: 'ARCHIVE_SEGMENT_DAMAGED' }));
    rmSync(path);
    expect(readFirst).toThrow(/ENOENT/);
    expect(damaged).toHaveLength(2);
    expect(log.read({ after: second?.firstCursor ?? 0, limit: 5 }).events).toHaveLength(5);
    clock.advance(1_000);
    const [outcome] = log.commit([batch('pack-1', [...chainOf('pack-1', 22)])], recent);
    expect(outcome).toMatchObject({ reception: { added: 2 } });
    writeFileSync(path, bytes);
    expect(all(log)).toHaveLength(62);
  });
});

/** What a process that is killed at the nth step of the disk leaves behind. */
function dyingAt(step: number, half: boolean): SegmentDisk & { steps: number } {
  const disk = { ...realDisk, steps: 0 };
  const dies = () => {
    disk.steps += 1;
    return disk.steps === step;
  };
  disk.writeDurably = (path, bytes) => {
    const dying = dies();
    if (!dying || half) realDisk.writeDurably(path, dying ? bytes.subarray(0, bytes.length / 2) : bytes);
    if (dying) throw new Error('killed');
  };
  disk.read = (path) => {
    if (dies()) throw new Error('killed');
    return realDisk.read(path);
  };
  disk.renameDurably = (folder, from, to) => {
    const dying = dies();
    if (!dying || half) realDisk.renameDurably(folder, from, to);
    if (dying) throw new Error('killed');
  };
  return disk;
}

describe('a crash while the archive is written', () => {
  test.each([
    [1, false],
    [1, true],
    [2, false],
    [3, false],
    [3, true],
    [4, false],
    [6, true],
  ])('at step %i of the disk (half done: %s) loses nothing and leaves nothing half', async (step, half) => {
    const { dataDir, db, log, archiver } = open({ disk: dyingAt(step, half), everyFacts: 20 });
    fill(log);
    const before = all(log);
    await expect(archiver.run(true)).rejects.toThrow('killed');
    expect(all(log)).toEqual(before);
    db.close();
    const again = open({ dataDir, everyFacts: 20 });
    expect(all(again.log)).toEqual(before);
    await again.archiver.run(true);
    expect(again.rows()).toBe(0);
    expect(all(again.log)).toEqual(before);
    expect(readdirSync(again.dir).filter((name) => name.includes('unregistered'))).toEqual([]);
  });

  test('between the register and the rows shows each fact once, and the rows go later', async () => {
    const { dataDir, db, log, archiver, idle, rows } = open({ everyFacts: 20 });
    fill(log);
    const before = all(log);
    const whole = rows();
    idle.ask = () => {
      if (openSegmentTable(db).lastCursor() > 0) throw new Error('killed');
      return true;
    };
    await expect(archiver.run()).rejects.toThrow('killed');
    expect(rows()).toBe(whole);
    expect(all(log)).toEqual(before);
    expect(all(log, { station: 'pack-2' })).toHaveLength(20);
    expect(log.counts().setAside).toBe(1);
    db.close();
    const again = open({ dataDir, everyFacts: 20 });
    expect(all(again.log)).toEqual(before);
    await again.archiver.run(true);
    expect(again.rows()).toBe(0);
    expect(all(again.log)).toEqual(before);
  });
});

test('a file of the name that holds something else is put aside, for it may be all that a restored database lacks', async () => {
  const lost = open();
  fill(lost.log);
  const [segment] = await lost.archiver.run();
  const restored = open();
  restored.log.commit([batch('pack-7', chainOf('pack-7', 12))], old);
  cpSync(lost.dir, restored.dir, { recursive: true });
  await restored.archiver.run();
  expect(all(restored.log)).toHaveLength(12);
  const aside = readdirSync(restored.dir).filter((name) => name.includes('.unregistered-'));
  expect(aside.map((name) => readFileSync(join(restored.dir, name)))).toEqual([
    readFileSync(join(lost.dir, segment?.file ?? '')),
  ]);
});
