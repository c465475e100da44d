import { describe, expect, test } from 'vitest';
import { smoothLoad } from './simulated-load.ts';

describe('under load', () => {
  test('tags come and go without end, and none is forgotten or kept', () => {
    let minutes = 0;
    const minutePassed = (minute: number) => {
      minutes = minute;
    };
    const load = { readers: 4, tagsPerReader: 50, readsPerSecond: 500, seconds: 60 };
    const smoother = smoothLoad({ ...load, minutePassed });
    expect(minutes).toBe(1);
    const { reads, arrived, departed, evictedPresent, evictedUnproven } = smoother.counts;
    expect(reads).toBe(120_000);
    expect(arrived - departed).toBe(smoother.present);
    expect(departed).toBeGreaterThan(200);
    expect({ evictedPresent, evictedUnproven }).toEqual({ evictedPresent: 0, evictedUnproven: 0 });
    expect(smoother.tracked).toBeLessThan(4 * 50 * 3);
  });

  test('twenty readers with 1,000 tags a second need less than half a core', () => {
    const load = { readers: 20, tagsPerReader: 100, readsPerSecond: 1000 };
    smoothLoad({ ...load, seconds: 2 });
    const before = process.cpuUsage();
    smoothLoad({ ...load, seconds: 10 });
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1e6).toBeLessThan(5);
  });
});
