import type { Clock } from '../../kernel/clock.ts';

/** Lets an action run soon after it is asked for, and never more often than once in so long, as it is just then. */
export function createRhythm(clock: Clock, pauseMs: () => number, action: () => void) {
  let cancel: (() => void) | undefined;
  let lastMs = Number.NEGATIVE_INFINITY;
  let stopped = false;

  return {
    soon(): void {
      if (cancel !== undefined || stopped) return;
      const waitMs = Math.max(0, lastMs + pauseMs() - clock.monotonicMs());
      cancel = clock.after(waitMs, () => {
        cancel = undefined;
        lastMs = clock.monotonicMs();
        action();
      });
    },
    stop(): void {
      stopped = true;
      cancel?.();
    },
  };
}
