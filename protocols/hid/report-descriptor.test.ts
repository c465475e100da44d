import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maxDescriptorBytes } from './descriptor-items.ts';
import { readBits, writeBits } from './report-bits.ts';
import { expandUsages, maxElements, maxReportBits, parseReportDescriptor } from './report-descriptor.ts';
import * as make from './testing-descriptors.ts';

const parsed = (...parts: readonly (readonly number[] | Uint8Array)[]) => {
  const result = parseReportDescriptor(Uint8Array.from(parts.flatMap((part) => [...part])));
  return result.ok ? result.value.fields : result.fault;
};
const places = (fields: ReturnType<typeof parsed>) =>
  Array.isArray(fields)
    ? fields.map(({ reportId, bitOffset, bitSize, count }) => [reportId, bitOffset, bitSize, count])
    : fields;
const usagesOf = (fields: ReturnType<typeof parsed>, length = 8) =>
  Array.isArray(fields) ? fields.map((field) => expandUsages(field, Math.min(field.count, length))) : fields;

describe('a report descriptor', () => {
  test('puts fields one behind the other, per kind and report id', () => {
    const fields = parsed(
      make.application(
        0x8c,
        2,
        make.reportId(1),
        make.usage(1),
        make.fields(8, 2),
        make.input(2),
        make.fields(3, 1),
        make.output(2),
        make.reportId(2),
        make.fields(1, 4),
        make.input(2),
        make.reportId(1),
        make.input(2),
      ),
    );
    expect(places(fields)).toEqual([
      [1, 0, 8, 2],
      [1, 0, 3, 1],
      [2, 0, 1, 4],
      [1, 16, 1, 4],
    ]);
  });

  test('gives usages in order, and the last one to all that are left', () => {
    const fields = parsed(
      make.usagePage(7),
      make.usage(9),
      make.usageRange(4, 6),
      make.fields(1, 6),
      make.input(2),
      make.input(2),
    );
    expect(usagesOf(fields)).toEqual([
      [0x70009, 0x70004, 0x70005, 0x70006, 0x70006, 0x70006],
      [0, 0, 0, 0, 0, 0],
    ]);
  });

  test('takes the usage page of the main item for usages before it, unless a later usage shows that they are done', () => {
    expect(
      usagesOf(parsed(make.usagePage(1), make.usage(5), make.usagePage(7), make.fields(1, 1), make.input(2))),
    ).toEqual([[0x70005]]);
    const two = parsed(
      make.usagePage(1),
      make.usage(5),
      make.usagePage(7),
      make.usage(6),
      make.fields(1, 2),
      make.input(2),
    );
    expect(usagesOf(two)).toEqual([[0x10005, 0x70006]]);
    expect(
      usagesOf(parsed(make.usagePage(1), make.item(0x08, 0x8c00fe, 4), make.fields(1, 1), make.input(2))),
    ).toEqual([[0x8c00fe]]);
  });

  test('keeps the first usage of a delimited set, and the others beside it', () => {
    const fields = parsed(
      make.usagePage(7),
      make.delimiter(true),
      make.usage(4),
      make.usage(5),
      make.delimiter(false),
      make.usage(6),
      make.fields(1, 2),
      make.input(2),
    );
    expect(usagesOf(fields)).toEqual([[0x70004, 0x70006]]);
    expect(Array.isArray(fields) && fields[0]?.usages[0]?.alternatives).toEqual([0x70005]);
  });

  test('pushes and pops global items', () => {
    const fields = parsed(
      make.fields(8, 2),
      make.push,
      make.fields(1, 3),
      make.input(2),
      make.pop,
      make.input(2),
    );
    expect(places(fields)).toEqual([
      [0, 0, 1, 3],
      [0, 3, 8, 2],
    ]);
  });

  test('reads a logical maximum of FF as 255 where nothing is negative', () => {
    const limits = (...parts: number[][]) => {
      const fields = parsed(...parts, make.fields(8, 1), make.input(2));
      return Array.isArray(fields) ? [fields[0]?.logicalMinimum, fields[0]?.logicalMaximum] : fields;
    };
    expect(limits(make.item(0x14, 0), make.item(0x24, 0xff))).toEqual([0, 255]);
    expect(limits(make.item(0x14, 0x81), make.item(0x24, 0x7f))).toEqual([-127, 127]);
    expect(limits(make.item(0x14, 0xfe), make.item(0x24, 0xff))).toEqual([-2, -1]);
  });

  test('passes over long items and what it does not know', () => {
    expect(places(parsed([0xfe, 2, 0x10, 1, 2], [0x65, 0x11], make.fields(8, 1), make.input(2)))).toEqual([
      [0, 0, 8, 1],
    ]);
  });

  test.each([
    ['an item cut short', [[0x26, 0xff]], 0, '3 bytes, 2 left'],
    ['a long item cut short', [[0xfe, 9, 1]], 0, '12 bytes, 3 left'],
    ['a pop without push', [make.pop], 0, 'Push before it'],
    ['an end without beginning', [make.endCollection], 0, 'Collection before it'],
    ['a collection without end', [make.item(0xa0, 1)], 2, 'End Collection for each Collection'],
    ['report id 0', [make.reportId(0)], 0, 'a report id from 1 to 255'],
    ['a usage maximum alone', [make.item(0x28, 5)], 0, 'Usage Minimum before it'],
    [
      'usages that run backwards',
      [make.usageRange(5, 4)],
      3,
      'a Usage Maximum that is not below the Usage Minimum',
    ],
    ['a delimiter that closes nothing', [make.delimiter(false)], 0, 'delimiters that open and close in turn'],
    [
      'a main item within a delimited set',
      [make.delimiter(true), make.input(2)],
      2,
      'a closed delimiter before a main item',
    ],
    [
      'a report without end',
      [make.item(0x74, 8), make.item(0x94, 0xffff_ffff, 4), make.input(2)],
      7,
      `fields within ${maxReportBits} bits`,
    ],
    [
      'collections without end',
      Array(40).fill(make.item(0xa0, 1)),
      64,
      'at most 32 collections in each other',
    ],
    ['pushes without end', Array(40).fill(make.push), 32, 'at most 32 pushes'],
    [
      'elements without end',
      [...Array(3).keys()].flatMap((id) => [make.reportId(id + 1), make.fields(1, 0xffff), make.input(2)]),
      27,
      `at most ${maxElements} elements`,
    ],
    [
      'fields with and without report id',
      [make.fields(8, 1), make.input(2), make.reportId(1), make.input(2)],
      13,
      'a report id for each field, or for none',
    ],
    [
      'a descriptor without end',
      [Array(maxDescriptorBytes + 1).fill(0)],
      maxDescriptorBytes,
      `at most ${maxDescriptorBytes} bytes`,
    ],
  ] as [string, number[][], number, string][])('refuses %s and says where', (_, parts, offset, expected) => {
    expect(parsed(...parts)).toMatchObject({ code: 'descriptor', unit: 'byte', offset, expected });
  });

  test('is read or refused, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const result = parseReportDescriptor(bytes);
        if (!result.ok) {
          expect(result.fault.offset).toBeLessThanOrEqual(bytes.length);
          return;
        }
        for (const field of result.value.fields) {
          expect(field.bitOffset + field.bitSize * field.count).toBeLessThanOrEqual(maxReportBits);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

test('bits come back from where they were written, and nothing beside them changes', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 12, maxLength: 12 }),
      fc.nat(60),
      fc.integer({ min: 1, max: 32 }),
      fc.nat(),
      (bytes, offset, size, seed) => {
        const value = (seed * 2_654_435_761) % 2 ** size;
        const before = readBits(bytes, 0, offset % 32);
        writeBits(bytes, offset, size, value);
        expect(readBits(bytes, offset, size)).toBe(value);
        if (offset < 32) expect(readBits(bytes, 0, offset)).toBe(before);
      },
    ),
  );
});
