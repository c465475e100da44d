/** Time as a port: everything that waits or stamps takes a Clock, so that tests own the time. */
export interface Clock {
  /** Milliseconds since the Unix epoch. May jump; never use it to measure. */
  now(): number;
  /** Milliseconds from an arbitrary start; never goes back. */
  monotonicMs(): number;
  /** Runs `action` once after `delayMs`; the returned function cancels it. */
  after(delayMs: number, action: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (delayMs, action) => {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};

/** An instant as ISO 8601 in UTC with milliseconds, the only form in which times travel. */
export function isoInstant(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
