export interface BackoffPlan {
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * The delay before try number `attempt` (0 is the first repetition): exponential up to `maxMs`, then half of it fixed
 * and half of it random, so that 200 stations do not return in the same instant.
 */
export function backoffMs(attempt: number, plan: BackoffPlan, random: () => number = Math.random): number {
  const ceiling = Math.min(plan.maxMs, plan.firstMs * 2 ** Math.min(attempt, 30));
  return Math.round(ceiling / 2 + (ceiling / 2) * random());
}
