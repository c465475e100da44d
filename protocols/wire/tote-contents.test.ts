import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ToteDocument, toteDocument } from './floor.ts';
import { type ToteGoods, withGoods, withoutGoods, withPacked } from './tote-contents.ts';

const empty = { tote: 'T-1', order: 'SO-1', status: 'filling', items: [] } as unknown as ToteDocument;
const goods: fc.Arbitrary<ToteGoods> = fc.record(
  {
    line: fc.integer({ min: 1, max: 2 }),
    sku: fc.constantFrom('TEA', 'MILK'),
    lot: fc.constantFrom('L1', 'L2'),
    serial: fc.constantFrom('s1', 's2'),
  },
  { requiredKeys: ['line', 'sku'] },
);
const unitsOf = ({ items }: ToteDocument, { line, sku }: Pick<ToteGoods, 'line' | 'sku'>) =>
  items.filter((item) => item.line === line && item.sku === sku).reduce((sum, { units }) => sum + units, 0);

test('what goes in can be taken out, and never more than lies there', () => {
  const moves = fc.array(fc.tuple(goods, fc.integer({ min: -4, max: 4 })), { maxLength: 30 });
  fc.assert(
    fc.property(moves, (all) => {
      let tote = empty;
      for (const [what, units] of all) {
        const before = unitsOf(tote, what);
        tote = units < 0 ? withoutGoods(tote, what, -units) : withGoods(tote, what, units === 0 ? 1 : units);
        const after = unitsOf(tote, what);
        if (units >= 0) expect(after).toBe(before + Math.max(1, units));
        else expect(after).toBeGreaterThanOrEqual(Math.max(0, before + units));
        // Any unit of the line will do where no piece is named.
        if (units < 0 && what.serial === undefined) expect(after).toBe(Math.max(0, before + units));
        toteDocument.parse(tote);
      }
    }),
  );
});

test('of several lots the named one is taken first, and a piece only by its own serial', () => {
  const line = { line: 1, sku: 'TEA' };
  let tote = withGoods(withGoods(empty, { ...line, lot: 'L1' }, 2), { ...line, lot: 'L2' }, 2);
  tote = withoutGoods(tote, { ...line, lot: 'L2' }, 3);
  expect(tote.items).toEqual([{ ...line, lot: 'L1', units: 1 }]);
  tote = withGoods(tote, { ...line, serial: 's1' }, 1);
  expect(withoutGoods(tote, { ...line, serial: 's2' }, 1)).toEqual(tote);
  expect(withoutGoods(tote, { ...line, serial: 's1' }, 1).items).toEqual([{ ...line, lot: 'L1', units: 1 }]);
});

test('what was packed out of it is counted, and gone when all of that is undone', () => {
  const packed = withPacked(withPacked(empty, { line: 1, sku: 'TEA', units: 2 }), {
    line: 1,
    sku: 'TEA',
    units: 1,
  });
  expect(packed.packed).toEqual([{ line: 1, sku: 'TEA', units: 3 }]);
  expect(withPacked(packed, { line: 1, sku: 'TEA', units: -3 })).toEqual(empty);
});

test('a tote has as many rows as its document may have', () => {
  let tote = empty;
  for (let n = 0; n < 2_010; n += 1) tote = withGoods(tote, { line: 1, sku: 'TEA', serial: `s${n}` }, 1);
  expect(toteDocument.parse(tote).items).toHaveLength(2_000);
});
