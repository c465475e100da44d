import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WindowCounts } from './window-counts.ts';

const windowMs = 800;
const bucket = (atMs: number) => Math.floor(atMs / (windowMs / 8));

describe('the sliding windows', () => {
  test('hold what lies in the last eight buckets, and forget the rest', () => {
    const counts = new WindowCounts(2, windowMs);
    expect(counts.add(0, 50, 1)).toBe(1);
    expect(counts.add(0, 60, 2)).toBe(3);
    expect(counts.add(0, 799, 1)).toBe(4);
    expect(counts.add(0, 800, 1)).toBe(2);
    expect(counts.add(1, 800, 5)).toBe(5);
    expect(counts.total(0, 10_000)).toBe(0);
  });

  test('a late read counts in the window that it belongs to', () => {
    const counts = new WindowCounts(1, windowMs);
    counts.add(0, 0, 2);
    counts.add(0, 1000, 1);
    expect(counts.add(0, 100, 3)).toBe(5);
    expect(counts.total(0, 1000)).toBe(1);
    expect(counts.add(0, -700, 1)).toBe(0);
  });

  test('a row starts anew after clear, and a bucket never runs over', () => {
    const counts = new WindowCounts(1, windowMs);
    expect(counts.add(0, 0, 70_000)).toBe(65_535);
    counts.clear(0);
    expect(counts.add(0, 0, 1)).toBe(1);
  });

  test('equal a plain count over the same reads, in whatever order they come', () => {
    const read = fc.record({ atMs: fc.integer({ min: 0, max: windowMs - 1 }), count: fc.nat(9) });
    fc.assert(
      fc.property(fc.array(read, { maxLength: 40 }), fc.nat(5000), (late, baseMs) => {
        const reads = late.map(({ atMs, count }) => ({ atMs: atMs + baseMs, count }));
        const counts = new WindowCounts(1, windowMs);
        for (const { atMs, count } of reads) counts.add(0, atMs, count);
        const endMs = baseMs + windowMs;
        const plain = reads
          .filter(({ atMs }) => bucket(atMs) > bucket(endMs) - 8)
          .reduce((sum, { count }) => sum + count, 0);
        expect(counts.total(0, endMs)).toBe(plain);
      }),
    );
  });

  test('in order, too, over many windows', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), { maxLength: 60 }), (gaps) => {
        const counts = new WindowCounts(1, windowMs);
        const times: number[] = [];
        for (const gap of gaps) {
          const atMs = (times.at(-1) ?? 0) + gap;
          times.push(atMs);
          const plain = times.filter((each) => bucket(each) > bucket(atMs) - 8).length;
          expect(counts.add(0, atMs, 1)).toBe(plain);
        }
      }),
    );
  });
});
