import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { measureOf, netWeightGramsOf } from './measures.ts';

describe('numbers with decimals', () => {
  test('are exact', () => {
    expect(measureOf({ ai: '3103', value: '000195' })).toEqual({
      ai: '3103',
      unscaled: 195,
      decimals: 3,
      value: '0.195',
      unit: 'KGM',
    });
    expect(measureOf({ ai: '3100', value: '000195' })?.value).toBe('195');
    expect(measureOf({ ai: '3102', value: '000000' })?.value).toBe('0.00');
    expect(measureOf({ ai: '3922', value: '299' })).toMatchObject({ value: '2.99', unit: null });
    expect(measureOf({ ai: '3939', value: '97812345' })).toMatchObject({ value: '0.000012345', unit: '978' });
    expect(measureOf({ ai: '3902', value: '999999999999999' })).toMatchObject({
      unscaled: 999_999_999_999_999,
      value: '9999999999999.99',
    });
    expect(measureOf({ ai: '3941', value: '0125' })).toMatchObject({ value: '12.5', unit: 'P1' });
  });

  test('other AIs carry none', () => {
    for (const ai of ['01', '310', '30', '3710', '3990', '8005', '4330']) {
      expect(measureOf({ ai, value: '000001' })).toBeNull();
    }
  });

  test('a net weight in grams is rounded only where a gram has decimals', () => {
    expect(netWeightGramsOf({ ai: '3103', value: '001250' })).toBe(1250);
    expect(netWeightGramsOf({ ai: '3100', value: '000012' })).toBe(12_000);
    expect(netWeightGramsOf({ ai: '3104', value: '000014' })).toBe(1);
    expect(netWeightGramsOf({ ai: '3104', value: '000015' })).toBe(2);
    expect(netWeightGramsOf({ ai: '3105', value: '000149' })).toBe(1);
    const weights = fc.record({
      unscaled: fc.integer({ min: 0, max: 999_999 }),
      decimals: fc.integer({ min: 0, max: 5 }),
    });
    fc.assert(
      fc.property(weights, ({ unscaled, decimals }) => {
        const grams = netWeightGramsOf({ ai: `310${decimals}`, value: String(unscaled).padStart(6, '0') });
        const exact = (BigInt(unscaled) * 2000n + 10n ** BigInt(decimals)) / (2n * 10n ** BigInt(decimals));
        expect(BigInt(grams)).toBe(exact);
      }),
    );
  });
});
