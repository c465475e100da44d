import { availableParallelism } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { shareSeeds } from '../harness/share-seeds.ts';
import { Coverage, type CoverageReport, coverageText } from './happenings.ts';
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
    /** Processes that share the seeds. */
    jobs: { type: 'string', default: String(availableParallelism()) },
    defect: { type: 'string', default: 'none' },
    /** Kinds of steps to leave out, such as `clone,restore`. */
    without: { type: 'string', default: '' },
    plan: { type: 'string' },
  },
});
const without = new Set<string>(values.without.split(','));
const first = Number(values.seed);
const count = Number(values.schedules);
const jobs = Number(values.jobs);
if (!(first >= 0) || !(count > 0) || !(jobs >= 1))
  throw new Error('--seed, --schedules and --jobs are numbers');

/** Refusals are thrown by the million here, and nobody looks where they come from. */
const quietErrors = () => {
  Error.stackTraceLimit = 0;
};
const reportEvery = 10_000;
const coverage = new Coverage();

async function report(plan: Plan, what: string): Promise<void> {
  process.stdout.write(`broken: ${what}\nshrinking ${plan.actions.length} actions ...\n`);
  const small = await shrink(plan);
  Error.stackTraceLimit = 10;
  process.stdout.write(`${await runPlan(small)}\n`);
  for (const [kind, a, b] of small.actions) process.stdout.write(`  ${kind} ${a} ${b}\n`);
  process.stdout.write(`npm run simulate -- --plan '${JSON.stringify(small)}'\n`);
  process.exitCode = 1;
}

function planFrom(seed: number): Plan {
  const { settings, actions } = planOf(seed, values.defect as Defect);
  return { settings, actions: actions.filter(([kind]) => !without.has(kind)) };
}

async function runKept(): Promise<boolean> {
  for (const plan of keptSchedules) {
    const what = await runPlan(plan);
    if (what === null) continue;
    await report(plan, `again, ${plan.found}: ${what}`);
    return false;
  }
  return true;
}

async function runSeeds(): Promise<void> {
  quietErrors();
  const started = performance.now();
  for (let seed = first; seed < first + count; seed += 1) {
    const plan = planFrom(seed);
    const what = await runPlan(plan, coverage);
    if (what !== null) {
      process.stdout.write(`seed ${seed} `);
      await report(plan, what);
      return;
    }
    const done = seed - first + 1;
    if (done % 100 === 0) await nextTurn();
    if (done % reportEvery === 0) {
      const ms = (performance.now() - started) / done;
      process.stdout.write(`${done} schedules, seeds ${first} to ${seed}, ${ms.toFixed(2)} ms each\n`);
    }
  }
  // The process that shares out the seeds adds up what each part met.
  if (process.send === undefined) tellSound();
  else process.send(coverage.report());
}

function tellSound(): void {
  process.stdout.write(
    `${count} schedules from seed ${first} on: no promise broken\n${coverageText(coverage.report())}\n`,
  );
}

async function runJobs(): Promise<void> {
  const sound = await shareSeeds({
    ...{ program: fileURLToPath(import.meta.url), first, count, jobs },
    options: ['--defect', values.defect, '--without', values.without],
    onReport: (report) => coverage.plus(report as CoverageReport),
  });
  if (sound) tellSound();
  else process.exitCode = 1;
}

if (values.plan !== undefined) {
  const plan = JSON.parse(values.plan) as Plan;
  const what = await runPlan(plan);
  if (what === null) process.stdout.write('no promise broken\n');
  else await report(plan, what);
} else if (jobs === 1) await runSeeds();
else if (await runKept()) await runJobs();
