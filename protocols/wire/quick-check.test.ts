import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type FactType, factData } from './fact.ts';
import { quickCheckOf } from './quick-check.ts';

const types = Object.keys(factData) as FactType[];
/** Texts and numbers at the edges of what the members of facts may be. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    'a',
    '1'.repeat(14),
    '1'.repeat(18),
    'x'.repeat(64),
    'x'.repeat(65),
    'SO-1',
    'ABCD',
    '2024-02-30',
  ),
  fc.constantFrom(
    '2024-02-29',
    '2026-03-01T08:00:00.000Z',
    'scanner',
    'connected',
    'item_confirmed',
    'stock_out',
    'a\n',
  ),
);
const leaf = fc.oneof(
  text,
  fc.constantFrom(0, 1, -1, 1.5, 255, 256, 1_000_000, 1_000_001, 2 ** 53, Number.NaN, null, undefined, true),
);

/** Values that nearly fit a schema: its members with leaves in them, some left out, some too many. */
function near(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'object') {
    const members = Object.entries(def.shape).map(([name, inner]) => [name, near(inner)] as const);
    const whole = fc.record(Object.fromEntries(members));
    const parts = fc.record({ ...Object.fromEntries(members), extra: fc.constant(1) }, { requiredKeys: [] });
    return fc.oneof({ weight: 3, arbitrary: whole }, { weight: 1, arbitrary: parts });
  }
  if (def.type === 'array') return fc.array(near(def.element), { maxLength: 3 });
  if (def.type === 'optional' || def.type === 'nullable') return fc.oneof(near(def.innerType), leaf);
  if (def.type === 'enum') return fc.oneof(fc.constantFrom(...Object.values(def.entries)), leaf);
  if (def.type === 'number')
    return fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 9 }), leaf);
  return fc.oneof(
    { weight: 1, arbitrary: leaf },
    { weight: 3, arbitrary: fc.constantFrom('SO-1', '1'.repeat(14), '1'.repeat(18)) },
  );
}

test.each(types)('the quick look at the data of %s takes nothing that the schema refuses', (type) => {
  const schema = factData[type];
  const check = quickCheckOf(schema);
  if (check === null) return expect(type).toBe('fact.rescued');
  fc.assert(
    fc.property(near(schema), (value) => {
      const parsed = schema.safeParse(value);
      if (!check(value)) return;
      expect(parsed).toStrictEqual({ success: true, data: value });
    }),
    { numRuns: 400 },
  );
  fc.assert(
    fc.property(near(schema), (value) => {
      // What JSON can carry and the schema takes, is taken quickly too.
      const sent: unknown = JSON.parse(JSON.stringify(value));
      expect(check(sent)).toBe(schema.safeParse(sent).success);
    }),
    { numRuns: 400 },
  );
});

test('a schema of what it does not know is left to itself', () => {
  const unknown = [
    z.object({ a: z.string() }),
    z.strictObject({ a: z.email() }),
    z.array(z.date()),
    z.strictObject({ a: z.string() }).refine(() => false),
    z.string().trim(),
    z.string().refine(() => false),
    z.number().multipleOf(2),
    z.string().regex(/a/g),
    z.union([z.string(), z.number()]),
  ];
  expect(unknown.map(quickCheckOf)).toEqual(unknown.map(() => null));
});
