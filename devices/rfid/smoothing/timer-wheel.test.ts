import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TimerWheel } from './timer-wheel.ts';

const tickMs = 50;

describe('the timer wheel', () => {
  test('tells each thing once, not before its time and at the latest a tick after it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(20_000), { minLength: 1, maxLength: 50 }),
        fc.integer({ min: 1, max: 3000 }),
        (dues, strideMs) => {
          const wheel = new TimerWheel(dues.length, tickMs);
          wheel.advance(0, () => {});
          dues.forEach((dueMs, thing) => {
            wheel.set(thing, dueMs);
          });
          const told = new Map<number, number>();
          for (let nowMs = 0; nowMs <= 24_000; nowMs += strideMs)
            wheel.advance(nowMs, (thing) => {
              expect(told.has(thing)).toBe(false);
              told.set(thing, nowMs);
            });
          dues.forEach((dueMs, thing) => {
            const atMs = told.get(thing) ?? Number.NaN;
            expect(atMs).toBeGreaterThanOrEqual(dueMs);
            expect(atMs).toBeLessThanOrEqual(Math.max(dueMs, tickMs) + tickMs + strideMs);
          });
        },
      ),
    );
  });

  test('a timer that was cleared or set again is not told at the old time', () => {
    const wheel = new TimerWheel(3, tickMs);
    wheel.advance(0, () => {});
    for (const thing of [0, 1, 2]) wheel.set(thing, 500);
    wheel.clear(1);
    wheel.set(2, 1500);
    const told: number[] = [];
    wheel.advance(1000, (thing) => told.push(thing));
    expect(told).toEqual([0]);
    wheel.advance(2000, (thing) => told.push(thing));
    expect(told).toEqual([0, 2]);
  });

  test('a leap of a year costs one turn and loses nothing, and setting again in the call does not loop', () => {
    const wheel = new TimerWheel(1, tickMs);
    wheel.advance(0, () => {});
    wheel.set(0, 40_000);
    let told = 0;
    const yearMs = 365 * 86_400_000;
    wheel.advance(yearMs, () => {
      told++;
      wheel.set(0, 2 * yearMs);
    });
    expect(told).toBeGreaterThanOrEqual(1);
    expect(told).toBeLessThan(4);
  });
});
