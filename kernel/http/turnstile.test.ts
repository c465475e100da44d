import { expect, test } from 'vitest';
import { createTurnstile } from './turnstile.ts';

test('of what comes at once, one passes in each turn of the event loop, in the order of arrival', async () => {
  const pass = createTurnstile();
  const passed: number[] = [];
  const inTurn: number[] = [];
  const all = Promise.all(
    Array.from({ length: 5 }, async (_, n) => {
      await pass();
      passed.push(n);
    }),
  );
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise(setImmediate);
    inTurn.push(passed.length);
  }
  await all;
  expect(passed).toEqual([0, 1, 2, 3, 4]);
  for (let turn = 1; turn < 5; turn += 1)
    expect(inTurn[turn]).toBeLessThanOrEqual((inTurn[turn - 1] ?? 0) + 1);
  expect(inTurn[0]).toBeLessThanOrEqual(2);
});

test('who comes later passes at once when nobody waits', async () => {
  const pass = createTurnstile();
  await pass();
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  let passed = false;
  void pass().then(() => {
    passed = true;
  });
  await Promise.resolve();
  await Promise.resolve();
  expect(passed).toBe(true);
});
