import type { Clock } from '../../kernel/clock.ts';

const firstMs = 250;
const longestMs = 15_000;

/**
 * Keeps a store that fails from being asked without end: after each failure in a row the pause before the next try is twice as
 * long, up to 15 s.
 */
export function createRetryPause(clock: Clock) {
  let failures = 0;
  let untilMs = 0;
  return {
    /** Whether it is too early for another try. */
    isOn: () => failures > 0 && clock.monotonicMs() < untilMs,
    failing: () => failures > 0,
    failed(): void {
      untilMs = clock.monotonicMs() + Math.min(firstMs * 2 ** failures, longestMs);
      failures += 1;
    },
    succeeded(): void {
      failures = 0;
    },
  };
}
