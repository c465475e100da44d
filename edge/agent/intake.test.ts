import { expect, test } from 'vitest';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { Intake } from './intake.ts';

function rig(limit?: number) {
  const clock = new ManualClock();
  const failures: unknown[] = [];
  const done: string[] = [];
  const disk = { full: false };
  const intake = new Intake({
    clock,
    onFailure: (thrown) => failures.push(thrown),
    ...(limit === undefined ? {} : { limit }),
  });
  const push = (name: string) =>
    intake.push(() => {
      if (disk.full) throw new Error('the disk is full');
      done.push(name);
    });
  return { clock, failures, done, disk, intake, push };
}

test('complaint 2: what cannot be stored waits, with all behind it, and is done first once it can', () => {
  const { clock, failures, done, disk, push } = rig();
  push('a');
  disk.full = true;
  push('b');
  push('c');
  clock.advance(20_000);
  expect(done).toEqual(['a']);
  disk.full = false;
  push('d');
  expect(done).toEqual(['a']);
  clock.advance(5_000);
  expect(done).toEqual(['a', 'b', 'c', 'd']);
  expect(failures[0]).toEqual(new Error('the disk is full'));
  expect(failures.at(-1)).toBeNull();
});

test('a full queue refuses, so that the scan is not taken for stored', () => {
  const { clock, done, disk, push } = rig(2);
  disk.full = true;
  expect([push('a'), push('b'), push('c')]).toEqual([true, true, false]);
  disk.full = false;
  clock.advance(5_000);
  expect(done).toEqual(['a', 'b']);
});

test('does nothing more once it was stopped', () => {
  const { clock, done, disk, intake, push } = rig();
  disk.full = true;
  push('a');
  intake.stop();
  disk.full = false;
  expect(push('b')).toBe(false);
  clock.advance(60_000);
  expect(done).toEqual([]);
});
