import { expect, test } from 'vitest';
import type { LastScan } from '../fulfilment/screen-view.ts';
import { remember } from './history.ts';

const scan = (seq: number): LastScan => ({
  seq,
  at: '2026-03-09T06:00:00.000Z',
  raw: `code ${seq}`,
  verdict: 'item_confirmed',
  tone: 'ok',
  message: 'A cup.',
  line: 1,
});

test('the newest scan stands first; the same view again adds nothing', () => {
  const two = [scan(1), scan(2), scan(2)].reduce(remember, [] as readonly LastScan[]);
  expect(two.map(({ seq }) => seq)).toEqual([2, 1]);
  expect(remember(two, null)).toBe(two);
});

test('only the last thirty are kept', () => {
  let history: readonly LastScan[] = [];
  for (let seq = 1; seq <= 100; seq += 1) history = remember(history, scan(seq));
  expect(history).toHaveLength(30);
  expect(history.at(-1)?.seq).toBe(71);
});
