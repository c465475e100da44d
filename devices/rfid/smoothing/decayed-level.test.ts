import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DecayedLevel } from './decayed-level.ts';

function levelOf(reads: readonly { dbm: number; atMs: number }[]): number {
  const level = new DecayedLevel();
  for (const { dbm, atMs } of reads) level.add(dbm, atMs, 1, 1000);
  return level.dbm;
}

test('a smoothed level moves towards what was read last, by the time between', () => {
  expect(
    levelOf([
      { dbm: -60, atMs: 0 },
      { dbm: -50, atMs: 0 },
    ]),
  ).toBe(-55);
  const later = levelOf([
    { dbm: -60, atMs: 0 },
    { dbm: -50, atMs: 1000 },
  ]);
  expect(later).toBeCloseTo((-60 / Math.E - 50) / (1 / Math.E + 1), 9);
  expect(
    levelOf([
      { dbm: -60, atMs: 0 },
      { dbm: -50, atMs: 100_000 },
    ]),
  ).toBe(-50);
});

test('a smoothed level does not depend on the order of the reads', () => {
  const read = fc.record({
    dbm: fc.integer({ min: -80, max: -20 }),
    atMs: fc.integer({ min: 5000, max: 9000 }),
  });
  fc.assert(
    fc.property(fc.array(read, { minLength: 1, maxLength: 30 }), (reads) => {
      const sorted = [...reads].sort((a, b) => a.atMs - b.atMs);
      expect(levelOf(reads)).toBeCloseTo(levelOf(sorted), 6);
    }),
  );
});
