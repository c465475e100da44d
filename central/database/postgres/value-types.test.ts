import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { storable, storableJson, valueTypes } from './value-types.ts';

const whole = (text: string) => (valueTypes.getTypeParser(20) as (text: string) => unknown)(text);

test('whole numbers come as numbers, or not at all', () => {
  fc.assert(fc.property(fc.maxSafeInteger(), (value) => Object.is(whole(String(value)), value)));
  expect((valueTypes.getTypeParser(1700) as (text: string) => unknown)('126579329')).toBe(126_579_329);
  expect(() => whole('9007199254740993')).toThrow('no whole number');
  expect(() => whole('1.5')).toThrow('no whole number');
});

describe('text', () => {
  test('stays as it is wherever PostgreSQL can hold it', () => {
    const text = fc
      .string({ unit: 'binary' })
      .filter((one) => !one.includes('\0') && !/\p{Surrogate}/u.test(one));
    fc.assert(
      fc.property(text, (one) => {
        expect([storable(one), JSON.parse(storableJson([one]))]).toEqual([one, [one]]);
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    ['a zero', 'a\0b', 'a\uFFFDb'],
    ['the first half of a character', 'a\uD83Db', 'a\uFFFDb'],
    ['the second half', '\uDE00', '\uFFFD'],
    ['whole characters', 'a\u{1F600}b', 'a\u{1F600}b'],
    ['the sign for a zero in JSON', '{"raw":"\\u0000"}', '{"raw":"\\u0000"}'],
  ])('with %s can be stored', (_what, given, stored) => {
    expect(storable(given)).toBe(stored);
    expect(JSON.parse(storableJson([{ given }]))).toEqual([{ given: stored }]);
  });
});
