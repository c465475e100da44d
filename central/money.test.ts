import fc from 'fast-check';
import { expect, test } from 'vitest';
import { displayMinor, divideHalfUp, formatMinor, lineNetMinor, parseMinor, taxMinor } from './money.ts';

const minor = fc.integer({ min: -99_999_999_999_999, max: 99_999_999_999_999 });

test('an amount that is written out reads back as itself', () => {
  fc.assert(
    fc.property(minor, (amount) => {
      expect(parseMinor(formatMinor(amount))).toBe(amount);
    }),
  );
  expect(['0.5', '12', '7.100', '-0.01'].map(parseMinor)).toEqual([50, 1200, 710, -1]);
  expect(['', '1,5', '1.005', '1e3', '.5', '1.', '--1'].map(parseMinor)).toEqual(Array(7).fill(null));
});

test('division is never off by more than half, and halves go away from zero', () => {
  fc.assert(
    fc.property(fc.bigInt(), fc.bigInt({ min: 1n }), (numerator, denominator) => {
      const error = 2n * (divideHalfUp(numerator, denominator) * denominator - numerator);
      expect(error <= denominator && error >= -denominator).toBe(true);
      expect(divideHalfUp(-numerator, denominator)).toBe(-divideHalfUp(numerator, denominator));
    }),
  );
  expect([divideHalfUp(5n, 2n), divideHalfUp(-5n, 2n), divideHalfUp(5n, -2n)]).toEqual([3n, -3n, -3n]);
});

test('amounts beyond what a float multiplies exactly stay exact', () => {
  expect(lineNetMinor(1_000_000, 99_999_999, 1)).toBe(99_989_999_000_100);
  expect(taxMinor(99_999_999_999_999, 1900)).toBe(19_000_000_000_000);
});

test('people read amounts in groups of three', () => {
  expect([displayMinor(123_456_789, 'EUR'), displayMinor(-5, 'USD')]).toEqual([
    '1,234,567.89 EUR',
    '-0.05 USD',
  ]);
});
