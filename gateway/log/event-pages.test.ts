import { expect, test } from 'vitest';
import { type EventQuery, pageOf } from './event-pages.ts';
import type { Run } from './run-store.ts';

/** A run of facts; what is in them does not matter here, only how large it is. */
function run(firstCursor: number, entries: number, { firstSeq = firstCursor, bytes = 1_000 } = {}): Run {
  return {
    firstCursor,
    lastCursor: firstCursor + entries - 1,
    site: 'S',
    station: 'pack-1',
    firstSeq,
    kind: 'fact',
    receivedAt: '2026-01-05T06:00:00.000Z',
    hashes: '',
    body: 'x'.repeat(bytes * entries),
  };
}

/** An event is known by its position. */
const page = (runs: Run[], query: EventQuery) =>
  pageOf(
    runs,
    query,
    ({ firstCursor }) =>
      (index) =>
        firstCursor + index,
  );

test('begins behind a position, wherever in a run that is, and ends at the limit', () => {
  const runs = [run(1, 3), run(4, 3)];
  expect(page(runs, { after: 1, limit: 3 })).toEqual({ events: [2, 3, 4], cursor: 4, more: true });
  expect(page(runs, { after: 4, limit: 3 })).toEqual({ events: [5, 6], cursor: 6, more: false });
});

test('begins at a fact of a station, wherever in a run that is', () => {
  const runs = [run(10, 3, { firstSeq: 5 }), run(20, 3, { firstSeq: 8 })];
  expect(page(runs, { after: 0, limit: 9, station: 'pack-1', fromSeq: 7 })).toEqual({
    events: [12, 20, 21, 22],
    cursor: 22,
    more: false,
  });
});

test('ends before it is too large, and brings one event of any size: a reader would stand before it for ever', () => {
  const large = [run(1, 1, { bytes: 500_000 }), run(2, 1, { bytes: 500_000 }), run(3, 1)];
  expect(page(large, { after: 0, limit: 9 })).toEqual({ events: [1], cursor: 1, more: true });
  const huge = [run(1, 1, { bytes: 5_000_000 }), run(2, 1)];
  expect(page(huge, { after: 0, limit: 9 })).toEqual({ events: [1], cursor: 1, more: true });
});
