import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { type FactType, factData } from './fact.ts';
import { quickCheckOf } from './quick-check.ts';
import { nearly } from './testing-values.ts';

const types = Object.keys(factData) as FactType[];
test.each(types)('the quick look at the data of %s takes nothing that the schema refuses', (type) => {
  const schema = factData[type];
  const check = quickCheckOf(schema);
  if (check === null) return expect(type).toBe('fact.rescued');
  fc.assert(
    fc.property(nearly(schema), (value) => {
      const parsed = schema.safeParse(value);
      if (!check(value)) return;
      expect(parsed).toStrictEqual({ success: true, data: value });
    }),
    { numRuns: 400 },
  );
  fc.assert(
    fc.property(nearly(schema), (value) => {
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
