/** Upper bounds in milliseconds; one more count holds what took longer. */
const bounds = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 4_096] as const;

/** How long commits took, as a histogram since the start: `counts[n]` of them took at most `boundsMs[n]`. */
export interface CommitTimes {
  readonly boundsMs: readonly number[];
  readonly counts: readonly number[];
  readonly sumMs: number;
  readonly slowestMs: number;
}

export function createCommitTimes(): { add(tookMs: number): void; read(): CommitTimes } {
  const counts: number[] = Array(bounds.length + 1).fill(0);
  let sumMs = 0;
  let slowestMs = 0;
  return {
    add(tookMs) {
      const place = bounds.findIndex((bound) => tookMs <= bound);
      const index = place === -1 ? bounds.length : place;
      counts[index] = (counts[index] ?? 0) + 1;
      sumMs += tookMs;
      slowestMs = Math.max(slowestMs, tookMs);
    },
    read: () => ({ boundsMs: bounds, counts: [...counts], sumMs, slowestMs }),
  };
}
