import { until } from '../harness/wait.ts';

/** Waits for what takes a moment within one process: asks every 5 ms. */
export function soon<Found>(
  what: string,
  limitMs: number,
  probe: () => Promise<Found | undefined> | Found | undefined,
): Promise<Found> {
  return until(what, limitMs, probe, 5);
}
