import { afterEach, expect, test } from 'vitest';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { TimeWatch } from './time-watch.ts';

const minute = 60_000;
const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A machine that sleeps: what measures time stands still, what counts from its boot does not. */
function sleepingRig() {
  const clock = new ManualClock();
  const told: string[] = [];
  let asleepMs = 0;
  const watch = new TimeWatch({
    clock,
    allowedMinutes: () => 10,
    isSignedIn: () => !told.some((one) => one.startsWith('idle')),
    idle: (minutes) => told.push(`idle ${minutes}`),
    jumped: ({ fromMs, toMs }) => told.push(`clock ${Math.round((toMs - fromMs) / minute)}`),
    slept: (sleptMs) => told.push(`slept ${Math.round(sleptMs / minute)}`),
    sinceBootMs: () => clock.monotonicMs() + asleepMs,
  });
  stops.push(() => watch.stop());
  watch.start(null);
  const sleep = (minutes: number) => {
    asleepMs += minutes * minute;
    clock.jump(minutes * minute);
  };
  return { clock, told, sleep };
}

test('a station PC that slept was not set, and nobody is taken for whoever left it', () => {
  const { clock, told, sleep } = sleepingRig();
  sleep(45);
  clock.advance(minute);
  expect(told).toEqual(['slept 45', 'idle 45']);
});

test('a clock that was set while the machine slept is told by what the sleep does not explain', () => {
  const { clock, told, sleep } = sleepingRig();
  sleep(5);
  clock.jump(-30 * minute);
  clock.advance(2_000);
  sleep(2);
  clock.advance(2_000);
  clock.jump(60 * minute);
  clock.advance(2_000);
  expect(told).toEqual(['slept 5', 'clock -30', 'slept 2', 'clock 60']);
});

/** Somebody is signed in at a site that allows ten minutes; what the watch told, in order. */
function rig() {
  const clock = new ManualClock();
  const told: string[] = [];
  const watch = new TimeWatch({
    clock,
    allowedMinutes: () => 10,
    isSignedIn: () => !told.some((one) => one.startsWith('idle')),
    idle: (minutes) => told.push(`idle ${minutes}`),
    jumped: ({ fromMs, toMs }) => told.push(`clock ${Math.round((toMs - fromMs) / minute)}`),
  });
  stops.push(() => watch.stop());
  watch.start(null);
  return { clock, told, watch };
}

test.each([
  ['forth', 5],
  ['back', -5],
])('a clock that is set hours %s is noted once, and nobody is signed out for that', (_way, hours) => {
  const { clock, told, watch } = rig();
  clock.advance(9 * minute);
  watch.heard();
  clock.jump(hours * 60 * minute);
  clock.advance(9 * minute);
  expect(told).toEqual([`clock ${hours * 60}`]);
  clock.advance(2 * minute);
  expect(told).toEqual([`clock ${hours * 60}`, 'idle 10']);
});

test('a jump is told before the scan that follows it is heard', () => {
  const { clock, told, watch } = rig();
  clock.jump(-60 * minute);
  watch.heard();
  expect(told).toEqual(['clock -60']);
});

test('whoever picks up a device that slept for hours is not taken for the one who laid it aside', () => {
  const { clock, told, watch } = rig();
  watch.shown(false);
  // Its timers and what measures time stand still.
  clock.jump(3 * 60 * minute);
  watch.shown(true);
  watch.heard();
  expect(told).toEqual(['idle 180']);
});

test('a device that slept for a moment goes on, and its clock was not set', () => {
  const { clock, told, watch } = rig();
  watch.shown(false);
  clock.jump(minute);
  watch.shown(true);
  clock.advance(minute);
  expect(told).toEqual([]);
  // From now on it is awake.
  clock.jump(minute);
  clock.advance(minute);
  expect(told).toEqual(['clock 1']);
});

test('a clock that was set back while the device slept is noted', () => {
  const { clock, told, watch } = rig();
  watch.shown(false);
  clock.jump(-30 * minute);
  watch.shown(true);
  expect(told).toEqual(['clock -30']);
});
