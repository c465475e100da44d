import { describe, expect, test } from 'vitest';
import { parseGs1Date } from './date.ts';

describe('GS1 dates', () => {
  test('a year of two digits lies at most 50 years ahead and 49 back', () => {
    expect(parseGs1Date('760101', 2026)).toBe('2076-01-01');
    expect(parseGs1Date('770101', 2026)).toBe('1977-01-01');
    expect(parseGs1Date('991231', 2026)).toBe('1999-12-31');
    expect(parseGs1Date('000101', 2026)).toBe('2000-01-01');
    expect(parseGs1Date('200101', 2070)).toBe('2120-01-01');
    expect(parseGs1Date('210101', 2070)).toBe('2021-01-01');
  });

  test('day 00 is the last day of the month', () => {
    expect(parseGs1Date('260200', 2026)).toBe('2026-02-28');
    expect(parseGs1Date('280200', 2026)).toBe('2028-02-29');
    expect(parseGs1Date('260400', 2026)).toBe('2026-04-30');
    expect(parseGs1Date('261200', 2026)).toBe('2026-12-31');
  });

  test('days that do not exist are refused', () => {
    const wrong = [
      '260230',
      '270229',
      '260431',
      '260132',
      '261301',
      '260001',
      '2601',
      '26010x',
      '2601011',
      '',
    ];
    for (const text of wrong) expect(parseGs1Date(text, 2026)).toBeNull();
  });
});
