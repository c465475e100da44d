import { setImmediate as nextTurn } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Defect, type Plan, planOf } from './plan.ts';
import { runPlan } from './run-plan.ts';
import { keptSchedules } from './seeds.ts';
import { shrink } from './shrink.ts';

/**
 * Runs schedules of the fact pipe, each from a seed, until one breaks a promise; that one is made as small as can be and
 * printed. `npm run simulate -- --seed 1 --schedules 100000`, and to see one again `-- --plan '{...}'`.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    schedules: { type: 'string', default: '100000' },
    defect: { type: 'string', default: 'none' },
    /** Kinds of steps to leave out, such as `clone,restore`. */
    without: { type: 'string', default: '' },
    plan: { type: 'string' },
  },
});

const without = new Set<string>(values.without.split(','));

async function report(plan: Plan, what: string): Promise<void> {
  process.stdout.write(`broken: ${what}\nshrinking ${plan.actions.length} actions ...\n`);
  const small = await shrink(plan);
  process.stdout.write(`${await runPlan(small)}\n`);
  for (const [kind, a, b] of small.actions) process.stdout.write(`  ${kind} ${a} ${b}\n`);
  process.stdout.write(`npm run simulate -- --plan '${JSON.stringify(small)}'\n`);
  process.exitCode = 1;
}

async function all(): Promise<void> {
  const first = Number(values.seed);
  const count = Number(values.schedules);
  if (!(first >= 0) || !(count > 0)) throw new Error('--seed and --schedules are numbers');
  for (const plan of keptSchedules) {
    const what = await runPlan(plan);
    if (what !== null) return report(plan, `again, ${plan.found}: ${what}`);
  }
  const started = performance.now();
  for (let seed = first; seed < first + count; seed += 1) {
    const { settings, actions } = planOf(seed, values.defect as Defect);
    const plan = { settings, actions: actions.filter(([kind]) => !without.has(kind)) };
    const what = await runPlan(plan);
    if (what !== null) {
      process.stdout.write(`seed ${seed} `);
      return report(plan, what);
    }
    const done = seed - first + 1;
    if (done % 100 === 0) await nextTurn();
    if (done % 10_000 === 0) {
      const ms = (performance.now() - started) / done;
      process.stdout.write(`${done} schedules, seeds ${first} to ${seed}, ${ms.toFixed(2)} ms each\n`);
    }
  }
  process.stdout.write(`${count} schedules from seed ${first} on: no promise broken\n`);
}

if (values.plan === undefined) await all();
else {
  const plan = JSON.parse(values.plan) as Plan;
  const what = await runPlan(plan);
  if (what === null) process.stdout.write('no promise broken\n');
  else await report(plan, what);
}
