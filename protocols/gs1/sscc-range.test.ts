import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSscc } from './sscc.ts';
import { allocateSscc } from './sscc-range.ts';

const range = { extensionDigit: 3, companyPrefix: '952123456', first: 9_999_990, last: 9_999_992 };

describe('a range of SSCCs', () => {
  test('gives out each number once, and says when it is used up', () => {
    const given: string[] = [];
    let next = range.first;
    for (;;) {
      const allocation = allocateSscc(range, next);
      if (!allocation.ok) {
        expect(allocation.reason).toBe('range_used_up');
        break;
      }
      given.push(allocation.sscc);
      next = allocation.next;
    }
    expect(given.map((sscc) => sscc.slice(0, 17))).toEqual(
      ['9999990', '9999991', '9999992'].map((serial) => `3952123456${serial}`),
    );
    expect(given.every((sscc) => parseSscc(sscc) === sscc)).toBe(true);
  });

  test('that does not fit beside the prefix, or is none, gives out nothing', () => {
    const invalid = { ok: false, reason: 'range_invalid' };
    expect(allocateSscc({ ...range, last: 10_000_000 }, range.first)).toEqual(invalid);
    expect(allocateSscc({ ...range, last: 1 }, 1)).toEqual(invalid);
    expect(allocateSscc({ ...range, extensionDigit: 10 }, range.first)).toEqual(invalid);
    expect(allocateSscc(range, 1)).toEqual(invalid);
    expect(allocateSscc(range, 9_999_990.5)).toEqual(invalid);
  });

  test('never gives out what lies beyond it', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), (first, length, next) => {
        const last = first + length;
        const allocation = allocateSscc({ extensionDigit: 0, companyPrefix: '9521', first, last }, next);
        expect(allocation.ok).toBe(next >= first && next <= last);
      }),
    );
  });
});
