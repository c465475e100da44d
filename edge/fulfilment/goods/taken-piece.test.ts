import { expect, test } from 'vitest';
import type { FloorDocument, ProgressDocument } from '../../../protocols/wire/floor.ts';
import { siteRules } from '../../../protocols/wire/work/site-rules.ts';
import { FloorBook } from '../../work/floor-book.ts';
import { eachOf, order, TestStation, tea } from '../testing-station.ts';

const clock = { now: () => 0, monotonicMs: () => 0 };
const piece = (serial: string) => `]C101${eachOf(tea)}21${serial}`;
const key = `${eachOf(tea)}/A`;

type Station = ProgressDocument['stations'][number];

function progress(number: string, more: Partial<ProgressDocument> = {}): ProgressDocument {
  const line = { line: 1, picked: 1, packed: 1, shipped: 0, shorted: 0 };
  return {
    ...{ order: number, stations: ['pack-2' as Station], lines: [line], serials: [key], nextParcel: 1 },
    ...more,
  };
}

/** A pack station with two orders of tea, and the book of the floor to which the gateway tells something. */
function station() {
  const at = new TestStation().release(order('SO-1', [tea, 2])).release(order('SO-2', [tea, 2]));
  at.rules = siteRules.parse({ pack: { sealWhenComplete: false } });
  const book = new FloorBook(clock);
  at.floor = book;
  const tell = (data: ProgressDocument | null, id = data?.order ?? '') =>
    book.set('progress' satisfies FloorDocument['kind'], id, data === null ? null : JSON.stringify(data));
  return { at, tell };
}

test('a piece that another station packed for the same order meanwhile is refused, and one that it took back is not', () => {
  const { at, tell } = station();
  at.scan('SO-1');
  tell(progress('SO-1', { stations: ['pack-1', 'pack-2'] as Station[] }));
  const { reply, facts } = at.scan(piece('A'));
  expect(reply.verdict).toBe('refused_duplicate_serial');
  expect(facts).toHaveLength(1);
  tell(progress('SO-1', { serials: [] }));
  expect(at.verdicts(piece('A'))).toEqual(['item_confirmed']);
});

test('a piece that is in another order is refused by its name, until it came back', () => {
  const { at, tell } = station();
  tell(progress('SO-2'));
  expect(at.scan('SO-1').reply.verdict).toBe('order_opened');
  expect(at.scan(piece('A')).reply).toMatchObject({
    verdict: 'refused_duplicate_serial',
    message:
      'Green tea with serial A is in order SO-2, as the site knows. Put this piece aside, tell a supervisor and scan another one.',
  });
  tell(progress('SO-2', { serialsBack: [key] }));
  expect(at.verdicts(piece('A'))).toEqual(['item_confirmed']);
});

test('a piece that has left is refused although its order is known no more, and let go with its progress', () => {
  const { at, tell } = station();
  const line = { line: 1, picked: 1, packed: 1, shipped: 1, shorted: 0 };
  tell(progress('SO-9', { lines: [line] }));
  expect(at.verdicts('SO-1', piece('A'))).toEqual(['order_opened', 'refused_duplicate_serial']);
  tell(null, 'SO-9');
  expect(at.verdicts(piece('A'))).toEqual(['item_confirmed']);
});

test('a piece of a cancelled order is on its shelf again, and without network nobody knows', () => {
  const { at, tell } = station();
  tell(progress('SO-2'));
  at.scan('SO-1');
  at.release({ ...order('SO-2', [tea, 2]), status: 'cancelled' });
  expect(at.verdicts(piece('A'), 'PP:UNDO')).toEqual(['item_confirmed', 'item_undone']);
  at.release(order('SO-2', [tea, 2]));
  expect(at.verdicts(piece('A'))).toEqual(['refused_duplicate_serial']);
  at.online = false;
  expect(at.verdicts(piece('A'))).toEqual(['item_confirmed']);
});
