import type { Clock } from '../../kernel/clock.ts';

const maxWaiting = 200;

export type ArrivalBell = ReturnType<typeof createArrivalBell>;

/** Lets long polls sleep until the log has something new. */
export function createArrivalBell(clock: Clock) {
  const waiting = new Set<(rung: boolean) => void>();
  let closed = false;
  const wakeAll = (rung: boolean) => {
    for (const wake of [...waiting]) wake(rung);
  };
  return {
    ring: () => wakeAll(true),
    /** True at the next ring; false after `waitMs`, when `signal` aborts, or at once if too many wait already. */
    wait: (waitMs: number, signal: AbortSignal): Promise<boolean> =>
      new Promise((resolve) => {
        if (closed || signal.aborted || waiting.size >= maxWaiting) return resolve(false);
        const wake = (rung: boolean) => {
          waiting.delete(wake);
          cancel();
          signal.removeEventListener('abort', giveUp);
          resolve(rung);
        };
        const giveUp = () => wake(false);
        const cancel = clock.after(waitMs, giveUp);
        waiting.add(wake);
        signal.addEventListener('abort', giveUp);
      }),
    /** Ends all waiting, now and from now on. */
    close(): void {
      closed = true;
      wakeAll(false);
    },
  };
}
