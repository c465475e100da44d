import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Carton, type CartonItem, cartonise, usableShare } from './cartonise.ts';

const side = fc.integer({ min: 10, max: 600 });
const sides = fc.tuple(side, side, side);
const item = (sku: string): fc.Arbitrary<CartonItem> =>
  fc.record({
    sku: fc.constant(sku),
    units: fc.integer({ min: 1, max: 40 }),
    sidesMm: sides,
    grams: fc.integer({ min: 0, max: 5_000 }),
  });
const carton = (packaging: string): fc.Arbitrary<Carton> =>
  fc.record({
    packaging: fc.constant(packaging),
    sidesMm: sides,
    tareGrams: fc.integer({ min: 0, max: 400 }),
    maxGrams: fc.integer({ min: 500, max: 30_000 }),
  });
const items = fc.tuple(item('A'), item('B'), item('C')).chain((all) => fc.subarray(all, { minLength: 1 }));
const cartons = fc
  .tuple(carton('S'), carton('M'), carton('L'))
  .chain((all) => fc.subarray(all, { minLength: 1 }));
const volume = (all: readonly number[]) => all.reduce((product, one) => product * one, 1);
const ascending = (all: readonly number[]) => [...all].sort((a, b) => a - b);

test('everything is in a parcel that it fits, and no parcel is too full or too heavy', () => {
  let suggested = 0;
  fc.assert(
    fc.property(items, cartons, (goods, boxes) => {
      const parcels = cartonise(goods, boxes);
      if (parcels === null) return;
      suggested += 1;
      for (const good of goods) {
        const placed = parcels.flatMap((parcel) => parcel.items.filter(({ sku }) => sku === good.sku));
        expect(placed.reduce((sum, { units }) => sum + units, 0)).toBe(good.units);
      }
      for (const parcel of parcels) {
        const box = boxes.find(({ packaging }) => packaging === parcel.packaging);
        if (box === undefined) throw new Error(`no packaging ${parcel.packaging}`);
        const inside = parcel.items.map(({ sku, units }) => {
          const good = goods.find((one) => one.sku === sku);
          if (good === undefined) throw new Error(`no ${sku}`);
          return { ...good, units };
        });
        const units = inside.reduce((sum, one) => sum + one.units, 0);
        const filled = inside.reduce((sum, one) => sum + one.units * volume(one.sidesMm), 0);
        const grams = inside.reduce((sum, one) => sum + one.units * one.grams, box.tareGrams);
        expect(grams).toBeLessThanOrEqual(box.maxGrams);
        if (units > 1) expect(filled).toBeLessThanOrEqual(volume(box.sidesMm) * usableShare);
        for (const { sidesMm } of inside) {
          const room = ascending(box.sidesMm);
          for (const [index, one] of ascending(sidesMm).entries()) {
            expect(one).toBeLessThanOrEqual(room[index] ?? 0);
          }
        }
      }
    }),
    // Most of these goods fit in none of these boxes.
    { numRuns: 1_000 },
  );
  expect(suggested).toBeGreaterThan(10);
});

const small: Carton = { packaging: 'S', sidesMm: [200, 150, 100], tareGrams: 80, maxGrams: 5_000 };
const large: Carton = { packaging: 'L', sidesMm: [600, 400, 400], tareGrams: 600, maxGrams: 20_000 };
const mug = { sku: 'MUG', sidesMm: [100, 90, 90], grams: 350 } as const;

test('takes the smallest packaging that holds all, whatever the order of the list', () => {
  const one = [{ ...mug, units: 2 }];
  expect(cartonise(one, [small, large])).toEqual([{ packaging: 'S', items: [{ sku: 'MUG', units: 2 }] }]);
  expect(cartonise(one, [large, small])).toEqual(cartonise(one, [small, large]));
});

test('splits what is too heavy for one, and says so where a thing fits in none', () => {
  const heavy = cartonise([{ ...mug, units: 100 }], [small, large]);
  expect(heavy?.map(({ packaging, items }) => [packaging, items[0]?.units])).toEqual([
    ['L', 55],
    ['L', 45],
  ]);
  expect(
    cartonise([{ sku: 'SKI', units: 1, sidesMm: [1_800, 120, 60], grams: 4_000 }], [small, large]),
  ).toBeNull();
  expect(cartonise([{ ...mug, units: 1 }], [])).toBeNull();
});
