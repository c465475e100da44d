import { describe, expect, test } from 'vitest';
import type { FactDraft } from '../../../protocols/wire/fact.ts';
import { plainBooks } from '../testing-books.ts';
import { factWriters, pack, pick } from '../testing-facts.ts';
import type { DataOf } from './floor-books.ts';
import { judgeTotes } from './tote-status.ts';

const order = (number: string, units: number) => ({
  order: number,
  status: 'released' as const,
  customer: { id: 'C1', name: 'Anna' },
  shipTo: { name: '', street: '', city: '', postalCode: '', country: '' },
  promised: null,
  lines: [{ line: 1, sku: 'TEA', name: 'Tea', units }],
});

const task = (name: string, orders: string[], after?: string): DataOf<'task'> => ({
  ...{ task: name, wave: 'W1', mode: 'zone', status: 'open', orders, stops: [], totes: [] },
  ...(after === undefined ? {} : { after }),
});

/** A floor with the tasks of a wave, which does what stations tell. */
function floorWith(tasks: readonly DataOf<'task'>[], orders: Record<string, ReturnType<typeof order>> = {}) {
  const plain = plainBooks({ orders });
  for (const one of tasks) plain.books.documents.put('task', one.task, one);
  const names = tasks.map((one) => one.task);
  const all = [...new Set(tasks.flatMap((one) => one.orders))];
  if (tasks.length > 0)
    plain.books.documents.put('wave', 'W1', { wave: 'W1', status: 'open', orders: all, tasks: names });
  const write = factWriters();
  const tell = (...drafts: readonly FactDraft[]) => plain.fold(drafts.map((draft) => write('S1', draft)));
  return { tell, books: plain.books, tote: (name: string) => plain.books.documents.get('tote', name) };
}

const assigned = (tote: string, number: string, name?: string): FactDraft => ({
  type: 'tote.assigned',
  data: { tote, order: number, ...(name === undefined ? {} : { task: name }) },
});
const started = (name: string): FactDraft => ({
  type: 'task.started',
  data: { task: name, orders: ['SO-1'] },
});
const closed = (name: string, outcome: 'picked' | 'given_back' = 'picked'): FactDraft => ({
  type: 'task.closed',
  data: { task: name, outcome },
});

describe('whether a tote is still being filled', () => {
  test('is known until the walk is closed, and again when it was only given back', () => {
    const { tell, tote } = floorWith([task('W1-1', ['SO-1'])]);
    tell(started('W1-1'), assigned('T-1', 'SO-1', 'W1-1'), pick('SO-1', { tote: 'T-1', task: 'W1-1' }));
    expect(tote('T-1')).toMatchObject({ status: 'filling' });
    tell(closed('W1-1', 'given_back'));
    expect(tote('T-1')).toMatchObject({ status: 'filling', items: [{ units: 1 }] });
    tell(started('W1-1'), pick('SO-1', { tote: 'T-1', task: 'W1-1' }), closed('W1-1'));
    expect(tote('T-1')).toMatchObject({ status: 'picked', items: [{ units: 2 }] });
  });

  test('is not forgotten when what was packed out of it is put back', () => {
    const { tell, tote } = floorWith([task('W1-1', ['SO-1'])]);
    tell(started('W1-1'), assigned('T-1', 'SO-1', 'W1-1'), pick('SO-1', { tote: 'T-1', task: 'W1-1' }));
    const packSeq = 4;
    tell(pack('SO-1', { tote: 'T-1' }));
    expect(tote('T-1')).toMatchObject({ status: 'filling', items: [] });
    const undone = { order: 'SO-1', line: 1, sku: 'TEA', units: 1, parcel: 1, packSeq };
    tell({ type: 'pack.undone', data: undone });
    expect(tote('T-1')).toMatchObject({ status: 'filling', items: [{ units: 1 }] });
    tell(closed('W1-1'));
    expect(tote('T-1')).toMatchObject({ status: 'picked' });
  });

  test('is known of a tote that was free already when something is put back into it, and so is its walk', () => {
    const { tell, tote } = floorWith([task('W1-1', ['SO-1'])]);
    tell(started('W1-1'), assigned('T-1', 'SO-1', 'W1-1'), pick('SO-1', { tote: 'T-1', task: 'W1-1' }));
    tell(closed('W1-1'), pack('SO-1', { tote: 'T-1' }));
    expect(tote('T-1')).toBeUndefined();
    const undone = { order: 'SO-1', line: 1, sku: 'TEA', units: 1, parcel: 1, packSeq: 5 };
    tell({ type: 'pack.undone', data: undone });
    expect(tote('T-1')).toMatchObject({ status: 'picked', task: 'W1-1', items: [{ units: 1 }] });
  });

  test('does not end with the first zone of its order, and each order has its own end', () => {
    const { tell, tote } = floorWith([
      task('W1-1', ['SO-1', 'SO-2']),
      task('W1-2', ['SO-1'], 'W1-1'),
      task('W1-3', ['SO-3']),
    ]);
    tell(
      ...[started('W1-1'), assigned('T-1', 'SO-1', 'W1-1'), assigned('T-2', 'SO-2', 'W1-1')],
      ...[pick('SO-1', { tote: 'T-1', task: 'W1-1' }), pick('SO-2', { tote: 'T-2', task: 'W1-1' })],
      closed('W1-1'),
    );
    expect([tote('T-1')?.status, tote('T-2')?.status]).toEqual(['filling', 'picked']);
    tell(started('W1-2'), pick('SO-1', { tote: 'T-1', task: 'W1-2', line: 2 }), closed('W1-2'));
    expect(tote('T-1')).toMatchObject({ status: 'picked', items: [{ line: 1 }, { line: 2 }] });
  });

  test('ends without a task with the last unit of the order, or when the rest is given up, or ordered less', () => {
    const orders = { 'SO-1': order('SO-1', 3) };
    const { tell, tote, books } = floorWith([], orders);
    tell(assigned('T-1', 'SO-1'), pick('SO-1', { tote: 'T-1', units: 2 }));
    expect(tote('T-1')).toMatchObject({ status: 'filling' });
    tell({ type: 'pick.shorted', data: { order: 'SO-1', line: 1, sku: 'TEA', units: 1, reason: 'damaged' } });
    expect(tote('T-1')).toMatchObject({ status: 'picked' });
    orders['SO-1'] = order('SO-1', 4);
    judgeTotes(books, 'SO-1');
    expect(tote('T-1')).toMatchObject({ status: 'filling' });
  });

  test('is no question of a slot: it is packed from while more is put there', () => {
    const { tell, tote } = floorWith([], { 'SO-1': order('SO-1', 3) });
    const put = { order: 'SO-1', line: 1, sku: 'TEA', units: 1, gtin: '09520001000010', scanSeq: 1 };
    tell({ type: 'wall.put', data: { ...put, wall: 'W', slot: 'W-1' } }, pick('SO-1'));
    expect(tote('W-1')).toMatchObject({ status: 'picked' });
  });
});

test('an order names its totes, and each says all that was ever put in, until the order has left', () => {
  const { tell, tote, books } = floorWith([], { 'SO-1': order('SO-1', 4) });
  tell(assigned('T-1', 'SO-1'), pick('SO-1', { tote: 'T-1', units: 2 }), assigned('T-2', 'SO-1'));
  tell(pick('SO-1', { tote: 'T-2', units: 2 }), pack('SO-1', { tote: 'T-1' }));
  expect(books.documents.get('progress', 'SO-1')?.totes).toEqual(['T-1', 'T-2']);
  expect(tote('T-1')).toMatchObject({ items: [{ units: 1 }], packed: [{ line: 1, units: 1 }] });
  tell({
    type: 'pack.undone',
    data: { order: 'SO-1', line: 1, sku: 'TEA', units: 1, parcel: 1, packSeq: 5 },
  });
  expect(tote('T-1')).toEqual(expect.not.objectContaining({ packed: expect.anything() }));
  expect(tote('T-1')).toMatchObject({ items: [{ units: 2 }] });
  tell({ type: 'tote.released', data: { tote: 'T-1', order: 'SO-1' } });
  expect(books.documents.get('progress', 'SO-1')?.totes).toEqual(['T-2']);
  const lines = [{ line: 1, sku: 'TEA', units: 2 }];
  const left = { order: 'SO-1', shipment: 'SO-1/1', parcels: ['340123450000000017'], lines, scanSeq: 1 };
  tell({ type: 'shipment.dispatched', data: left } as FactDraft);
  expect([tote('T-2'), books.documents.get('progress', 'SO-1')?.totes]).toEqual([undefined, undefined]);
});
