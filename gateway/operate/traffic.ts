import type { Clock } from '../../kernel/clock.ts';

const minuteMs = 60_000;
const keptMinutes = 60;

export interface Traffic {
  /** Entries of each of the last 60 minutes, the running one last. */
  perMinute(): number[];
  stop(): void;
}

/** Counts how the log grows, minute by minute, for those who look at the page now and then. */
export function startTraffic(cursor: () => number, clock: Clock): Traffic {
  const whole: number[] = [];
  let minuteBegan = cursor();
  const endMinute = () => {
    whole.push(Math.max(0, cursor() - minuteBegan));
    if (whole.length >= keptMinutes) whole.shift();
    minuteBegan = cursor();
    cancel = clock.after(minuteMs, endMinute);
  };
  let cancel = clock.after(minuteMs, endMinute);
  return {
    perMinute: () => [...whole, Math.max(0, cursor() - minuteBegan)],
    stop: () => cancel(),
  };
}
