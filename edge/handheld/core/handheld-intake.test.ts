import { expect, test } from 'vitest';
import { ManualClock } from '../../../kernel/manual-clock.ts';
import { HandheldIntake } from './handheld-intake.ts';

function rig(limit?: number) {
  const clock = new ManualClock();
  const failures: unknown[] = [];
  const done: string[] = [];
  const storage = { full: false, slow: null as Promise<void> | null };
  const intake = new HandheldIntake({
    clock,
    onFailure: (thrown) => failures.push(thrown),
    ...(limit === undefined ? {} : { limit }),
  });
  const push = (name: string) =>
    intake.push(async () => {
      await storage.slow;
      if (storage.full) throw new Error('no room');
      done.push(name);
    });
  return { clock, failures, done, storage, intake, push };
}

const turns = () => new Promise((resolve) => setImmediate(resolve));

test('takes every scan while a commit runs, and decides them in their order', async () => {
  const { done, storage, intake, push } = rig();
  let release = () => {};
  storage.slow = new Promise((resolve) => {
    release = resolve;
  });
  for (const name of ['a', 'b', 'c', 'd', 'e']) expect(push(name)).toBe(true);
  await turns();
  expect([done, intake.waiting]).toEqual([[], 5]);
  storage.slow = null;
  release();
  await turns();
  expect([done, intake.waiting]).toEqual([['a', 'b', 'c', 'd', 'e'], 0]);
});

test('what cannot be stored waits, with all behind it, and is done first once it can', async () => {
  const { clock, failures, done, storage, push } = rig();
  push('a');
  await turns();
  storage.full = true;
  push('b');
  await turns();
  push('c');
  clock.advance(20_000);
  await turns();
  expect(done).toEqual(['a']);
  expect(failures.length).toBeGreaterThan(1);
  storage.full = false;
  clock.advance(20_000);
  await turns();
  expect(done).toEqual(['a', 'b', 'c']);
  expect(failures.at(-1)).toBeNull();
});

test('a full queue refuses, and a stopped one takes nothing more', async () => {
  const { storage, done, intake, push } = rig(2);
  storage.full = true;
  expect([push('a'), push('b'), push('c')]).toEqual([true, true, false]);
  await intake.stop();
  expect([push('d'), done]).toEqual([false, []]);
});
