import { expect, test } from 'vitest';
import { openTestDatabase } from './test-database.ts';
import { boundWriters, whenRoom } from './write-gate.ts';

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
