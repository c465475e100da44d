import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { canonicalFormOf } from './canonical-form.ts';
import { canonicalJson } from './canonical-json.ts';
import { type FactType, factData } from './fact.ts';
import { nearly } from './testing-values.ts';

/** It holds what somebody else wrote. */
const withoutForm = 'fact.rescued';
const types = (Object.keys(factData) as FactType[]).filter((type) => type !== withoutForm);

function formOf(schema: z.core.$ZodType): RegExp {
  const form = canonicalFormOf(schema);
  if (form === null) throw new Error('it has no form');
  return new RegExp(`^(?:${form})$`);
}

/** A text with some of its characters changed, left out or doubled. */
function damaged(json: string): fc.Arbitrary<string> {
  const change = fc.record({
    at: fc.nat(json.length),
    length: fc.nat(3),
    instead: fc.constantFrom(
      '',
      ',',
      '"',
      '}',
      ']',
      '{',
      ' ',
      '0',
      '-',
      '\\',
      '\\u0009',
      '\\u001d',
      ':',
      'null',
      '.5',
    ),
  });
  return fc
    .array(change, { minLength: 1, maxLength: 2 })
    .map((changes) =>
      changes.reduce(
        (text, { at, length, instead }) => text.slice(0, at) + instead + text.slice(at + length),
        json,
      ),
    );
}

test.each(types)('what has the form of the data of %s is valid, and in canonical form', (type) => {
  const schema = factData[type];
  const form = formOf(schema);
  const text = nearly(schema).chain((value) => {
    const json = JSON.stringify(value) ?? 'null';
    return fc.oneof(fc.constant(json), fc.constant(canonicalJson(JSON.parse(json))), damaged(json));
  });
  fc.assert(
    fc.property(text, (json) => {
      if (!form.test(json)) return;
      const value: unknown = JSON.parse(json);
      expect(canonicalJson(value)).toBe(json);
      expect(schema.safeParse(value)).toStrictEqual({ success: true, data: value });
    }),
    { numRuns: 1_000 },
  );
});

test.each([
  [z.string(), ['', 'Größe M', 'a\u001d\b\t\n\f\r\\b', '\u2028']],
  [z.string().max(5), ['', '12345']],
  [z.string().min(1), ['a']],
  [z.string().regex(/^[A-Z]{2}-\d+$/), ['AB-1']],
  [z.iso.date(), ['2024-02-29']],
  [z.number(), [0, -1, 0.5, -0.25, 12_345.678, 99_999_999_999]],
  [z.number().int().nonnegative().max(255), [0, 7, 99]],
  [z.number().int().positive().max(1_000_000), [1, 999_999]],
  [z.enum(['a', 'b.c']), ['a', 'b.c']],
  [z.literal(1), [1]],
  [z.string().nullable(), [null, 'a']],
  [z.array(z.literal(1)).min(1).max(3), [[1], [1, 1, 1]]],
  [z.strictObject({}), [{}]],
  [
    z.strictObject({ b: z.literal(1).optional(), a: z.literal(2), c: z.literal(3).optional() }),
    [{ a: 2 }, { a: 2, b: 1 }, { a: 2, c: 3 }, { a: 2, b: 1, c: 3 }],
  ],
  [
    z.strictObject({ a: z.literal(1).optional(), b: z.literal(2).optional() }),
    [{}, { a: 1 }, { b: 2 }, { a: 1, b: 2 }],
  ],
] as const)('the canonical text of what a schema takes has its form (%#)', (schema, values) => {
  const form = formOf(schema);
  for (const value of values) expect([value, form.test(canonicalJson(value))]).toEqual([value, true]);
});

test.each([
  [z.string(), ['"a', '"\u0007"', '"\\u0009"', '"\\u001D"', '"\\/"', '"\\x"', '"a"b"', 'a', '""""']],
  [z.string().max(5), ['"123456"']],
  [z.string().min(1), ['""']],
  [z.string().regex(/^[A-Z]{2}-\d+$/), ['"AB-1\\n"', '"AB-"', '"xAB-1"', '"AB-1","b":"AB-1"']],
  [z.number(), ['-0', '00', '1.0', '1.50', '.5', '1e3', '+1', '1.', '-', '']],
  [z.number().int().positive().max(1_000_000), ['0', '-1', '01', '1.5', '1000001']],
  [z.enum(['a', 'b.c']), ['"bxc"', 'a', '"ab.c"']],
  [z.array(z.literal(1)).min(1).max(3), ['[]', '[1,]', '[1,1,1,1]', '[1 ,1]', '[11]']],
  [
    z.strictObject({ b: z.literal(1).optional(), a: z.literal(2), c: z.literal(3).optional() }),
    [
      '{"b":1,"a":2}',
      '{"a":2,}',
      '{"b":1}',
      '{"a":2"b":1}',
      '{"a":2,"a":2}',
      '{"a":2,"d":1}',
      '{,"a":2}',
      '{"a":2,"b":1,}',
    ],
  ],
] as const)('another text does not have it (%#)', (schema, texts) => {
  const form = formOf(schema);
  for (const text of texts) expect([text, form.test(text)]).toEqual([text, false]);
});

test('a schema of what it does not know has none', () => {
  const unknown = [
    z.object({ a: z.string() }),
    z.strictObject({ a: z.email() }),
    z.array(z.date()),
    z.strictObject({ a: z.string() }).refine(() => false),
    z.string().trim(),
    z.string().min(2),
    z.string().refine(() => false),
    z.string().regex(/a/),
    z.string().regex(/^a.$/),
    z.string().regex(/^[^a]$/),
    z.string().regex(/^a$/i),
    z.string().regex(/^"$/),
    z.number().multipleOf(2),
    z.number().int().max(9.5),
    z.number().int().min(-5).max(-1),
    z.record(z.string(), z.string()),
    z.unknown(),
    z.union([z.string(), z.number()]),
  ];
  expect(unknown.map(canonicalFormOf)).toEqual(unknown.map(() => null));
  expect(canonicalFormOf(factData[withoutForm])).toBeNull();
});

test('a long text of somebody who wants to waste time is gone through once', () => {
  const schema = z.strictObject({ a: z.string().max(100_000), b: z.array(z.string()), c: z.literal(1) });
  const form = formOf(schema);
  const hostile = (length: number) => [
    `{"a":"${'x\\n'.repeat(length / 4)}","b":[],"c":2}`,
    `{"a":"","b":["${'x'.repeat(length)}`,
    `{"a":"","b":[${'"",'.repeat(length / 2)}"],"c":1}`,
  ];
  // A search that tried every way would take until the end of the world for the longer ones.
  for (const text of hostile(100_000)) expect(form.test(text)).toBe(false);
});
