import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { barsOf, code128, ean13, itf14 } from './bars.ts';

/** Bars and spaces as a row of ones and zeros. */
function modules(widths: readonly number[] = []): string {
  return widths.map((width, index) => (index % 2 === 0 ? '1' : '0').repeat(width)).join('');
}

describe('barcodes drawn on a page', () => {
  test('EAN-13 equals the published pattern of 5901234123457', () => {
    expect(modules(ean13('5901234123457')?.widths)).toBe(
      '10100010110100111011001100100110111101001110101010110011011011001000010101110010011101000100101',
    );
  });

  test('Code 128 in set B with its check symbol: "PJJ123C" has check value 55 (54 with start A, as published)', () => {
    const widths = code128('PJJ123C')?.widths ?? [];
    expect(widths.slice(-13, -7).join('')).toBe('311321');
    expect(widths.slice(-7).join('')).toBe('2331112');
  });

  test('Code 128: every text has 11 modules a symbol, 13 for the stop, and an even share of bar', () => {
    const printable = fc.stringMatching(/^[ -~]{1,48}$/);
    fc.assert(
      fc.property(printable, fc.boolean(), (text, gs1) => {
        const widths = code128(text, gs1)?.widths ?? [];
        const symbols = (widths.length - 7) / 6;
        expect(Number.isInteger(symbols)).toBe(true);
        for (let at = 0; at < symbols; at += 1) {
          const symbol = widths.slice(at * 6, at * 6 + 6);
          expect(symbol.reduce((sum, width) => sum + width, 0)).toBe(11);
          expect(((symbol[0] ?? 0) + (symbol[2] ?? 0) + (symbol[4] ?? 0)) % 2).toBe(0);
        }
      }),
    );
  });

  test('Code 128 packs digits in pairs: an SSCC label takes 10 data symbols', () => {
    // start, FNC1, ten pairs, check: 13 symbols of 6 elements, and the stop of 7.
    expect(barsOf(']C100340123450000000018')?.widths).toHaveLength(13 * 6 + 7);
  });

  test('ITF-14 has 4 + 7 x 10 + 3 elements, 28 of its 70 wide', () => {
    const widths = itf14('14006381333931')?.widths ?? [];
    expect(widths).toHaveLength(77);
    expect(widths.slice(4, -3).filter((width) => width > 1)).toHaveLength(28);
  });

  test('what cannot be drawn is null, not a wrong symbol', () => {
    expect(barsOf('Grün')).toBeNull();
    expect(barsOf('')).toBeNull();
    expect(code128('a\x1db')).toBeNull();
  });
});
