import { describe, expect, test } from 'vitest';
import type { ProgressDocument, ToteDocument } from '../../../protocols/wire/floor.ts';
import { milk, order, tea } from '../testing-station.ts';
import { type FloorView, unknownFloor } from '../work-view.ts';
import { item, station } from './testing-parcel.ts';

describe('packing what was picked', () => {
  const tote = (items: ToteDocument['items']): ToteDocument => ({
    tote: 'T-7',
    order: 'SO-1',
    status: 'picked',
    items,
  });
  const holds = tote([
    { line: 1, sku: 'TEA', units: 1 },
    { line: 2, sku: 'MILK', units: 1 },
  ]);

  test('a tote opens its order, never more is packed than it holds, and it is released when it is empty', () => {
    const told = [1, 2].map((line) => ({ line, picked: 1, packed: 0, shipped: 0, shorted: 0 }));
    const progress = { order: 'SO-1', stations: [], lines: told, serials: [], nextParcel: 1, counted: [] };
    const at = station(
      { pack: { from: 'picked' } },
      { tote: (name) => (name === 'T-7' ? holds : undefined), progress: () => progress },
    );
    expect(at.verdicts('T-7', item(tea), item(tea), item(milk), item(milk))).toEqual([
      'tote_opened',
      'item_confirmed',
      'refused_not_picked',
      'item_confirmed',
      'refused_line_complete',
    ]);
    expect(at.facts('pick.confirmed')).toEqual([]);
    expect(at.facts('pack.confirmed')).toMatchObject([{ tote: 'T-7' }, { tote: 'T-7' }]);
    expect(at.facts('tote.released')).toEqual([{ tote: 'T-7', order: 'SO-1' }]);
    expect(at.scan('T-7').reply.verdict).toBe('refused_not_picked');
    expect(at.verdicts('PP:UNDO', item(milk))).toEqual(['item_undone', 'item_confirmed']);
    expect(at.facts('pack.undone')).toMatchObject([{ line: 2, units: 1 }]);
  });

  test('goes on behind what other stations packed of the order', () => {
    const progress: ProgressDocument = {
      order: 'SO-1',
      stations: ['pack-9'] as unknown as ProgressDocument['stations'],
      lines: [{ line: 1, picked: 2, packed: 2, shipped: 0, shorted: 0 }],
      serials: [],
      nextParcel: 2,
    };
    const at = station({}, { progress: () => progress });
    expect(at.verdicts('SO-1', item(tea), item(milk))).toEqual([
      'order_opened',
      'refused_line_complete',
      'parcel_sealed',
    ]);
    expect(at.facts('parcel.sealed')).toMatchObject([{ parcel: 2 }]);
  });
});

describe('an order belongs to one station at a time', () => {
  const claim = (owner: string) =>
    ({
      subject: { kind: 'order', order: 'SO-1' },
      station: owner,
      operator: null,
      grantedAt: '2026-03-01T07:00:00.000Z',
      expiresAt: '2026-03-01T09:00:00.000Z',
    }) as unknown as ReturnType<FloorView['claim']>;
  const lease = { claims: { mode: 'lease' } };

  test('claimed elsewhere it is refused until the claim is over; without connection only what is held opens', () => {
    const at = station(lease, { claim: () => claim('pack-2') });
    expect(at.scan('SO-1').reply).toMatchObject({ verdict: 'refused_order_elsewhere' });
    at.at = '2026-03-01T09:00:00.000Z';
    at.online = false;
    expect(at.scan('SO-1').reply.verdict).toBe('refused_order_not_held_offline');
    at.online = true;
    expect(at.scan('SO-1').reply.verdict).toBe('order_opened');
    const own = station(lease, { claim: () => claim('pack-1') });
    own.online = false;
    expect(own.scan('SO-1').reply.verdict).toBe('order_opened');
  });

  test('opened at two stations before either heard of the other: the one without the claim stops at its next scan', () => {
    const at = station(lease);
    expect(at.verdicts('SO-1', item(tea))).toEqual(['order_opened', 'item_confirmed']);
    at.floor = { ...unknownFloor, claim: () => claim('pack-2') };
    expect(at.verdicts(item(tea))).toEqual(['refused_order_elsewhere']);
    expect(at.verdicts('PP:UNDO')).toEqual(['item_undone']);
  });

  test('two stations worked on it: the one that does not keep it stops at the next scan, and can go on with another', () => {
    const at = station(lease).release(order('SO-2', [tea, 1]));
    at.verdicts('SO-1', item(tea));
    const conflict = { keeper: 'pack-2', others: ['pack-1'], since: '2026-03-01T08:00:00.000Z' };
    at.floor = { ...unknownFloor, progress: () => ({ conflict, lines: [] }) as unknown as ProgressDocument };
    expect(at.scan(item(tea)).reply).toMatchObject({
      verdict: 'refused_order_elsewhere',
      message: expect.stringContaining('bring its goods and parcels to pack-2'),
    });
    at.floor = {
      ...unknownFloor,
      progress: (number) =>
        number === 'SO-1' ? ({ conflict, lines: [] } as unknown as ProgressDocument) : undefined,
    };
    expect(at.scan('SO-2').reply.verdict).toBe('order_opened');
  });
});
