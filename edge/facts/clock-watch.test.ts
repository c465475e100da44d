import { expect, test } from 'vitest';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { ClockWatch } from './clock-watch.ts';

test('sees a clock that was set, either way, once, and no time that only passed', () => {
  const clock = new ManualClock('2026-01-05T06:00:00.000Z');
  const watch = new ClockWatch(clock);
  const startMs = clock.now();
  clock.advance(3_600_000);
  expect(watch.check()).toBeNull();
  clock.advance(500);
  clock.jump(-600_000);
  expect(watch.check()).toEqual({ fromMs: startMs + 3_600_500, toMs: startMs + 3_000_500 });
  expect(watch.check()).toBeNull();
  clock.jump(2_500);
  expect(watch.check()).not.toBeNull();
  clock.jump(1_500);
  expect(watch.check()).toBeNull();
});

test('sees at the start that the clock stands before the last fact', () => {
  const clock = new ManualClock('2026-01-05T06:00:00.000Z');
  const watch = new ClockWatch(clock);
  expect(watch.sinceLastFact(null)).toBeNull();
  expect(watch.sinceLastFact('2026-01-05T05:00:00.000Z')).toBeNull();
  expect(watch.sinceLastFact('2026-01-05T07:00:00.000Z')).toEqual({
    fromMs: clock.now() + 3_600_000,
    toMs: clock.now(),
  });
});
