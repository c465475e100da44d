import { Breach } from '../harness/breach.ts';
import { audit } from './audit/audit.ts';
import { Floor } from './floor.ts';
import { heal } from './heal.ts';
import type { Met } from './met.ts';
import type { Plan } from './plan.ts';
import { steps } from './steps.ts';

interface Observers {
  /** Is told what happens, for a person who looks into a schedule. */
  readonly watch?: (line: string) => void;
  readonly met?: Met;
}

/** Runs a schedule, heals everything and audits it. @returns what was broken, or null. */
export async function runPlan(
  { settings, actions }: Plan,
  observers: Observers = {},
): Promise<string | null> {
  const { watch, met } = observers;
  const floor = await Floor.open(settings);
  try {
    observe(floor, observers);
    if (met !== undefined) met.schedules += 1;
    for (const [kind, a, b] of actions) {
      if (watch !== undefined && kind !== 'do') watch(`${kind} ${a} ${b}`);
      const pending = steps[kind](floor, a, b);
      if (pending !== undefined) await pending;
      if (floor.defects.length > 0) throw floor.defects[0];
    }
    watch?.('heal');
    await heal(floor);
    await audit(floor);
    return null;
  } catch (thrown) {
    if (thrown instanceof Breach) return thrown.message;
    return thrown instanceof Error ? `thrown: ${thrown.stack}` : `thrown: ${String(thrown)}`;
  } finally {
    await floor.close();
  }
}

function observe(floor: Floor, { watch, met }: Observers): void {
  floor.onDone = (desk, what, told) => {
    if (told !== null) met?.note(told.verdict);
    const done = typeof what === 'string' ? what : JSON.stringify(what);
    const news = told === null ? '-' : `${told.verdict}: ${told.message}`;
    watch?.(`${desk.name}${desk.online ? '' : ' (offline)'} ${done} -> ${news}`);
  };
}
