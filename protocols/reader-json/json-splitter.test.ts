import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createJsonSplitter, type SplitItem, type SplitLimits, usualLimits } from './json-splitter.ts';

const encoder = new TextEncoder();

function split(
  text: string | Uint8Array,
  cuts: readonly number[] = [],
  limits: SplitLimits = usualLimits,
): SplitItem[] {
  const bytes = typeof text === 'string' ? encoder.encode(text) : text;
  const splitter = createJsonSplitter(limits);
  const places = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length];
  const items = places.slice(1).flatMap((end, index) => splitter.push(bytes.subarray(places[index], end)));
  return [...items, ...splitter.end()];
}

const valuesOf = (items: readonly SplitItem[]) =>
  items.flatMap((item) => (item.kind === 'value' ? [item.value] : []));
const faultsOf = (items: readonly SplitItem[]) =>
  items.flatMap((item) => (item.kind === 'fault' ? [item.fault] : []));

const objects = fc.oneof(
  fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ maxDepth: 3 })),
  fc.array(fc.jsonValue({ maxDepth: 3 })),
);
/** As a reader may write it: braces and quotes within strings, indented or not. */
const written = fc.tuple(objects, fc.constantFrom(undefined, 1)).map(([value, indent]) => ({
  value: JSON.parse(JSON.stringify(value)) as unknown,
  text: JSON.stringify(value, null, indent),
}));

describe('a stream of JSON values', () => {
  test('what was written is read, whatever stands between, at every split', () => {
    const separators = fc.constantFrom('', '\n', '\r\n\r\n', ',', ' ', '\x1e', '\ufeff');
    fc.assert(
      fc.property(fc.array(written, { maxLength: 4 }), separators, (list, separator) => {
        const text = list.map((one) => one.text).join(separator);
        const whole = split(text);
        expect(valuesOf(whole)).toEqual(list.map((one) => one.value));
        expect(faultsOf(whole)).toEqual([]);
        const length = encoder.encode(text).length;
        for (let at = 1; at < Math.min(length, 200); at++) expect(split(text, [at])).toEqual(whole);
        expect(split(text, [...Array(length).keys()])).toEqual(whole);
      }),
      { numRuns: 15 },
    );
  });

  test('offsets count the bytes of the whole stream', () => {
    const items = split('{"a":"é"}\n[1]x{"b":2}');
    expect(items).toEqual([
      { kind: 'value', value: { a: 'é' }, offset: 0 },
      { kind: 'value', value: [1], offset: 11 },
      { kind: 'fault', fault: { offset: 14, field: 'value', expected: '{ or [' } },
      { kind: 'value', value: { b: 2 }, offset: 15 },
    ]);
  });

  test('braces and quotes within strings do not count', () => {
    expect(valuesOf(split('{"a":"}{\\"}\\\\"}{"b":"["}'))).toEqual([{ a: '}{"}\\' }, { b: '[' }]);
  });

  test.each([
    ['{"a":1,}{"b":2}', 'JSON (RFC 8259)', [{ b: 2 }]],
    ['{"a":"cut\n{"b":2}', 'a closing quote before the control character', [{ b: 2 }]],
    ['{"a":"cut\u0000 lost\n{"b":2}', 'a closing quote before the control character', [{ b: 2 }]],
    ['{"a":{"b":{"c":{"d":1}}}}{"b":2}', 'at most 3 levels', [{ b: 2 }]],
    [`{"a":"${'x'.repeat(100)}"}{"b":2}`, 'at most 40 bytes', [{ b: 2 }]],
    [`{"a":"${'x'.repeat(100)}\n{"b":2}`, 'at most 40 bytes', [{ b: 2 }]],
    ['true\n{"b":2}', '{ or [', [{ b: 2 }]],
    ['{"b":2}{"a":', 'the rest of the value', [{ b: 2 }]],
  ])('after a fault it goes on: %s', (text, expected, values) => {
    const items = split(text, [], { maxBytes: 40, maxDepth: 3 });
    expect(valuesOf(items)).toEqual(values);
    expect(faultsOf(items).map((fault) => fault.expected)).toEqual([expected]);
  });

  test('bytes that are not UTF-8 are named', () => {
    const bytes = Uint8Array.of(0x7b, 0x22, 0xc3, 0x22, 0x3a, 0x31, 0x7d);
    expect(faultsOf(split(bytes))).toEqual([{ offset: 0, field: 'value', expected: 'UTF-8' }]);
  });

  test('after the end a new stream begins', () => {
    const splitter = createJsonSplitter();
    splitter.push(encoder.encode('{"a":'));
    expect(splitter.end().length).toBe(1);
    expect(splitter.push(encoder.encode('{}'))).toEqual([{ kind: 'value', value: {}, offset: 0 }]);
  });

  test('a long value that comes byte by byte costs time in proportion to its length', () => {
    const text = `{"a":"${'x'.repeat(300_000)}"}`;
    const splitter = createJsonSplitter();
    const items = [...encoder.encode(text)].flatMap((byte) => splitter.push(Uint8Array.of(byte)));
    expect(items.length).toBe(1);
  });

  test('whatever arrives, it goes on, the same at every split', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      '\\',
      ':',
      ',',
      '\n',
      '\u0001',
      '1',
      'a',
      'é',
      '{"a":1}',
    );
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(pieces, { maxLength: 60 }).map((parts) => encoder.encode(parts.join(''))),
    );
    fc.assert(
      fc.property(noise, fc.array(fc.nat(200), { maxLength: 4 }), (bytes, cuts) => {
        const limits = { maxBytes: 24, maxDepth: 3 };
        const items = split(bytes, [], limits);
        expect(split(bytes, cuts, limits)).toEqual(items);
        for (const fault of faultsOf(items)) expect(fault.offset).toBeLessThan(bytes.length);
      }),
      { numRuns: 1000 },
    );
  });
});
