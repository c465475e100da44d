import { expect, test } from 'vitest';
import { ManualClock } from '../manual-clock.ts';
import { RateMeter } from './rate-meter.ts';

test('lets through so many a minute of each key, and again as time passes', () => {
  const clock = new ManualClock();
  const meter = new RateMeter(6, clock);
  const taken = (key: string) => Array.from({ length: 10 }, () => meter.take(key)).filter(Boolean).length;
  expect([taken('a'), taken('b')]).toEqual([6, 6]);
  expect([meter.isSpent('a'), meter.isSpent('c')]).toEqual([true, false]);
  clock.advance(10_000);
  expect(taken('a')).toBe(1);
  clock.advance(3_600_000);
  expect(taken('a')).toBe(6);
});

test('holds a bounded number of keys, however many there are', () => {
  const meter = new RateMeter(1, new ManualClock());
  for (let n = 0; n < 20_000; n += 1) meter.take(`address ${n}`);
  expect([meter.isSpent('address 19999'), meter.isSpent('address 0')]).toEqual([true, false]);
});
