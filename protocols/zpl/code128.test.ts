import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { code128, gs1Code128, textOfInvocation } from './code128.ts';

const GS = '\x1d';

describe('Code 128', () => {
  const invocationOf = (data: string, gs1 = true) => {
    const result = gs1 ? gs1Code128(data) : code128(data);
    return result.ok ? [result.symbol.invocation, result.symbol.modules] : result;
  };

  test('subsets and their widths', () => {
    // Start, FNC1, ten pairs, check and stop character.
    expect(invocationOf('00395212340000000175')).toEqual(['>;>800395212340000000175', 11 * 13 + 13]);
    expect(invocationOf(`0109521234543213${'10AB-1'}${GS}21123`)).toEqual([
      `>;>8010952123454321310>6AB-1>821123`,
      35 + 11 * (1 + 9 + 1 + 4 + 1 + 5),
    ]);
    expect(invocationOf(`3748${GS}0112345678901231`)).toEqual([`>;>83748>80112345678901231`, 35 + 11 * 12]);
    expect(invocationOf('SO-2026-1', false)).toEqual(['>:SO-2026-1', 35 + 11 * 9]);
    expect(invocationOf('12', false)).toEqual(['>;12', 35 + 11]);
    expect(invocationOf('123', false)).toEqual(['>:123', 35 + 33]);
    expect(invocationOf('12345', false)).toEqual(['>:12345', 35 + 55]);
    expect(invocationOf('1234567', false)).toEqual(['>;1234>6567', 35 + 11 * 6]);
    expect(invocationOf('a>b^c~d', false)).toEqual(['>:a>0b><c>=d', 35 + 77]);
  });

  test('what cannot be encoded is named with its place', () => {
    expect(gs1Code128('00é')).toEqual({ ok: false, offset: 2, expected: 'printable ASCII' });
    expect(code128(`a${GS}`)).toEqual({ ok: false, offset: 1, expected: 'printable ASCII' });
    expect(code128('')).toMatchObject({ ok: false });
    expect(gs1Code128('0'.repeat(49))).toEqual({ ok: false, offset: 48, expected: 'at most 48 characters' });
    expect(code128('0'.repeat(81))).toMatchObject({ ok: false, offset: 80 });
  });

  test('what was encoded is read', () => {
    const withSeparators = (text: string) => text.replaceAll('|', GS);
    const element = fc.stringMatching(/^[ -~]{1,48}$/).map(withSeparators);
    const digits = fc.stringMatching(/^[0-9|]{1,48}$/).map(withSeparators);
    fc.assert(
      fc.property(fc.oneof(element, digits), (data) => {
        const result = gs1Code128(data);
        expect(result.ok && textOfInvocation(result.symbol.invocation)).toBe(data);
        expect(result.ok && /[\^~]/.test(result.symbol.invocation)).toBe(false);
        expect(result.ok && (result.symbol.modules - 13) % 11).toBe(0);
      }),
      { numRuns: 500 },
    );
  });
});
