import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ReadSession } from './read-session.ts';
import { ReadTally } from './read-tally.ts';
import { chanceOf, missingConfidence, presenceOf } from './session-confidence.ts';
import { readPresets, readUses, sessionSettings, smoothingSettings } from './settings.ts';
import { tagRead } from './testing-reads.ts';

const level = fc.integer({ min: -75, max: -20 });
const reads = fc.integer({ min: 1, max: 200 });
const place = fc.record({ dbm: level, reads, more: fc.nat(20), antennas: fc.integer({ min: 1, max: 8 }) });

function tallyOf(dbm: number, count: number): ReadTally {
  const tally = new ReadTally();
  if (count > 0) tally.add(dbm, 0, 0, count);
  return tally;
}

test('more reads, more strength, more antennas, or less heard elsewhere never lower the confidence', () => {
  fc.assert(
    fc.property(fc.constantFrom(...readUses), place, place, (use, here, there) => {
      const settings = sessionSettings.parse(readPresets[use].session);
      const odds = (dbm: number, count: number, antennas: number, thereDbm: number, thereCount: number) =>
        presenceOf(tallyOf(dbm, count), antennas, tallyOf(thereDbm, thereCount), settings).logOdds;
      const base = odds(here.dbm, here.reads, here.antennas, there.dbm, there.reads);
      const { more } = here;
      expect(odds(here.dbm + more, here.reads, here.antennas, there.dbm, there.reads)).toBeGreaterThanOrEqual(
        base,
      );
      expect(odds(here.dbm, here.reads + more, here.antennas, there.dbm, there.reads)).toBeGreaterThanOrEqual(
        base,
      );
      expect(odds(here.dbm, here.reads, here.antennas + more, there.dbm, there.reads)).toBeGreaterThanOrEqual(
        base,
      );
      expect(odds(here.dbm, here.reads, here.antennas, there.dbm - more, there.reads)).toBeGreaterThanOrEqual(
        base,
      );
      expect(odds(here.dbm, here.reads, here.antennas, there.dbm, 0)).toBeGreaterThanOrEqual(base);
      expect(chanceOf(base)).toBeGreaterThanOrEqual(0);
      expect(chanceOf(base)).toBeLessThanOrEqual(1);
    }),
  );
});

test('that an unread tag is missing is the surer the more often the others were read', () => {
  const settings = sessionSettings.parse({});
  expect(missingConfidence([], settings)).toBe(0);
  expect(missingConfidence([1, 1, 9, 9, 9, 9, 9, 9, 9, 9], settings)).toBeCloseTo(1 - Math.exp(-0.5), 9);
  expect(missingConfidence([8, 9, 10], settings)).toBe(0.85);
});

test('a session decides the same in whatever order its reads come', () => {
  const read = fc.record({
    reader: fc.constantFrom('here', 'there'),
    epc: fc.constantFrom('A1', 'A2', 'B1', 'X1'),
    antenna: fc.integer({ min: 1, max: 4 }),
    rssi: fc.integer({ min: -80, max: -30 }),
    atMs: fc.nat(5000),
    rank: fc.nat(),
  });
  const decide = (list: readonly (typeof read extends fc.Arbitrary<infer Read> ? Read : never)[]) => {
    const session = new ReadSession({
      settings: sessionSettings.parse({}),
      points: smoothingSettings.parse({}).points,
      zones: ['here'],
      expected: { epcs: ['A1', 'C1'], classes: [{ class: 'B', quantity: 2 }] },
      classOf: (epc) => (epc.startsWith('X') ? null : epc.charAt(0)),
      openedMs: 0,
    });
    for (const { reader, epc, antenna, rssi, atMs } of list)
      session.read(reader, tagRead(epc, antenna, rssi), atMs);
    return session.close();
  };
  fc.assert(
    fc.property(fc.array(read, { maxLength: 60 }), (list) => {
      expect(decide([...list].sort((a, b) => a.rank - b.rank))).toEqual(decide(list));
    }),
  );
});
