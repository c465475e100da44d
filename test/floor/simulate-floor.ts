import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { shareSeeds } from '../harness/share-seeds.ts';
import { keptPlans } from './kept.ts';
import { Met, type MetReport, metText } from './met.ts';
import { type Plan, planOf } from './plan.ts';
import { runPlan } from './run-plan.ts';
import { shrink } from './shrink.ts';

/**
 * Runs days of the whole floor, each from a seed, until one breaks a promise; that one is made as small as can be and printed, step by
 * step. `npm run simulate:floor -- --seed 1 --schedules 1000`, and to see one again `-- --plan '{...}'`, or `-- --seed 7 --schedules 1 --watch`.
 */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    schedules: { type: 'string', default: '1000' },
    /** Processes that share the seeds. */
    jobs: { type: 'string', default: String(availableParallelism()) },
    /** Prints each step and what people were told. */
    watch: { type: 'boolean', default: false },
    plan: { type: 'string' },
  },
});
const first = Number(values.seed);
const count = Number(values.schedules);
const jobs = Number(values.jobs);
if (!(first >= 0) || !(count > 0) || !(jobs >= 1))
  throw new Error('--seed, --schedules and --jobs are numbers');

const reportEvery = 100;
const met = new Met();
const print = (line: string) => void process.stdout.write(`${line}\n`);

async function report(plan: Plan, breach: string): Promise<void> {
  print(`broken: ${breach}\nshrinking ${plan.actions.length} steps ...`);
  const small = await shrink(plan, breach);
  const what = await runPlan(small, { watch: (line) => print(`  ${line}`) });
  print(`${what}\nnpm run simulate:floor -- --plan '${JSON.stringify(small)}'`);
  process.exitCode = 1;
}

async function runKept(): Promise<boolean> {
  for (const { found, plan } of keptPlans) {
    const what = await runPlan(plan);
    if (what === null) continue;
    await report(plan, `again, ${found}: ${what}`);
    return false;
  }
  return true;
}

async function runSeeds(): Promise<void> {
  const started = performance.now();
  for (let seed = first; seed < first + count; seed += 1) {
    const plan = planOf(seed);
    const what = await runPlan(plan, { met, ...(values.watch ? { watch: print } : {}) });
    if (what !== null) {
      print(`seed ${seed}`);
      await report(plan, what);
      return;
    }
    const done = seed - first + 1;
    if (done % reportEvery !== 0) continue;
    const ms = (performance.now() - started) / done;
    print(`${done} schedules, seeds ${first} to ${seed}, ${ms.toFixed(0)} ms each`);
  }
  // The process that shares out the seeds adds up what each part met.
  if (process.send === undefined) tellSound();
  else process.send(met.report());
}

function tellSound(): void {
  print(`${count} schedules from seed ${first} on: no promise broken\n${metText(met.report())}`);
}

async function runJobs(): Promise<void> {
  const sound = await shareSeeds({
    ...{ program: fileURLToPath(import.meta.url), first, count, jobs },
    options: values.watch ? ['--watch'] : [],
    onReport: (told) => met.plus(told as MetReport),
  });
  if (sound) tellSound();
  else process.exitCode = 1;
}

if (values.plan !== undefined) {
  const plan = JSON.parse(values.plan) as Plan;
  const what = await runPlan(plan, { watch: print });
  print(what ?? 'no promise broken');
  if (what !== null) process.exitCode = 1;
} else if (jobs === 1) await runSeeds();
else if (await runKept()) await runJobs();
