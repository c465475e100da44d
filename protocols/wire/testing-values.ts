import fc from 'fast-check';
import type { z } from 'zod';

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
export function nearly(schema: z.core.$ZodType): fc.Arbitrary<unknown> {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'object') {
    const members = Object.entries(def.shape).map(([name, inner]) => [name, nearly(inner)] as const);
    const whole = fc.record(Object.fromEntries(members));
    const parts = fc.record({ ...Object.fromEntries(members), extra: fc.constant(1) }, { requiredKeys: [] });
    return fc.oneof({ weight: 3, arbitrary: whole }, { weight: 1, arbitrary: parts });
  }
  if (def.type === 'array') return fc.array(nearly(def.element), { maxLength: 3 });
  if (def.type === 'optional' || def.type === 'nullable') return fc.oneof(nearly(def.innerType), leaf);
  if (def.type === 'enum') return fc.oneof(fc.constantFrom(...Object.values(def.entries)), leaf);
  if (def.type === 'number')
    return fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 9 }), leaf);
  return fc.oneof(
    { weight: 1, arbitrary: leaf },
    { weight: 3, arbitrary: fc.constantFrom('SO-1', '1'.repeat(14), '1'.repeat(18)) },
  );
}
