import { expect, test } from 'vitest';
import { toneOf } from './sound.ts';

const scan = (seq: number, tone: 'ok' | 'done' | 'error') => ({ seq, tone });

test('complaint 17: a refusal is heard even if a good scan follows before anything is painted', () => {
  expect(toneOf([scan(3, 'ok'), scan(2, 'error'), scan(1, 'ok')], 1)).toBe('error');
  expect(toneOf([scan(3, 'ok'), scan(2, 'error')], 2)).toBe('ok');
  expect(toneOf([scan(4, 'done'), scan(3, 'ok')], 3)).toBe('done');
});

test('nothing new is silent; the first scan of all is heard', () => {
  expect(toneOf([scan(3, 'ok')], 3)).toBeNull();
  expect(toneOf([], null)).toBeNull();
  expect(toneOf([scan(1, 'ok')], null)).toBe('ok');
});
