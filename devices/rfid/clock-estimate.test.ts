import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ClockEstimate, noEstimate, sampleClock } from './clock-estimate.ts';

/** Samples of a clock that is `offsetMs` ahead, each arriving after its delay, so far apart. */
function sampled(
  start: ClockEstimate,
  offsetMs: number,
  delays: readonly number[],
  everyMs = 500,
  fromMs = 0,
): ClockEstimate {
  return delays.reduce(
    (estimate, delayMs, place) => sampleClock(estimate, offsetMs - delayMs, fromMs + place * everyMs),
    start,
  );
}

const delays = fc.array(fc.nat(900), { minLength: 1, maxLength: 30 });

describe('the offset of a clock', () => {
  test('is that of the message with the least delay', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), delays, (offsetMs, list) => {
        expect(sampled(noEstimate, offsetMs, list).offsetMs).toBe(offsetMs - Math.min(...list));
      }),
    );
  });

  test('follows a clock that was set forward with the first message', () => {
    const before = sampled(noEstimate, 10, [5, 0, 300]);
    expect(sampled(before, 3_600_010, [7], 0, 2_000).offsetMs).toBe(3_600_003);
  });

  test('follows a clock that was set back once two messages agree on it', () => {
    const before = sampled(noEstimate, 10, [0]);
    const once = sampleClock(before, -3_600_000, 1_000);
    expect(once.offsetMs).toBe(10);
    expect(sampleClock(once, -3_600_020, 1_900).offsetMs).toBe(10);
    expect(sampleClock(once, -3_600_020, 2_000).offsetMs).toBe(-3_600_000);
  });

  test('is not led astray by reports that were held', () => {
    const before = sampled(noEstimate, 10, [0]);
    const held = sampled(before, 10, [60_000, 60_000, 60_100, 60_200], 100, 5_000);
    expect(held.offsetMs).toBe(10);
    const fresh = sampleClock(held, 8, 6_100);
    expect(fresh).toMatchObject({ offsetMs: 10, low: null });
    expect(sampleClock(fresh, -59_990, 7_000).offsetMs).toBe(10);
  });

  test('follows a clock that runs slow, within two minutes', () => {
    const list = Array.from({ length: 400 }, (_, place) => place);
    const drifted = list.reduce(
      (estimate, place) => sampleClock(estimate, -place, place * 1_000),
      noEstimate,
    );
    expect(drifted.offsetMs).toBeLessThan(-399 + 120);
    expect(drifted.offsetMs).toBeGreaterThanOrEqual(-399);
  });
});
