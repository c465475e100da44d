import fc from 'fast-check';
import { expect, test } from 'vitest';
import { totalsOf } from '../orders/pricing.ts';
import { groupBy } from '../process/rows.ts';
import { type BilledLine, creditReturns } from './return-credit.ts';

const rate = fc.constantFrom(['S', 1900], ['S', 700], ['Z', 0]) satisfies fc.Arbitrary<(string | number)[]>;

const billedLine = fc
  .record({
    invoice: fc.constantFrom('INV-1', 'INV-2', 'INV-3'),
    orderLine: fc.integer({ min: 1, max: 3 }),
    units: fc.integer({ min: 1, max: 8 }),
    unitPriceMinor: fc.integer({ min: 0, max: 100_000 }),
    discountBp: fc.integer({ min: 0, max: 10_000 }),
    rate,
  })
  .map(({ rate: [taxCategory, taxRateBp], ...line }): BilledLine => {
    return { ...line, order: 'A-1', taxCategory: String(taxCategory), taxRateBp: Number(taxRateBp) };
  });

const came = fc.array(
  fc.record({ line: fc.integer({ min: 1, max: 3 }), units: fc.integer({ min: 1, max: 5 }) }),
  { maxLength: 4 },
);

const returnsOf = (all: readonly { readonly line: number; readonly units: number }[][]) =>
  all.map((lines, nth) => ({ key: `R-${nth}`, order: 'A-1', lines }));

const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);

test('the credits of an invoice come to what it bills for the units that came back, tax for tax, whatever they came in', () => {
  fc.assert(
    fc.property(fc.array(billedLine, { maxLength: 8 }), fc.array(came, { maxLength: 8 }), (billed, all) => {
      const credits = [...creditReturns(returnsOf(all), billed).values()].flatMap((credit) => credit.credits);
      const credited = new Map([1, 2, 3].map((line) => [line, cameOf(all, line)]));
      const back = billed.map((line) => {
        const left = credited.get(line.orderLine) ?? 0;
        const units = Math.min(left, line.units);
        credited.set(line.orderLine, left - units);
        return { ...line, units };
      });
      for (const [invoice, lines] of groupBy(back, (line) => line.invoice)) {
        const of = credits.filter((credit) => credit.invoice === invoice);
        const totals = totalsOf(lines, 0);
        expect(sum(of.map(({ netMinor }) => netMinor))).toBe(totals.netMinor);
        expect(sum(of.map(({ taxMinor }) => taxMinor))).toBe(totals.taxMinor);
        expect(sum(of.map(({ grossMinor }) => grossMinor))).toBe(totals.grossMinor);
        for (const { netMinor, taxMinor, taxes } of of) {
          expect(sum(taxes.map(({ baseMinor }) => baseMinor))).toBe(netMinor);
          expect(sum(taxes.map((tax) => tax.taxMinor))).toBe(taxMinor);
          expect(Math.min(0, ...taxes.flatMap((tax) => [tax.baseMinor, tax.taxMinor]))).toBe(0);
        }
      }
    }),
  );
});

function cameOf(all: readonly { readonly line: number; readonly units: number }[][], line: number): number {
  return sum(all.flat().flatMap((one) => (one.line === line ? one.units : [])));
}

test('what comes back last changes no credit before it', () => {
  fc.assert(
    fc.property(fc.array(billedLine, { maxLength: 8 }), fc.array(came, { minLength: 1 }), (billed, all) => {
      const before = creditReturns(returnsOf(all.slice(0, -1)), billed);
      const after = creditReturns(returnsOf(all), billed);
      for (const [key, credit] of before) expect(after.get(key)).toEqual(credit);
    }),
  );
});

test('a line of two invoices is credited on the older one first, and what was never billed on none', () => {
  const price = { unitPriceMinor: 450, discountBp: 500, taxCategory: 'S', taxRateBp: 1900 };
  const billed = [
    { ...price, invoice: 'INV-1', order: 'A-1', orderLine: 1, units: 2 },
    { ...price, invoice: 'INV-2', order: 'A-1', orderLine: 1, units: 1 },
  ];
  const { lines } =
    creditReturns(returnsOf([[{ line: 1, units: 5 }], [{ line: 1, units: 1 }]]), billed).get('R-0') ?? {};
  expect(lines).toEqual([
    {
      ...{ line: 1, units: 5 },
      credited: [
        { invoice: 'INV-1', units: 2 },
        { invoice: 'INV-2', units: 1 },
      ],
    },
  ]);
});
