import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FactDraft } from '../../../protocols/wire/fact.ts';
import { siteRules } from '../../../protocols/wire/work/site-rules.ts';
import { plainBooks } from '../testing-books.ts';
import { factWriters, pack, pick } from '../testing-facts.ts';
import { judgeConflict } from './conflict.ts';
import type { DataOf } from './floor-books.ts';

const order = (units: number) => ({
  order: 'SO-1',
  status: 'released' as const,
  customer: { id: 'C1', name: 'Anna' },
  shipTo: { name: '', street: '', city: '', postalCode: '', country: '' },
  promised: null,
  lines: [{ line: 1, sku: 'TEA', name: 'Tea', units }],
});

type Rule = 'first' | 'most' | 'show';
type Told = readonly [station: string, draft: FactDraft, at?: string];

/** A site without leases where this many units of tea are ordered. */
function floor(units: number, conflict: Rule = 'first') {
  const orders: Record<string, ReturnType<typeof order>> = { 'SO-1': order(units) };
  const plain = plainBooks({ orders, rules: siteRules.parse({ claims: { conflict } }) });
  const write = factWriters();
  return {
    orders,
    books: plain.books,
    tell(...facts: readonly Told[]): DataOf<'progress'>['conflict'] {
      plain.fold(facts.map(([station, draft, at]) => write(station, draft, at)));
      return plain.books.documents.get('progress', 'SO-1')?.conflict;
    },
  };
}

const undone = (pickSeq: number, units = 1): FactDraft => ({
  type: 'pick.undone',
  data: { order: 'SO-1', line: 1, sku: 'TEA', units, pickSeq },
});
const ssccs = ['340123450000000017', '340123450000000024'];
const sealed = (parcel: number, units: number): FactDraft => ({
  type: 'parcel.sealed',
  data: { order: 'SO-1', parcel, sscc: ssccs[parcel - 1] ?? '', items: [{ line: 1, sku: 'TEA', units }] },
});
const left = (parcel: number, units: number): FactDraft => ({
  type: 'shipment.dispatched',
  data: {
    ...{ order: 'SO-1', shipment: 'SO-1/1', parcels: [ssccs[parcel - 1] ?? ''], scanSeq: 1 },
    lines: [{ line: 1, sku: 'TEA', units }],
  },
});

describe('without leases, work that was done twice', () => {
  test('more picked than ordered by two: who began first goes on, until the other has undone', () => {
    const { tell } = floor(2);
    expect(tell(['S1', pick('SO-1')], ['S2', pick('SO-1')])).toBeUndefined();
    expect(tell(['S2', pick('SO-1')])).toMatchObject({
      ...{ keeper: 'S1', others: ['S2'], kinds: ['picked_over_ordered'] },
    });
    expect(tell(['S2', undone(2)])).toBeUndefined();
  });

  test('is kept by whoever picked most where the site wants that, and only shown where it wants that', () => {
    const facts: Told[] = [
      ['S1', pick('SO-1')],
      ['S2', pick('SO-1', { units: 2 })],
    ];
    expect(floor(2, 'most').tell(...facts)).toMatchObject({ keeper: 'S2', others: ['S1'] });
    const shown = floor(2, 'show').tell(...facts);
    expect(shown).toMatchObject({ kinds: ['picked_over_ordered'], shown: true });
    expect(floor(2).tell(...facts)).not.toHaveProperty('shown');
  });

  test('more packed than picked is shown, and ends when the picks are told late', () => {
    const { tell } = floor(2);
    expect(tell(['S3', pack('SO-1', { units: 2 })])).toMatchObject({
      ...{ keeper: 'S3', others: [], kinds: ['packed_over_picked'], shown: true },
    });
    expect(tell(['S1', pick('SO-1', { units: 2 })])).toBeUndefined();
  });

  test('two parcels for the same units are found, until one of them is opened again', () => {
    const { tell } = floor(2);
    const both: Told[] = [
      ['S1', pick('SO-1', { units: 2 })],
      ['S1', pack('SO-1', { units: 2 })],
      ['S1', sealed(1, 2)],
    ];
    expect(tell(...both)).toBeUndefined();
    expect(tell(['S2', sealed(2, 2)])).toMatchObject({ kinds: ['sealed_over_ordered'], shown: true });
    const data = { order: 'SO-1', parcel: 2, sscc: ssccs[1] ?? '', reason: 'twice' };
    expect(tell(['S2', { type: 'parcel.reopened', data }])).toBeUndefined();
    expect(tell(['S1', sealed(1, 2)])).toBeUndefined();
  });

  test('a line that two picked while one had no network is shown, though it is not too much', () => {
    const { tell } = floor(4);
    expect(tell(['S2', pick('SO-1')])).toBeUndefined();
    expect(tell(['S1', pick('SO-1'), '2026-01-05T05:00:00.000Z'])).toMatchObject({
      ...{ keeper: 'S1', others: ['S2'], kinds: ['two_workers'], shown: true },
    });
    // One after the other, each told in its time, is a hand-over and no conflict.
    expect(floor(4).tell(['S2', pick('SO-1')], ['S1', pick('SO-1')])).toBeUndefined();
    expect(tell(['S1', undone(1)])).toBeUndefined();
  });

  test('an order that left twice stays named: two shipments of one name are two, the same one told again is one', () => {
    const whole = (parcel: number): FactDraft[] => [
      pick('SO-1', { units: 2 }),
      pack('SO-1', { units: 2, parcel }),
      sealed(parcel, 2),
      left(parcel, 2),
    ];
    const { tell, orders, books } = floor(2);
    expect(tell(...whole(1).map((draft): Told => ['S1', draft]), ['S1', left(1, 2)])).toBeUndefined();
    delete orders['SO-1'];
    const found = tell(...whole(2).map((draft): Told => ['S2', draft]));
    expect(found).toMatchObject({ keeper: 'S1', others: ['S2'] });
    expect(found?.kinds).toEqual(['picked_over_ordered', 'sealed_over_ordered', 'shipped_over_ordered']);
    expect(books.documents.get('progress', 'SO-1')?.lines).toMatchObject([{ shipped: 4 }]);
  });

  test('that is too much only since less is ordered stops nobody', () => {
    const { tell, orders, books } = floor(4);
    tell(['S1', pick('SO-1', { units: 4 })]);
    orders['SO-1'] = order(3);
    judgeConflict(books, 'SO-1', '2026-01-05T09:00:00.000Z');
    expect(tell()).toMatchObject({ keeper: 'S1', others: [], kinds: ['picked_over_ordered'], shown: true });
  });
});

const station = fc.constantFrom('S1', 'S2');
const step = fc.oneof(
  fc.record({ station, pick: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ station, pack: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ station, undo: fc.integer({ min: 1, max: 10 }) }),
);

test('whatever two stations do, there is a conflict of quantities exactly as long as the quantities are wrong', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const { tell, books } = floor(4);
      for (const one of steps) {
        if ('pick' in one) tell([one.station, pick('SO-1', { units: one.pick })]);
        else if ('pack' in one) tell([one.station, pack('SO-1', { units: one.pack })]);
        else tell([one.station, undone(one.undo, 3)]);
        const progress = books.documents.get('progress', 'SO-1');
        const [line = { picked: 0, packed: 0 }] = progress?.lines ?? [];
        const kinds = progress?.conflict?.kinds ?? [];
        expect(kinds.includes('picked_over_ordered')).toBe(line.picked > 4);
        expect(kinds.includes('packed_over_picked')).toBe(line.packed > line.picked);
        if (progress?.conflict !== undefined)
          expect(progress.conflict.others).not.toContain(progress.conflict.keeper);
      }
    }),
  );
});
