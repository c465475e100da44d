import { expect, test } from 'vitest';
import { openTestDatabase } from './test-database.ts';
import { boundWriters, whenInTurn, whenRoom } from './write-gate.ts';

test('as many write at a time as there is room for, the others in the order in which they came', async () => {
  const db = await openTestDatabase();
  boundWriters(db, 2);
  const began: number[] = [];
  const ends: (() => void)[] = [];
  const write = (nth: number) =>
    whenRoom(db, () => {
      began.push(nth);
      return new Promise<void>((resolve, reject) =>
        ends.push(nth === 1 ? () => reject(new Error('no')) : resolve),
      );
    });
  const all = [1, 2, 3, 4].map((nth) => write(nth).catch(() => undefined));
  await Promise.resolve();
  expect(began).toEqual([1, 2]);
  // One that fails makes room as well.
  for (let nth = 0; nth < 4; nth += 1) {
    ends[nth]?.();
    await all[nth];
  }
  expect(began).toEqual([1, 2, 3, 4]);
  await Promise.all(all);
});

test('who waits for the books takes no room from those who write something else', async () => {
  const db = await openTestDatabase();
  boundWriters(db, 2);
  const began: string[] = [];
  const ends: (() => void)[] = [];
  const hold = (name: string) => () => {
    began.push(name);
    return new Promise<void>((resolve) => ends.push(resolve));
  };
  const books = ['first', 'second', 'third'].map((name) => whenInTurn(db, () => whenRoom(db, hold(name))));
  const facts = whenRoom(db, hold('facts'));
  await Promise.resolve();
  expect(began).toEqual(['first', 'facts']);
  for (const [nth, done] of [books[0], facts, books[1], books[2]].entries()) {
    ends[nth]?.();
    await done;
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(began).toEqual(['first', 'facts', 'second', 'third']);
});
