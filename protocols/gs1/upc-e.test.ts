import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDigit } from './check-digit.ts';
import { compressUpcE, expandUpcE } from './upc-e.ts';

describe('UPC-E', () => {
  test('each of its four forms', () => {
    expect(expandUpcE('01234505')).toBe('012000003455');
    expect(expandUpcE('0123453')).toBe(`01230000045${checkDigit('01230000045')}`);
    expect(expandUpcE('0123454')).toBe(`01234000005${checkDigit('01234000005')}`);
    expect(expandUpcE('123459')).toBe(`01234500009${checkDigit('01234500009')}`);
    expect(compressUpcE('001234000057')).toBe('00123457');
  });

  test('other forms, number systems and check digits are none', () => {
    for (const text of ['', '12345', '01234506', '21234505', '0123450A', '012345050', 'ABCDEF']) {
      expect(expandUpcE(text)).toBeNull();
    }
    for (const text of ['', '416000336108', '012000003456', '0123000004', '212000003459']) {
      expect(compressUpcE(text)).toBeNull();
    }
  });

  test('what is compressed is expanded to the same', () => {
    const six = fc.integer({ min: 0, max: 999_999 }).map((value) => String(value).padStart(6, '0'));
    fc.assert(
      fc.property(fc.constantFrom('0', '1'), six, (system, middle) => {
        const gtin = expandUpcE(system + middle) ?? '';
        const compressed = compressUpcE(gtin) ?? '';
        expect(compressed).toHaveLength(8);
        expect(expandUpcE(compressed)).toBe(gtin);
      }),
      { numRuns: 1000 },
    );
  });

  test('what has the zeros to leave out is compressed, and nothing else', () => {
    const body = fc.array(fc.constantFrom('0', '0', '0', '0', '1', '3', '4', '5'), {
      minLength: 10,
      maxLength: 10,
    });
    fc.assert(
      fc.property(body, (digits) => {
        const gtin = `0${digits.join('')}`;
        const compressed = compressUpcE(gtin + checkDigit(gtin));
        expect(compressed === null).toBe(!/^0(..[012]0000|...00000|....00000|.....0000[5-9])/.test(gtin));
        if (compressed !== null) expect(expandUpcE(compressed)).toBe(gtin + checkDigit(gtin));
      }),
      { numRuns: 1000 },
    );
  });
});
