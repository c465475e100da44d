import { describe, expect, test } from 'vitest';
import type { FactDraft } from '../../../protocols/wire/fact.ts';
import type { OrderDocument } from '../../../protocols/wire/work/order-document.ts';
import { plainBooks } from '../testing-books.ts';
import { factWriters, pick } from '../testing-facts.ts';
import { judgeConflict } from './conflict.ts';
import type { DataOf } from './floor-books.ts';

const order = (number: string): OrderDocument => ({
  order: number,
  status: 'released',
  customer: { id: 'C1', name: 'Anna' },
  shipTo: { name: '', street: '', city: '', postalCode: '', country: '' },
  promised: null,
  lines: [{ line: 1, sku: 'TEA', name: 'Tea', units: 3 }],
});

const gtin = '09520001000010';
const key = `${gtin}/A`;
const taken = (number: string) => pick(number, { serial: 'A' });
const undone = (number: string, pickSeq: number): FactDraft => ({
  type: 'pick.undone',
  data: { order: number, line: 1, sku: 'TEA', units: 1, pickSeq },
});
const received = (number: string): FactDraft => ({
  type: 'return.received',
  data: {
    ...{ return: 'R-1', order: number, line: 1, sku: 'TEA', units: 1, gtin, serial: 'A', scanSeq: 1 },
    ...{ condition: 'as_new', disposition: 'restock' },
  },
});
const notReceived = (number: string, receivedSeq: number): FactDraft => ({
  type: 'return.undone',
  data: { return: 'R-1', order: number, line: 1, sku: 'TEA', units: 1, receivedSeq },
});

type Told = readonly [station: string, draft: FactDraft, at?: string];
type Conflict = DataOf<'progress'>['conflict'];

function floor() {
  const orders: Record<string, OrderDocument> = { 'SO-1': order('SO-1'), 'SO-2': order('SO-2') };
  const plain = plainBooks({ orders });
  const write = factWriters();
  const progress = (number: string) => plain.books.documents.get('progress', number);
  return {
    orders,
    books: plain.books,
    progress,
    /** @returns the conflicts of both orders. */
    tell(...facts: readonly Told[]): (Conflict | undefined)[] {
      plain.fold(facts.map(([station, draft, at]) => write(station, draft, at)));
      return ['SO-1', 'SO-2'].map((number) => progress(number)?.conflict);
    },
  };
}

const none = [undefined, undefined];

describe('a piece that two orders have', () => {
  test('is shown at both with its serial and stops nobody, until one of them took it back', () => {
    const { tell } = floor();
    const found = tell(['S1', taken('SO-1')], ['S2', taken('SO-2')]);
    expect(found).toMatchObject([
      { keeper: 'S1', kinds: ['piece_elsewhere'], pieces: [{ serial: key, order: 'SO-2' }], shown: true },
      { keeper: 'S2', kinds: ['piece_elsewhere'], pieces: [{ serial: key, order: 'SO-1' }], shown: true },
    ]);
    expect(tell(['S2', undone('SO-2', 1)])).toEqual(none);
    expect(tell(['S2', taken('SO-2')])[0]).toMatchObject({ kinds: ['piece_elsewhere'] });
  });

  test('is none where it came back between, whichever station tells first', () => {
    const { tell, progress } = floor();
    expect(tell(['S1', taken('SO-1')], ['S3', received('SO-1')], ['S2', taken('SO-2')])).toEqual(none);
    expect(progress('SO-1')?.serialsBack).toEqual([key]);
    expect(tell(['S3', notReceived('SO-1', 1)])).toMatchObject([{}, { kinds: ['piece_elsewhere'] }]);
    expect(progress('SO-1')).not.toHaveProperty('serialsBack');

    const late = floor();
    expect(late.tell(['S1', taken('SO-1')], ['S2', taken('SO-2')])).not.toEqual(none);
    expect(late.tell(['S3', received('SO-1'), '2026-01-05T05:30:00.000Z'])).not.toEqual(none);
    expect(late.tell(['S3', received('SO-1')])).toEqual(none);
  });

  test('is picked for the same order again once it came back', () => {
    const { tell, progress } = floor();
    tell(['S1', taken('SO-1')], ['S3', received('SO-1')], ['S1', taken('SO-1')]);
    expect(progress('SO-1')).not.toHaveProperty('serialsBack');
  });

  test('is on its shelf where its order was cancelled before it left, and is not where that left', () => {
    const { tell, orders, books, progress } = floor();
    tell(['S1', taken('SO-1')], ['S2', taken('SO-2')]);
    orders['SO-1'] = { ...order('SO-1'), status: 'cancelled' };
    judgeConflict(books, 'SO-1', '2026-01-05T09:00:00.000Z');
    expect([progress('SO-1')?.conflict, progress('SO-2')?.conflict]).toEqual(none);
    const left: FactDraft = {
      type: 'shipment.dispatched',
      data: {
        ...{ order: 'SO-1', shipment: 'SO-1/1', parcels: ['340123450000000017'], scanSeq: 1 },
        lines: [{ line: 1, sku: 'TEA', units: 1 }],
      },
    };
    const [, other] = tell(['S1', left]);
    expect(other).toMatchObject({ kinds: ['piece_elsewhere'], pieces: [{ order: 'SO-1' }] });
  });
});
