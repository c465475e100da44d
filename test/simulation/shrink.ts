import type { Action, Plan, Settings } from './plan.ts';
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
    best = await withFewerActions(best, fails);
    best = await withSimplerSettings(best, fails);
    best = await withSmallerNumbers(best, fails);
  }
  return best;
}

type Fails = (candidate: Plan) => Promise<boolean>;

function sizeOf({ settings, actions }: Plan): number {
  const numbers = actions.reduce((sum, [, a, b]) => sum + a + b, 0);
  return actions.length * 1_000 + settings.stations * 100 + settings.subscribers * 10 + numbers;
}

/** Takes out ever smaller parts. */
async function withFewerActions(plan: Plan, fails: Fails): Promise<Plan> {
  let { actions } = plan;
  for (let size = actions.length >> 1; size >= 1; size >>= 1) {
    for (let start = 0; start < actions.length; ) {
      const rest = [...actions.slice(0, start), ...actions.slice(start + size)];
      if (await fails({ ...plan, actions: rest })) actions = rest;
      else start += size;
    }
  }
  return { ...plan, actions };
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

async function withSmallerNumbers(plan: Plan, fails: Fails): Promise<Plan> {
  let { actions } = plan;
  for (const index of actions.keys()) {
    for (const smaller of smallerOf(actions[index])) {
      const candidate = actions.with(index, smaller);
      if (await fails({ ...plan, actions: candidate })) {
        actions = candidate;
        break;
      }
    }
  }
  return { ...plan, actions };
}

function smallerOf(action: Action | undefined): Action[] {
  if (action === undefined) return [];
  const [kind, a, b] = action;
  const numbers: [number, number][] = [];
  for (const smallA of [0, 1, 2, a]) for (const smallB of [0, 1, 2, b]) numbers.push([smallA, smallB]);
  return numbers.filter(([x, y]) => x + y < a + b && x <= a && y <= b).map(([x, y]) => [kind, x, y]);
}
