import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { receiveUpload } from '../../central/facts/receive-upload.ts';
import { testContext } from '../../central/test-context.ts';
import { FactLog as StationLog } from '../../edge/facts/fact-log.ts';
import { migrations } from '../../gateway/database.ts';
import type { Arrival } from '../../gateway/log/arrival.ts';
import { openCursors } from '../../gateway/log/cursors.ts';
import { openFactLog } from '../../gateway/log/fact-log.ts';
import { sha256Hex } from '../../kernel/sha256.ts';
import { openSqlite } from '../../kernel/sqlite.ts';
import type { FactEvent } from '../../protocols/wire/event.ts';
import { factEventOf } from '../../protocols/wire/event.ts';
import type { Fact } from '../../protocols/wire/fact.ts';
import { genesis, seal } from '../../protocols/wire/fact-chain.ts';
import type { Reception } from '../../protocols/wire/fact-receiver.ts';
import type { SiteId, StationId } from '../../protocols/wire/ids.ts';
import { CentralNode } from './central-node.ts';
import { Disk } from './disk.ts';
import { outcomeOf } from './outcomes.ts';
import { freshSite, SiteLogModel } from './site-log-model.ts';
import { freshStation, StationLogModel } from './station-log-model.ts';

/**
 * The simulation runs on stores in memory. Here each of them and the real one are given the same things in the same order, and
 * have to answer the same; what holds in the simulation then holds for the files.
 */
const at = '2026-01-05T06:00:00.000Z';
const hooks = { onPowerCut: () => {}, onDurable: () => {} };

/** Two histories of each of two stations, with a bad fact in the middle of one. */
function history(site: string, station: string, name: string, length = 12): Fact[] {
  const facts: Fact[] = [];
  let head = genesis;
  for (let n = 1; n <= length; n += 1) {
    const data = { boot: `${name}-${n}`, version: '1' };
    const owner = { site: site as SiteId, station: station as StationId };
    const body = { v: 1 as const, ...owner, at, operator: null, type: 'station.started', data };
    const fact = seal(head, body, sha256Hex);
    head = { upTo: fact.seq, hash: fact.hash };
    facts.push(n === 5 ? { ...fact, data: { boot: 5 } } : fact);
  }
  return facts;
}
const histories = (site: string) =>
  ['S1', 'S2'].map((station) => [history(site, station, 'a'), history(site, station, 'b')] as const);

const batch = fc.record({
  station: fc.nat(1),
  // Mostly the good history, or a conflict would end all variety at once.
  fork: fc.constantFrom(0, 0, 0, 0, 0, 1),
  from: fc.nat(11),
  length: fc.integer({ min: 1, max: 6 }),
});
type Batch = typeof batch extends fc.Arbitrary<infer Value> ? Value : never;

function factsOf(site: string, { station, fork, from, length }: Batch) {
  const facts = histories(site)[station]?.[fork === 1 ? 1 : 0].slice(from, from + length) ?? [];
  return { station: `S${station + 1}`, facts };
}

describe('the log of a gateway', () => {
  const site = 'HAM';
  const step = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('commit' as const),
        batches: fc.array(batch, { minLength: 1, maxLength: 4 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('move' as const), cursor: fc.nat(30), rewind: fc.boolean() }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('read' as const),
        after: fc.nat(20),
        limit: fc.integer({ min: 1, max: 9 }),
        fromSeq: fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
      }),
    },
  );

  test('and its model answer the same to everything', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const path = join(mkdtempSync(join(tmpdir(), 'packproof-stores-')), 'gateway.sqlite');
        let db = openSqlite(path, migrations);
        let real = openFactLog(db, site);
        let cursors = openCursors(db, real.cursor);
        const model = new SiteLogModel(new Disk(freshSite, hooks), {
          site,
          fromGateway: false,
          digest: sha256Hex,
        });
        for (const each of steps) {
          if (each.kind === 'reopen') {
            db.close();
            db = openSqlite(path, migrations);
            real = openFactLog(db, site);
            cursors = openCursors(db, real.cursor);
          } else if (each.kind === 'commit') {
            const batches = each.batches.map((one) => factsOf(site, one));
            const arrivals = batches.map(
              (one): Arrival => ({ kind: 'batch', topic: '', payload: new Uint8Array(), ...one }),
            );
            const receptions = model.commit(batches);
            const outcomes = batches.map((one, index) => outcomeOf(one, receptions[index] as Reception));
            expect(outcomes).toEqual(real.commit(arrivals, at));
          } else if (each.kind === 'move') {
            const moved = ((): number | null => {
              try {
                return cursors.move('reader', each.cursor, each.rewind);
              } catch {
                return null;
              }
            })();
            expect(model.moveConsumer('reader', each.cursor, each.rewind)).toBe(moved);
          } else {
            const query = {
              after: each.after,
              limit: each.limit,
              ...(each.fromSeq === undefined ? {} : { station: 'S1', fromSeq: each.fromSeq }),
            };
            expect(model.read(query)).toEqual(real.read(query));
          }
          expect(model.cursor()).toBe(real.cursor());
          for (const station of ['S1', 'S2']) expect(model.headOf(station)).toEqual(real.headOf(station));
          expect(model.consumer('reader')).toBe(cursors.consumer('reader') ?? 0);
        }
        db.close();
      }),
      { numRuns: 60 },
    );
  });
});

describe('what central takes in', () => {
  const site = 's1';
  test('and its model acknowledge the same', async () => {
    const context = await testContext();
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { minLength: 1, maxLength: 20 }), async (batches) => {
        for (const table of ['facts', 'fact_heads', 'fact_conflicts', 'fact_exceptions'] as const)
          await context.db.deleteFrom(table).execute();
        const model = new CentralNode(() => {}, { site, digest: sha256Hex });
        for (const each of batches) {
          const { facts } = factsOf(site, each);
          const events = facts.map((fact): FactEvent => factEventOf(fact.seq, fact));
          if (events.length === 0) continue;
          const upload = { v: 1 as const, site: site as SiteId, events, heads: [] };
          expect(model.take(events)).toEqual(await receiveUpload(context, upload));
        }
        const heads = await context.db.selectFrom('fact_heads').select(['station', 'up_to']).execute();
        expect(model.heads()).toEqual(new Map(heads.map(({ station, up_to }) => [station, up_to])));
      }),
      { numRuns: 25 },
    );
    await context.db.destroy();
  });
});

describe('the log of a station', () => {
  const draft = { type: 'station.started', data: { boot: 'b', version: '1' } } as const;
  const step = fc.oneof(
    fc.record({ kind: fc.constant('make' as const), count: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ kind: fc.constant('acknowledge' as const), back: fc.nat(8) }),
    fc.record({ kind: fc.constant('reopen' as const), count: fc.constant(0) }),
  );

  test('and its model hold the same', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.integer({ min: 1, max: 6 }), (steps, keep) => {
        const path = join(mkdtempSync(join(tmpdir(), 'packproof-stores-')), 'station.sqlite');
        const options = { path, site: 'HAM', station: 'S1', keep };
        let real = new StationLog(options);
        const model = new StationLogModel(new Disk(freshStation, hooks), keep);
        for (const each of steps) {
          if (each.kind === 'make') {
            const drafts = Array.from({ length: each.count }, () => draft);
            model.append(real.commit({ at, operator: null, drafts }));
          } else if (each.kind === 'acknowledge') {
            const upTo = Math.max(real.oldestHeld - 1, real.lastSeq - each.back);
            real.acknowledge(upTo);
            model.acknowledge(upTo);
          } else {
            real.close();
            real = new StationLog(options);
          }
          const { lastSeq, acknowledged, oldestHeld } = real;
          expect(model).toMatchObject({ lastSeq, acknowledged, oldestHeld });
          for (const from of [1, oldestHeld, lastSeq]) {
            const read = real.read(from, 3).map((json) => JSON.parse(json) as Fact);
            expect(model.read(from, 3)).toEqual(read);
            expect(model.hashAt(from) ?? null).toBe(real.hashOf(from));
          }
        }
        real.close();
      }),
      { numRuns: 60 },
    );
  });
});
