import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Crossing, type CrossingJudgement, type Side } from './crossing.ts';
import { smoothingSettings } from './settings.ts';

const settings = smoothingSettings.parse({}).crossing;

interface Heard {
  readonly side: Side;
  readonly dbm: number;
  readonly atMs: number;
}

function judge(reads: readonly Heard[]): CrossingJudgement {
  const crossing = new Crossing();
  for (const { side, dbm, atMs } of reads) crossing.add(side, dbm, atMs, 1, settings.tauMs);
  return crossing.judge(settings);
}

/** Rises to a peak and falls again, over 2 s. */
function hump(side: Side, peakMs: number, peakDbm = -42): Heard[] {
  return Array.from({ length: 9 }, (_, at) => ({
    side,
    dbm: peakDbm - 5 * Math.abs(at - 4),
    atMs: peakMs + (at - 4) * 250,
  }));
}

describe('a portal', () => {
  test('tells in from out by which side peaks first, and is sure of it', () => {
    const went = judge([...hump('outside', 1000), ...hump('inside', 2500)]);
    expect(went.direction).toBe('in');
    expect(went.confidence).toBeGreaterThan(0.9);
    expect(judge([...hump('inside', 1000), ...hump('outside', 2500)]).direction).toBe('out');
  });

  test('tells a turn by the side that leads at both ends, and is never quite sure of it', () => {
    const turned = judge([...hump('outside', 1000), ...hump('inside', 2000, -56), ...hump('outside', 3000)]);
    expect(turned.direction).toBe('turned-back');
    expect(turned.confidence).toBeGreaterThan(0.6);
    expect(turned.confidence).toBeLessThanOrEqual(0.85);
  });

  test('leaves open what both sides hear alike, what is weak on one side, and what just lies there', () => {
    expect(judge([...hump('outside', 1000), ...hump('inside', 1000)]).direction).toBe('undecided');
    expect(judge([...hump('outside', 1000), ...hump('inside', 3000, -62)]).direction).toBe('undecided');
    const lying = Array.from(
      { length: 20 },
      (_, at): Heard => ({
        side: 'inside',
        dbm: -50,
        atMs: at * 200,
      }),
    );
    expect(judge(lying)).toMatchObject({ direction: 'undecided', confidence: 0 });
  });

  test('sees the passage after ten minutes of standing before the door', () => {
    const standing = Array.from(
      { length: 1200 },
      (_, at): Heard => ({
        side: 'outside',
        dbm: -55,
        atMs: at * 500,
      }),
    );
    const passage = [...hump('outside', 601_000), ...hump('inside', 602_500)];
    expect(judge([...standing, ...passage]).direction).toBe('in');
  });

  test('after a passage was told, the way back is a new passage', () => {
    const crossing = new Crossing();
    const add = ({ side, dbm, atMs }: Heard) => crossing.add(side, dbm, atMs, 1, settings.tauMs);
    [...hump('outside', 1000), ...hump('inside', 2500)].forEach(add);
    crossing.startAgain();
    [...hump('inside', 6000), ...hump('outside', 7500)].forEach(add);
    expect(crossing.judge(settings).direction).toBe('out');
  });

  test('judges the same whatever the order of the reads, and mirrored when the sides are', () => {
    const heard = fc.record({
      side: fc.constantFrom<Side>('outside', 'inside'),
      dbm: fc.integer({ min: -70, max: -30 }),
      atMs: fc.integer({ min: 0, max: 6000 }),
    });
    fc.assert(
      fc.property(fc.array(heard, { minLength: 1, maxLength: 40 }), (reads) => {
        const sorted = judge([...reads].sort((a, b) => a.atMs - b.atMs));
        const given = judge(reads);
        expect(given.direction).toBe(sorted.direction);
        expect(given.confidence).toBeCloseTo(sorted.confidence, 6);
        const swapped = judge(
          reads.map((read) => ({ ...read, side: read.side === 'inside' ? 'outside' : 'inside' })),
        );
        const mirror = {
          in: 'out',
          out: 'in',
          'turned-back': 'turned-back',
          undecided: 'undecided',
        } as const;
        expect(swapped.direction).toBe(mirror[given.direction]);
        expect(given.confidence).toBeGreaterThanOrEqual(0);
        expect(given.confidence).toBeLessThanOrEqual(1);
      }),
    );
  });
});
