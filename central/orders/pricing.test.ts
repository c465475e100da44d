import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mainRate, netOf, type PricedLine, totalsOf } from './pricing.ts';

const lineArb = fc.record({
  units: fc.integer({ min: 1, max: 100_000 }),
  unitPriceMinor: fc.integer({ min: 0, max: 10_000_000 }),
  discountBp: fc.integer({ min: 0, max: 10_000 }),
  taxCategory: fc.constant('S'),
  taxRateBp: fc.constantFrom(0, 700, 1900),
});
const linesArb = fc.array(lineArb, { minLength: 1, maxLength: 30 });
const freightArb = fc.integer({ min: 0, max: 1_000_000 });
const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);

const line = (over: Partial<PricedLine>): PricedLine => ({
  units: 1,
  unitPriceMinor: 100,
  discountBp: 0,
  taxCategory: 'S',
  taxRateBp: 1900,
  ...over,
});

describe('the totals of an order', () => {
  test('always add up to the cent: lines, bases, taxes, gross', () => {
    fc.assert(
      fc.property(linesArb, freightArb, (lines, freight) => {
        const totals = totalsOf(lines, freight);
        expect(totals.netMinor).toBe(sum(lines.map(netOf)));
        expect(sum(totals.taxes.map(({ baseMinor }) => baseMinor))).toBe(totals.netMinor + freight);
        expect(sum(totals.taxes.map(({ taxMinor }) => taxMinor))).toBe(totals.taxMinor);
        expect(totals.grossMinor).toBe(totals.netMinor + freight + totals.taxMinor);
      }),
    );
  });

  test('do not depend on the order of the lines', () => {
    fc.assert(
      fc.property(linesArb, freightArb, (lines, freight) => {
        const { taxes: _taxes, ...forwards } = totalsOf(lines, freight);
        const { taxes: _others, ...backwards } = totalsOf([...lines].reverse(), freight);
        expect(backwards).toEqual(forwards);
      }),
    );
  });

  test('round each line once, half a cent up', () => {
    expect(netOf(line({ unitPriceMinor: 90, discountBp: 500 }))).toBe(86);
    expect(netOf(line({ units: 3, unitPriceMinor: 333, discountBp: 10_000 }))).toBe(0);
  });

  test('tax the sum of a rate, not each line', () => {
    // 19 % of 0.03 is 0.01 (0.0057 up); three lines taxed alone would give 0.00
    const totals = totalsOf(
      [line({ unitPriceMinor: 1 }), line({ unitPriceMinor: 1 }), line({ unitPriceMinor: 1 })],
      0,
    );
    expect(totals).toMatchObject({ netMinor: 3, taxMinor: 1, grossMinor: 4 });
  });

  test('tax freight at the rate that most of the value has; of two equal ones the higher', () => {
    const food = line({ units: 3, taxRateBp: 700 });
    expect(mainRate([food, line({})]).taxRateBp).toBe(700);
    expect(mainRate([line({ taxRateBp: 700 }), line({})]).taxRateBp).toBe(1900);
    expect(totalsOf([food, line({})], 200).taxes).toEqual([
      { category: 'S', rateBp: 700, baseMinor: 500, taxMinor: 35 },
      { category: 'S', rateBp: 1900, baseMinor: 100, taxMinor: 19 },
    ]);
  });
});
