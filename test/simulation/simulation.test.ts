import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Coverage } from './happenings.ts';
import { type Defect, planOf } from './plan.ts';
import { runPlan } from './run-plan.ts';
import { keptSchedules } from './seeds.ts';
import { shrink } from './shrink.ts';

const schedules = Number(process.env.SIMULATION_SCHEDULES ?? 3_000);
/** Every defect shows up at least once in so many schedules. */
const boundOfControls = 500;

async function firstBroken(count: number, defect: Defect, coverage?: Coverage): Promise<number | null> {
  for (let seed = 1; seed <= count; seed += 1) {
    if ((await runPlan(planOf(seed, defect), coverage)) !== null) return seed;
    if (seed % 100 === 0) await nextTurn();
  }
  return null;
}

test.each(keptSchedules)('where once $found, every promise is kept', async (plan) => {
  expect(await runPlan(plan)).toBeNull();
});

test(`${schedules} schedules of faults break no promise`, async () => {
  const coverage = new Coverage();
  const seed = await firstBroken(schedules, 'none', coverage);
  expect(seed === null ? null : await shrink(planOf(seed)), `seed ${seed}`).toBeNull();
  // What never happens is not tested, and what always goes the same way is tested once.
  for (const [kind, { schedules: met }] of coverage.kinds)
    expect(met, kind).toBeGreaterThan(schedules / 1_000);
  expect(coverage.distinct).toBeGreaterThan(schedules * 0.9);
});

test.each<Defect>([
  'acknowledge-before-commit',
  'delete-before-acknowledgement',
  'acknowledge-conflicts',
  'move-cursor-before-acknowledgement',
  'move-subscriber-before-puback',
])(
  `a pipe that does %s is caught within ${boundOfControls} schedules, and shrunk to a few steps`,
  async (defect) => {
    const seed = await firstBroken(boundOfControls, defect);
    expect(seed).not.toBeNull();
    const small = await shrink(planOf(seed ?? 0, defect));
    expect(await runPlan(small)).not.toBeNull();
    expect(small.actions.length).toBeLessThanOrEqual(12);
  },
);

test('a schedule is the same each time that it runs', async () => {
  for (const seed of [3, 47, 1_193]) {
    const [first, second] = [planOf(seed, 'acknowledge-conflicts'), planOf(seed, 'acknowledge-conflicts')];
    expect(first).toEqual(second);
    expect(await runPlan(first)).toBe(await runPlan(second));
  }
});
