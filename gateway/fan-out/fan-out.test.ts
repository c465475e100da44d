import { expect, test, vi } from 'vitest';
import { createLog } from '../../kernel/log.ts';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { createFanOut, type Follower } from './fan-out.ts';

const log = createLog('test', 'silent');

/** A machine so slow that the time of each turn is over before it began. */
class SlowClock extends ManualClock {
  private asked = 0;
  override monotonicMs(): number {
    this.asked += 1;
    return this.asked * 5;
  }
}

/** Follows a log of so many entries; `turns` notes who took how many. */
function follower(name: string, entries: number, turns: [string, number][] = []) {
  let left = entries;
  let ticks = 0;
  const followed: Follower = {
    isReady: () => left > 0,
    pump(limit) {
      const taken = Math.min(limit, left);
      left -= taken;
      turns.push([name, taken]);
      return taken;
    },
    tick: () => {
      ticks += 1;
    },
    end: () => {},
  };
  return { followed, left: () => left, ticks: () => ticks };
}

test('everyone who can take something gets it, on the slowest machine and beside one that always has more', async () => {
  const fanOut = createFanOut({ clock: new SlowClock(), log });
  const endless = follower('endless', Number.POSITIVE_INFINITY);
  const all = [follower('a', 100), follower('b', 100)];
  for (const { followed } of [endless, ...all]) fanOut.add(followed);
  await vi.waitFor(() => expect(all.map(({ left }) => left())).toEqual([0, 0]));
  fanOut.stop();
});

test('a replay of the whole log takes turns with the others, a little at a time', async () => {
  const turns: [string, number][] = [];
  const fanOut = createFanOut({ clock: new ManualClock(), log });
  const replay = follower('replay', 100_000, turns);
  const small = follower('small', 160, turns);
  fanOut.add(replay.followed);
  fanOut.add(small.followed);
  let loops = 0;
  while (small.left() > 0) {
    loops += 1;
    await new Promise(setImmediate);
  }
  const ofReplay = turns.filter(([name]) => name === 'replay').reduce((sum, [, taken]) => sum + taken, 0);
  expect(ofReplay).toBeLessThanOrEqual(64 * loops);
  expect(loops).toBeLessThanOrEqual(12);
  fanOut.stop();
});

test('a turn is over after its time, whatever is left: ingest comes next', async () => {
  const turns: [string, number][] = [];
  const fanOut = createFanOut({ clock: new SlowClock(), log });
  for (const name of ['a', 'b', 'c']) fanOut.add(follower(name, 1, turns).followed);
  await new Promise(setImmediate);
  expect(turns).toEqual([['a', 1]]);
  fanOut.stop();
});

test('a store that fails for a while delays, and loses nobody', async () => {
  const clock = new ManualClock();
  const fanOut = createFanOut({ clock, log });
  const { followed, left } = follower('a', 40);
  let broken = true;
  const pump = vi.fn((limit: number) => {
    if (broken) throw new Error('disk I/O error');
    return followed.pump(limit);
  });
  fanOut.add({ ...followed, pump });
  await vi.waitFor(() => expect(pump).toHaveBeenCalledTimes(1));
  fanOut.poke();
  broken = false;
  await new Promise(setImmediate);
  expect(pump).toHaveBeenCalledTimes(1);
  clock.advance(1_000);
  await vi.waitFor(() => expect(left()).toBe(0));
  fanOut.stop();
});

test('the time by which followers are judged stands still while the process does', () => {
  const clock = new ManualClock();
  const fanOut = createFanOut({ clock, log });
  const { followed, ticks } = follower('a', 0);
  fanOut.add(followed);
  clock.advance(2_000);
  expect([fanOut.nowMs(), ticks()]).toEqual([2_000, 4]);
  fanOut.stop();
});
