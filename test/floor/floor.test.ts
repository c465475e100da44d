import { expect, test } from 'vitest';
import { keptPlans } from './kept.ts';
import { Met } from './met.ts';
import { planOf } from './plan.ts';
import { runPlan } from './run-plan.ts';

const schedules = Number(process.env.FLOOR_SCHEDULES ?? 12);

test.each(keptPlans)('where once $found, every promise is kept', async ({ plan }) => {
  expect(await runPlan(plan)).toBeNull();
});

test(`${schedules} days of a whole floor break no promise`, async () => {
  const met = new Met();
  for (let seed = 1; seed <= schedules; seed += 1)
    expect(await runPlan(planOf(seed), { met }), `npm run simulate:floor -- --seed ${seed}`).toBeNull();
  // A day on which hardly anything happens proves nothing.
  for (const verdict of ['item_put', 'item_confirmed', 'parcel_sealed', 'shipment_dispatched', 'item_undone'])
    expect(met.verdicts.get(verdict) ?? 0, verdict).toBeGreaterThan(0);
});

test('a day is the same each time that it is lived', async () => {
  const told = async (seed: number) => {
    const lines: string[] = [];
    await runPlan(planOf(seed), { watch: (line) => lines.push(line) });
    return lines;
  };
  for (const seed of [3, 17]) expect(await told(seed)).toEqual(await told(seed));
});
