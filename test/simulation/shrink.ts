import { fewerSteps, smallerNumbers } from '../harness/shrink-steps.ts';
import type { Plan, Settings } from './plan.ts';
import { runPlan } from './run-plan.ts';

const maxRuns = 6_000;

/** The smallest schedule that can be found by taking things out of one that fails. Any breach will do. */
export async function shrink(plan: Plan): Promise<Plan> {
  let left = maxRuns;
  const fails = async (candidate: Plan): Promise<boolean> => {
    left -= 1;
    return left >= 0 && (await runPlan(candidate)) !== null;
  };
  let best = plan;
  for (let before = -1; before !== sizeOf(best) && left > 0; ) {
    before = sizeOf(best);
    const { settings } = best;
    const actions = await fewerSteps(best.actions, (fewer) => fails({ settings, actions: fewer }));
    best = await withSimplerSettings({ settings, actions }, fails);
    best = await withSmallerNumbers(best, fails);
  }
  return best;
}

type Fails = (candidate: Plan) => Promise<boolean>;

function sizeOf({ settings, actions }: Plan): number {
  const numbers = actions.reduce((sum, [, a, b]) => sum + a + b, 0);
  return actions.length * 1_000 + settings.stations * 100 + settings.subscribers * 10 + numbers;
}

async function withSimplerSettings(plan: Plan, fails: Fails): Promise<Plan> {
  let best = plan;
  const simpler: readonly Partial<Settings>[] = [
    { stations: 1 },
    { stations: 2 },
    { subscribers: 0 },
    { subscribers: 1 },
    { network: 'tcp' },
    { keep: 100 },
    { patience: 3 },
    { batchFacts: 1 },
    { windowFacts: 12 },
  ];
  for (const change of simpler) {
    const settings = { ...best.settings, ...change };
    if (settings.stations > best.settings.stations || settings.subscribers > best.settings.subscribers)
      continue;
    const candidate = { ...best, settings };
    if (await fails(candidate)) best = candidate;
  }
  return best;
}

async function withSmallerNumbers({ settings, actions }: Plan, fails: Fails): Promise<Plan> {
  return {
    settings,
    actions: await smallerNumbers(actions, (smaller) => fails({ settings, actions: smaller })),
  };
}
