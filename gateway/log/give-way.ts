export interface GiveWayPlan {
  /** The share of the time that others may use before they count as busy. */
  readonly busyShare: number;
  /** So many times in a row at most: what waits has its turn in the end. */
  readonly maxYields: number;
}

/** Lets whoever reads the log behind the stations wait while the gateway is busy with the facts that arrive; but not for ever. */
export function createGiveWay({ busyShare, maxYields }: GiveWayPlan) {
  let yields = 0;
  let measured = performance.eventLoopUtilization();

  return {
    /** True if others have used most of the time since the last look. */
    isBusy(): boolean {
      const now = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(now, measured);
      measured = now;
      yields = utilization > busyShare && yields < maxYields ? yields + 1 : 0;
      return yields > 0;
    },
    /** What was used up to now was used by the one who asks. */
    lookAgain(): void {
      measured = performance.eventLoopUtilization();
    },
  };
}
