import { expect, test } from 'vitest';
import { dotsOf } from './dpi.ts';

test('lengths in dots of each print head', () => {
  expect([dotsOf(101.6, 203), dotsOf(101.6, 300), dotsOf(101.6, 600)]).toEqual([812, 1200, 2400]);
});
