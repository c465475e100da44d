import { expect, test } from 'vitest';
import { ManualClock } from '../kernel/manual-clock.ts';
import { SessionRunner } from './session-runner.ts';

type Input = 'tick' | number;

/** A session that notes what it was given, wants to be woken at the sum of it, and echoes even numbers as half of them. */
function rig(hearingMs?: number) {
  const clock = new ManualClock();
  const done: string[] = [];
  const runner: SessionRunner<number, Input, number> = new SessionRunner<number, Input, number>(0, {
    clock,
    step: (state, input) => {
      done.push(`${input} at ${clock.monotonicMs()}`);
      if (input === 'tick') return { state: 0, effects: [] };
      return { state: state + input, effects: input > 0 && input % 2 === 0 ? [input / 2] : [] };
    },
    perform: (effect) => {
      runner.input(effect);
      done.push(`performed ${effect}`);
    },
    wake: {
      atMs: (state) => (state === 0 ? null : state),
      tick: () => 'tick',
      ...(hearingMs === undefined ? {} : { hearingMs }),
    },
    settled: (state) => done.push(`settled at ${state}`),
  });
  return { clock, done, runner };
}

test('an input that an effect leads to is taken after the one that led to it', () => {
  const { done, runner } = rig();
  runner.input(4);
  expect(done).toEqual(['4 at 0', 'performed 2', '2 at 0', 'performed 1', '1 at 0', 'settled at 7']);
  expect(runner.state).toBe(7);
});

test('the session is woken when its time has come, and once', () => {
  const { clock, done, runner } = rig();
  runner.input(3);
  runner.input(5);
  clock.advance(7);
  expect(done.filter((line) => line.startsWith('tick'))).toEqual([]);
  clock.advance(100);
  expect(done.filter((line) => line.startsWith('tick'))).toEqual(['tick at 8']);
});

test('before it is woken it hears what arrived meanwhile', () => {
  const { clock, done, runner } = rig(10);
  runner.input(3);
  clock.advance(12);
  runner.input(97);
  clock.advance(50);
  expect(done.filter((line) => line.startsWith('tick'))).toEqual([]);
  clock.advance(60);
  expect(done.filter((line) => line.startsWith('tick'))).toEqual(['tick at 110']);
});

test('a restart forgets what it was waiting for, and a stopped one takes nothing', () => {
  const { clock, done, runner } = rig();
  runner.input(3);
  runner.restart(0);
  clock.advance(100);
  expect(done).toEqual(['3 at 0', 'settled at 3']);
  runner.input(5);
  runner.stop();
  runner.input(7);
  clock.advance(1_000);
  expect(runner.state).toBe(5);
});
