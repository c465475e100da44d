const warmUpMs = 300;
const measuredMs = 1_500;

/** How many items a second a function does that does `items` of them per call: the best of three measured stretches. */
export function itemsPerSecond(items: number, work: () => void): number {
  callsWithin(warmUpMs, work);
  return Math.max(...[1, 2, 3].map(() => callsWithin(measuredMs / 3, work) * items));
}

/** Calls a second, over at least so long a time. */
function callsWithin(ms: number, work: () => void): number {
  const start = performance.now();
  let calls = 0;
  let elapsed = 0;
  while (elapsed < ms) {
    work();
    calls += 1;
    elapsed = performance.now() - start;
  }
  return (calls * 1000) / elapsed;
}
