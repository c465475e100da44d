import { fewerSteps, smallerNumbers } from '../harness/shrink-steps.ts';
import type { Plan } from './plan.ts';
import { runPlan } from './run-plan.ts';

const maxRuns = 1_500;

/** What is broken, without the numbers of this one schedule. */
export function promiseOf(breach: string): string {
  return breach.split(' - ', 1)[0] ?? breach;
}

/** The smallest schedule that can be found by taking things out of one that fails, and that breaks the same promise. */
export async function shrink(plan: Plan, breach: string): Promise<Plan> {
  const wanted = promiseOf(breach);
  let left = maxRuns;
  const fails = async (candidate: Plan): Promise<boolean> => {
    left -= 1;
    if (left < 0) return false;
    const found = await runPlan(candidate);
    return found !== null && promiseOf(found) === wanted;
  };
  const { settings } = plan;
  let actions = plan.actions;
  for (let before = -1; before !== actions.length && left > 0; ) {
    before = actions.length;
    actions = await fewerSteps(actions, (fewer) => fails({ settings, actions: fewer }));
  }
  return {
    settings,
    actions: await smallerNumbers(actions, (smaller) => fails({ settings, actions: smaller })),
  };
}
