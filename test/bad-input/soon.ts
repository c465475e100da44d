import { until } from '../harness/wait.ts';

/** A bound for what hangs, not a measure of speed. */
const limitMs = 30_000;

/** Waits for what takes a moment within one process: asks every 5 ms. */
export function soon<Found>(
  what: string,
  probe: () => Promise<Found | undefined> | Found | undefined,
): Promise<Found> {
  return until(what, limitMs, probe, 5);
}
