import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectations, isLinterName, linters } from './linters.ts';

const names = Object.keys(linters).filter(isLinterName);

describe('linters', () => {
  test.each(names)('%s answers whatever it is given, within what it is given', (name) => {
    const pieces = fc.constantFrom(
      '0',
      '1',
      '9',
      '12',
      '0229',
      'A',
      '-',
      '/',
      '%',
      '=',
      '%2F',
      'GB',
      '978',
      ' ',
      '\x1d',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary-ascii', maxLength: 40 }),
      fc.array(pieces).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(text, text, text, (before, given, after) => {
        const start = before.length;
        const end = start + given.length;
        const fault = linters[name](before + given + after, start, end, { year: 2026 });
        const alone = linters[name](given, 0, given.length, { year: 2026 });
        expect(fault === null ? null : { ...fault, at: fault.at - start }).toEqual(alone);
        if (fault === null) return;
        expect(fault.at).toBeGreaterThanOrEqual(start);
        expect(fault.at + fault.length).toBeLessThanOrEqual(end);
      }),
    );
    expect(expectations[name]).not.toBe('');
  });

  test('only its own names are linters', () => {
    expect(isLinterName('csum')).toBe(true);
    expect(isLinterName('toString')).toBe(false);
  });
});
