/** Ten steps for each doubling: a bucket is at most 7.2 % wide. */
const stepsPerDoubling = 10;

/** Counts of durations by size, so that those of many processes can be added up. Bucket n holds what lasts up to 2^(n / 10) microseconds. */
export interface Histogram {
  readonly buckets: number[];
  count: number;
  maxMs: number;
}

export function createHistogram(): Histogram {
  return { buckets: [], count: 0, maxMs: 0 };
}

/** @param ms a duration in milliseconds; below a microsecond it counts as one. */
export function note(histogram: Histogram, ms: number): void {
  const bucket = Math.max(0, Math.ceil(Math.log2(Math.max(1, ms * 1000)) * stepsPerDoubling));
  histogram.buckets[bucket] = (histogram.buckets[bucket] ?? 0) + 1;
  histogram.count += 1;
  histogram.maxMs = Math.max(histogram.maxMs, ms);
}

export function clear(histogram: Histogram): void {
  histogram.buckets.length = 0;
  histogram.count = 0;
  histogram.maxMs = 0;
}

export function merge(into: Histogram, part: Histogram): void {
  part.buckets.forEach((count, bucket) => {
    // What travelled as JSON has null where there was nothing.
    if (count) into.buckets[bucket] = (into.buckets[bucket] ?? 0) + count;
  });
  into.count += part.count;
  into.maxMs = Math.max(into.maxMs, part.maxMs);
}

/** The duration in milliseconds that a share of the samples does not exceed (0.99 for the 99th percentile); NaN without samples. */
export function quantileMs(histogram: Histogram, share: number): number {
  let left = histogram.count * share;
  for (const [bucket, count] of histogram.buckets.entries()) {
    left -= count ?? 0;
    if (count && left <= 0) return Math.min(histogram.maxMs, 2 ** (bucket / stepsPerDoubling) / 1000);
  }
  return histogram.count === 0 ? Number.NaN : histogram.maxMs;
}
