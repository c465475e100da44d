import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDigit, hasValidCheckDigit } from './check-digit.ts';
import { buildGtin, parseGtin } from './gtin.ts';
import { buildSscc, parseSscc } from './sscc.ts';

const digitString = (minLength: number, maxLength: number) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength, maxLength })
    .map((digits) => digits.map(String).join(''));

describe('check digits', () => {
  test('agree with published numbers', () => {
    expect(['02345673', '1234567890128', '123456789012345675'].map(hasValidCheckDigit)).toEqual([
      true,
      true,
      true,
    ]);
    expect(['', '7', '416000336109', '12345678901232', ' 23456789012345675'].map(hasValidCheckDigit)).toEqual(
      Array(5).fill(false),
    );
  });

  test('any single wrong digit is found', () => {
    fc.assert(
      fc.property(digitString(7, 17), fc.nat(), fc.integer({ min: 1, max: 9 }), (body, place, change) => {
        const whole = body + checkDigit(body);
        const at = place % whole.length;
        const wrong = (Number(whole[at]) + change) % 10;
        expect(hasValidCheckDigit(whole.slice(0, at) + wrong + whole.slice(at + 1))).toBe(false);
      }),
    );
  });
});

describe('GTIN', () => {
  test('all four lengths become 14 digits', () => {
    expect(parseGtin('96385074')).toBe('00000096385074');
    expect(parseGtin('416000336108')).toBe('00416000336108');
    expect(parseGtin('4006381333931')).toBe('04006381333931');
    expect(parseGtin('14006381333938')).toBe('14006381333938');
  });

  test('other lengths, letters and wrong check digits are no GTIN', () => {
    for (const text of ['', '123', '4006381333932', '400638133393', '400638133393X', ' 4006381333931']) {
      expect(parseGtin(text)).toBeNull();
    }
  });

  test('what is built can be read', () => {
    const parts = digitString(4, 12).chain((prefix) =>
      fc.record({
        prefix: fc.constant(prefix),
        reference: fc.integer({ min: 0, max: 10 ** (12 - prefix.length) - 1 }),
        indicator: fc.integer({ min: 0, max: 9 }),
      }),
    );
    fc.assert(
      fc.property(parts, ({ prefix, reference, indicator }) => {
        const gtin = buildGtin(prefix, reference, indicator);
        expect(parseGtin(gtin)).toBe(gtin);
        expect(gtin.slice(0, 1 + prefix.length)).toBe(`${indicator}${prefix}`);
        expect(Number(gtin.slice(1 + prefix.length, 13))).toBe(reference);
      }),
    );
  });

  test('parts that do not fit are refused', () => {
    expect(() => buildGtin('952123456', 1000)).toThrow(RangeError);
    expect(() => buildGtin('95212345678901', 0)).toThrow(RangeError);
    expect(() => buildGtin('9521234', 1, 10)).toThrow(RangeError);
    expect(() => buildGtin('9521234', -1)).toThrow(RangeError);
  });
});

describe('SSCC', () => {
  test('what is built can be read', () => {
    const parts = digitString(4, 12).chain((prefix) =>
      fc.record({
        prefix: fc.constant(prefix),
        serial: fc.integer({ min: 0, max: 10 ** (16 - prefix.length) - 1 }),
        extension: fc.integer({ min: 0, max: 9 }),
      }),
    );
    fc.assert(
      fc.property(parts, ({ prefix, serial, extension }) => {
        const sscc = buildSscc(extension, prefix, serial) ?? '';
        expect(parseSscc(sscc)).toBe(sscc);
        expect(sscc.slice(0, 17)).toBe(
          `${extension}${prefix}${String(serial).padStart(16 - prefix.length, '0')}`,
        );
      }),
    );
  });

  test('a serial reference that does not fit beside the prefix is refused', () => {
    expect(buildSscc(0, '952123456789', 9999)).not.toBeNull();
    expect(buildSscc(0, '952123456789', 10_000)).toBeNull();
    expect(buildSscc(10, '9521234', 1)).toBeNull();
    expect(buildSscc(0, '952', 1)).toBeNull();
    expect(buildSscc(0, '9521234', 1.5)).toBeNull();
  });
});
