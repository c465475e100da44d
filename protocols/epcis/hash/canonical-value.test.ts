import { expect, test } from 'vitest';
import { plainDecimal } from '../query/canonical.ts';
import { canonicalText } from './canonical-value.ts';

test('a number of a hundred thousand digits takes no longer than another text', () => {
  const zeros = '0'.repeat(100_000);
  const began = performance.now();
  expect(canonicalText(`1.${zeros}1`)).toBe(`1.${zeros}1`);
  expect(canonicalText(`1.5${zeros}`)).toBe('1.5');
  expect(plainDecimal(`${'1'.repeat(100_000)}x`)).toBeNull();
  // Quadratic, these were half a minute.
  expect(performance.now() - began).toBeLessThan(1_000);
});
