/**
 * How far a reader's clock is ahead of ours. A message tells the reader's time at its sending, and arrives later by an unknown
 * delay: each sample is too low by that delay, so the highest of the last minute or two is the best.
 */
export interface ClockEstimate {
  /** Null before the first sample. */
  readonly offsetMs: number | null;
  readonly highest: number;
  readonly highestBefore: number;
  readonly sinceMs: number;
  /** A sample far too low for a delay: a clock set back, or a report that was held for long. */
  readonly low: { readonly offsetMs: number; readonly atMs: number } | null;
}

export const noEstimate: ClockEstimate = {
  offsetMs: null,
  highest: Number.NEGATIVE_INFINITY,
  highestBefore: Number.NEGATIVE_INFINITY,
  sinceMs: 0,
  low: null,
};

const windowMs = 60_000;
/** No report is held so long while the connection stands. */
const longestDelayMs = 1_000;
/** Held reports come in one burst: a clock that was set back is as low a second later. */
const confirmMs = 1_000;
const alikeMs = 500;

/** Takes `offsetMs`, the reader's time less ours at arrival; `atMs` is monotonic. */
export function sampleClock(estimate: ClockEstimate, offsetMs: number, atMs: number): ClockEstimate {
  if (estimate.offsetMs === null) return freshEstimate(offsetMs, atMs);
  if (offsetMs < estimate.offsetMs - longestDelayMs) return tooLow(estimate, offsetMs, atMs);
  const rotate = atMs - estimate.sinceMs >= windowMs;
  const highest = rotate ? offsetMs : Math.max(estimate.highest, offsetMs);
  const highestBefore = rotate ? estimate.highest : estimate.highestBefore;
  const sinceMs = rotate ? atMs : estimate.sinceMs;
  return { offsetMs: Math.max(highest, highestBefore), highest, highestBefore, sinceMs, low: null };
}

function freshEstimate(offsetMs: number, atMs: number): ClockEstimate {
  return { ...noEstimate, offsetMs, highest: offsetMs, sinceMs: atMs };
}

function tooLow(estimate: ClockEstimate, offsetMs: number, atMs: number): ClockEstimate {
  const { low } = estimate;
  if (low === null || Math.abs(low.offsetMs - offsetMs) > alikeMs) {
    return { ...estimate, low: { offsetMs, atMs } };
  }
  return atMs - low.atMs < confirmMs ? estimate : freshEstimate(Math.max(low.offsetMs, offsetMs), atMs);
}
