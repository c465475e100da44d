import { Breach } from '../harness/breach.ts';
import { finalAudit } from './final-audit.ts';
import type { Coverage } from './happenings.ts';
import { heal } from './heal.ts';
import type { Plan } from './plan.ts';
import { steps } from './steps.ts';
import { World } from './world.ts';

/** Runs a schedule, heals everything and audits it; `coverage` is told what happened meanwhile. @returns what was broken, or null. */
export async function runPlan({ settings, actions }: Plan, coverage?: Coverage): Promise<string | null> {
  const world = new World(settings);
  try {
    for (const [kind, a, b] of actions) {
      const pending = steps[kind](world, a, b);
      // To wait for nothing would cost as much as a step.
      if (pending !== undefined) await pending;
      if (world.ledger.broken !== null) throw world.ledger.broken;
    }
    world.healing = true;
    await heal(world);
    if (world.ledger.broken !== null) throw world.ledger.broken;
    finalAudit(world);
    coverage?.add(world.seen);
    return null;
  } catch (thrown) {
    if (world.ledger.broken !== null) return world.ledger.broken.message;
    if (thrown instanceof Breach) return thrown.message;
    return thrown instanceof Error ? `thrown: ${thrown.stack}` : `thrown: ${String(thrown)}`;
  }
}
