import { expect, test } from 'vitest';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { IdleWatch } from './idle-watch.ts';

test('whoever has not scanned for as long as the site allows is idle, and a scan begins anew', () => {
  const clock = new ManualClock();
  const told: number[] = [];
  let allowed = 10;
  let signedIn = true;
  const watch = new IdleWatch({
    clock,
    allowedMinutes: () => allowed,
    isSignedIn: () => signedIn,
    idle: (minutes) => {
      told.push(minutes);
      signedIn = false;
    },
  });
  watch.start();
  clock.advance(9 * 60_000);
  watch.heard();
  clock.advance(9 * 60_000 + 59_000);
  expect(told).toEqual([]);
  clock.advance(60_000);
  expect(told).toEqual([10]);
  clock.advance(60 * 60_000);
  expect(told).toEqual([10]);
  signedIn = true;
  allowed = 0;
  clock.advance(24 * 60 * 60_000);
  expect(told).toEqual([10]);
  allowed = 1;
  watch.stop();
  clock.advance(60 * 60_000);
  expect(told).toEqual([10]);
});
