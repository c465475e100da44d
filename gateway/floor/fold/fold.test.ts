import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FactDraft } from '../../../protocols/wire/fact.ts';
import { siteRules } from '../../../protocols/wire/work/site-rules.ts';
import { type BookSettings, plainBooks } from '../testing-books.ts';
import { factWriters, pack, pick } from '../testing-facts.ts';
import { learn } from './item-weights.ts';

const item = { order: 'SO-1', line: 1, sku: 'TEA', units: 1 };
const sscc = '340123450000000017';
const lease = (settings: BookSettings = {}) => ({ heldClaim: () => false, ...settings });

/** Folds what stations did; a draft of which the station is not named is of S1. */
function floorAfter(
  settings: BookSettings,
  ...drafts: readonly (FactDraft | [string, FactDraft, string?])[]
) {
  const write = factWriters();
  const plain = plainBooks(settings);
  plain.fold(drafts.map((made) => (Array.isArray(made) ? write(...made) : write('S1', made))));
  return plain.all();
}

describe('progress', () => {
  test('counts what was picked, packed, shorted and shipped, and takes back what was undone', () => {
    const all = floorAfter(
      {},
      pick('SO-1', { units: 2, serial: 'A1' }),
      pick('SO-1', { line: 2, units: 3 }),
      pack('SO-1', { units: 2, parcel: 3 }),
      { type: 'pick.shorted', data: { ...item, line: 2, reason: 'damaged' } },
      { type: 'item.undone', data: { ...item, units: 2, parcel: 3, pickSeq: 1, packSeq: 3 } },
    );
    expect(all['progress SO-1']).toEqual({
      order: 'SO-1',
      stations: ['S1'],
      lines: [
        { line: 1, picked: 0, packed: 0, shipped: 0, shorted: 0 },
        { line: 2, picked: 3, packed: 0, shipped: 0, shorted: 1, shortedAt: 'S1' },
      ],
      serials: [],
      nextParcel: 4,
      counted: [{ station: 'S1', seq: 5 }],
    });
  });

  test('says of each station up to which of its facts the numbers go', () => {
    const all = floorAfter({}, pick('SO-1', { units: 2 }), ['S2', pick('SO-1', { line: 2 })], {
      type: 'pick.undone',
      data: { ...item, pickSeq: 99 },
    });
    expect(all['progress SO-1']).toMatchObject({
      lines: [{ picked: 2 }, { picked: 1 }],
      counted: [
        { station: 'S2', seq: 1 },
        { station: 'S1', seq: 2 },
      ],
    });
  });

  test('counts a parcel as left once, whichever loads say that they took it', () => {
    const other = '340123450000000024';
    const sealed = (parcel: number, of: string): FactDraft => ({
      type: 'parcel.sealed',
      data: { order: 'SO-1', parcel, sscc: of, items: [{ line: 1, sku: 'TEA', units: parcel }] },
    });
    const left = (units: number, ...parcels: string[]): FactDraft => ({
      type: 'shipment.dispatched',
      data: {
        ...{ order: 'SO-1', shipment: 'SO-1/1', parcels, scanSeq: 1 },
        lines: [{ line: 1, sku: 'TEA', units }],
      },
    });
    const shipped = (...loads: [string, FactDraft][]) =>
      (floorAfter({}, sealed(1, sscc), sealed(2, other), ...loads)['progress SO-1'] as { lines: object[] })
        .lines;
    expect(shipped(['S1', left(1, sscc)], ['S2', left(1, sscc)])).toMatchObject([{ shipped: 1 }]);
    expect(shipped(['S1', left(1, sscc)], ['S2', left(3, sscc, other)])).toMatchObject([{ shipped: 3 }]);
    expect(shipped(['S1', left(3, other, sscc)], ['S2', left(2, other)])).toMatchObject([{ shipped: 3 }]);
  });

  test('counts what came back over all stations, and no more what was taken back', () => {
    const left: FactDraft = {
      type: 'shipment.dispatched',
      data: {
        ...{ order: 'SO-1', shipment: 'SO-1/1', parcels: [sscc], scanSeq: 1 },
        lines: [{ line: 1, sku: 'TEA', units: 3 }],
      },
    };
    const back = (units: number): FactDraft => ({
      type: 'return.received',
      data: {
        ...{ ...item, units, return: 'R-1', gtin: '09521234000013', scanSeq: 1 },
        ...{ condition: 'as_new', disposition: 'restock' },
      },
    });
    const undone: FactDraft = { type: 'return.undone', data: { ...item, return: 'R-1', receivedSeq: 2 } };
    const some = floorAfter({}, left, back(1), ['S2', back(2)]);
    expect(some['progress SO-1']).toMatchObject({ lines: [{ shipped: 3, returned: 3 }] });
    const less = floorAfter({}, left, back(1), ['S2', back(2)], undone, undone);
    expect(less['progress SO-1']).toMatchObject({ lines: [{ shipped: 3, returned: 2 }] });
    const none = floorAfter({}, left, back(1), undone);
    expect(none['progress SO-1']).toEqual(floorAfter({}, left)['progress SO-1']);
    expect(floorAfter({}, back(1))).toEqual({});
  });

  test('undoes a pick once, and no pick of another station that has the same number', () => {
    const undone: FactDraft = { type: 'pick.undone', data: { ...item, pickSeq: 1 } };
    const all = floorAfter({}, pick('SO-1'), ['S2', pick('SO-1')], undone, undone);
    expect(all['progress SO-1']).toMatchObject({ lines: [{ picked: 1 }] });
  });

  test('a shipment that is told twice has left once', () => {
    const left: FactDraft = {
      type: 'shipment.dispatched',
      data: {
        order: 'SO-1',
        shipment: 'SO-1/1',
        parcels: [sscc],
        lines: [{ line: 1, sku: 'TEA', units: 2 }],
        scanSeq: 1,
      },
    };
    expect(floorAfter({}, left, left)['progress SO-1']).toMatchObject({ lines: [{ shipped: 2 }] });
  });
});

describe('a tote', () => {
  test('is filled, emptied by packing, and filled again where a pack is undone', () => {
    const filled: FactDraft[] = [
      { type: 'tote.assigned', data: { tote: 'T-1', order: 'SO-1' } },
      pick('SO-1', { tote: 'T-1', units: 2 }),
      pack('SO-1', { tote: 'T-1', units: 1 }),
    ];
    expect(floorAfter({}, ...filled)['tote T-1']).toMatchObject({ status: 'picked', items: [{ units: 1 }] });
    expect(floorAfter({}, ...filled, pack('SO-1', { tote: 'T-1' }))).not.toHaveProperty('tote T-1');
    const undone: FactDraft = { type: 'pack.undone', data: { ...item, parcel: 1, packSeq: 4 } };
    expect(floorAfter({}, ...filled, pack('SO-1', { tote: 'T-1' }), undone)['tote T-1']).toMatchObject({
      order: 'SO-1',
      items: [{ units: 1 }],
    });
  });

  test('of several orders says of none what it holds; the slots of the wall do', () => {
    const put: FactDraft = {
      type: 'wall.put',
      data: { ...item, gtin: '09520001000010', scanSeq: 1, wall: 'W', slot: 'W-1', tote: 'T-1' },
    };
    const all = floorAfter(
      {},
      { type: 'tote.assigned', data: { tote: 'T-1', task: 'W1-1' } },
      pick('SO-1', { tote: 'T-1', task: 'W1-1' }),
      pick('SO-2', { tote: 'T-1', task: 'W1-1' }),
      put,
    );
    expect(all['tote T-1']).toMatchObject({ order: null, items: [] });
    expect(all['tote W-1']).toMatchObject({
      order: 'SO-1',
      status: 'picked',
      items: [{ line: 1, units: 1 }],
    });
    const undone: FactDraft = { type: 'wall.undone', data: { ...item, wall: 'W', slot: 'W-1', putSeq: 1 } };
    expect(floorAfter({}, put, undone)).not.toHaveProperty('tote W-1');
  });
});

test('a load counts the parcels that are on it, each once, and a reopened one is not', () => {
  const sealed: FactDraft = {
    type: 'parcel.sealed',
    data: { order: 'SO-1', parcel: 1, sscc, items: [{ line: 1, sku: 'TEA', units: 1 }] },
  };
  const opened: FactDraft[] = ['L1', 'L2'].map((load) => ({
    type: 'load.opened',
    data: { load, carrier: 'DHL' },
  }));
  const onto = (load: string): FactDraft => ({ type: 'parcel.loaded', data: { load, order: 'SO-1', sscc } });
  const moved = floorAfter({}, sealed, ...opened, onto('L1'), onto('L1'), onto('L2'));
  expect([moved['load L1'], moved['load L2']]).toMatchObject([{ parcels: 0 }, { parcels: 1 }]);
  expect(moved[`parcel ${sscc}`]).toMatchObject({ status: 'loaded', load: 'L2' });
  const reopened: FactDraft = {
    type: 'parcel.reopened',
    data: { order: 'SO-1', parcel: 1, sscc, reason: 'x' },
  };
  const after = floorAfter({}, sealed, ...opened, onto('L1'), reopened);
  expect(after['load L1']).toMatchObject({ parcels: 0 });
  expect(after[`parcel ${sscc}`]).toMatchObject({ status: 'reopened' });
});

describe('what is taken back', () => {
  const short = (order: string, location = 'L-1'): FactDraft => ({
    type: 'pick.shorted',
    data: { ...item, order, reason: 'stock_out', location },
  });
  const undone = (order: string, shortSeq: number): FactDraft => ({
    type: 'pick.short_undone',
    data: { ...item, order, shortSeq },
  });

  test('a short withdraws its count, unless another short of the place asks for it', () => {
    const gone = floorAfter({}, short('SO-1'), undone('SO-1', 1));
    expect(gone['progress SO-1']).not.toMatchObject({ lines: [{ shortedAt: expect.anything() }] });
    expect(gone).not.toHaveProperty('count_task L-1');
    expect(gone['progress SO-1']).toMatchObject({ lines: [{ shorted: 0 }] });
    const still = floorAfter({}, short('SO-1'), ['S2', short('SO-2')], undone('SO-1', 1));
    expect(still['count_task L-1']).toMatchObject({ count: 'C-1-S2', trigger: 'short' });
    expect(still['progress SO-2']).toMatchObject({ lines: [{ shorted: 1 }] });
  });

  test('a short that was counted meanwhile, or undone before, changes nothing more', () => {
    const counted: FactDraft = {
      type: 'count.closed',
      data: { count: 'C-1-S1', location: 'L-1', results: [] },
    };
    const all = floorAfter(
      {},
      short('SO-1'),
      counted,
      ['S2', short('SO-2')],
      undone('SO-1', 1),
      undone('SO-1', 1),
    );
    expect(all['count_task L-1']).toMatchObject({ count: 'C-1-S2' });
    expect(all['progress SO-1']).toMatchObject({ lines: [{ shorted: 0 }] });
  });

  test('whatever was shorted and undone, the floor is as if it had not been', () => {
    const one = fc.record({
      order: fc.constantFrom('SO-1', 'SO-2'),
      location: fc.constantFrom('L-1', 'L-2'),
      undo: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 12 }), (shorts) => {
        const all = shorts.flatMap(({ order, location, undo }, at): [string, FactDraft][] => {
          const station = `S${at}`;
          return undo
            ? [
                [station, short(order, location)],
                [station, undone(order, 1)],
              ]
            : [[station, short(order, location)]];
        });
        const kept = shorts.flatMap(({ order, location, undo }, at): [string, FactDraft][] =>
          undo ? [] : [[`S${at}`, short(order, location)]],
        );
        expect(derived(floorAfter({}, ...all))).toEqual(derived(floorAfter({}, ...kept)));
      }),
    );
  });

  test('a walk whose last scan is taken back is in work again, with its totes', () => {
    const write = factWriters();
    const plain = plainBooks();
    const part = { order: 'SO-1' as never, line: 1, units: 1 };
    plain.books.documents.put('task', 'W1-1', {
      ...{ task: 'W1-1', wave: 'W1', mode: 'order', status: 'open', totes: [] },
      orders: ['SO-1' as never],
      stops: [{ sku: 'TEA', name: 'Tea', parts: [part] }],
    });
    plain.books.documents.put('wave', 'W1', { wave: 'W1', status: 'open', orders: [], tasks: ['W1-1'] });
    plain.fold([
      write('S1', { type: 'task.started', data: { task: 'W1-1', orders: ['SO-1' as never] } }),
      write('S1', { type: 'tote.assigned', data: { tote: 'T-1', order: 'SO-1' as never, task: 'W1-1' } }),
      write('S1', { type: 'task.closed', data: { task: 'W1-1', outcome: 'short' } }),
    ]);
    expect(plain.all()).not.toHaveProperty('tote T-1');
    expect(plain.all()['wave W1']).toMatchObject({ status: 'closed' });
    plain.fold([write('S1', { type: 'task.reopened', data: { task: 'W1-1', closedSeq: 3 } })]);
    expect(plain.all()).toMatchObject({
      'task W1-1': { status: 'in_progress', totes: [{ tote: 'T-1', order: 'SO-1' }] },
      'tote T-1': { status: 'filling', order: 'SO-1', task: 'W1-1' },
      'wave W1': { status: 'open' },
    });
  });
});

/** Quantities of orders, and places to count; an order of which everything was taken back counts as untouched. */
function derived(all: Readonly<Record<string, unknown>>) {
  return Object.entries(all).flatMap(([name, document]) => {
    if (name.startsWith('count_task')) return [[name, (document as { location: string }).location]];
    const { lines } = document as { lines: { shorted: number }[] };
    return lines.some(({ shorted }) => shorted > 0) ? [[name, lines]] : [];
  });
}

test('a load that was opened before its door was scanned gets it, and keeps its parcels', () => {
  const opened = (more: object): FactDraft => ({
    type: 'load.opened',
    data: { load: 'L1', carrier: 'DHL', ...more },
  });
  const loaded = { type: 'parcel.loaded', data: { load: 'L1', order: 'SO-1', sscc } } as FactDraft;
  const all = floorAfter({}, opened({}), loaded, opened({ door: 'D-4' }));
  expect(all['load L1']).toMatchObject({ door: 'D-4', parcels: 1, openedAt: '2026-01-05T06:00:01.000Z' });
});

test('a short at a location asks for one count, unless the site wants none, until it was counted', () => {
  const short: FactDraft = {
    type: 'pick.shorted',
    data: { ...item, reason: 'not_located', location: 'L-1' },
  };
  expect(floorAfter({}, short, ['S2', short])['count_task L-1']).toMatchObject({
    count: 'C-1-S1',
    trigger: 'short',
  });
  const rules = siteRules.parse({ pick: { short: { count: false } } });
  expect(floorAfter({ rules }, short)).not.toHaveProperty('count_task L-1');
  const counted: FactDraft = {
    type: 'count.closed',
    data: { count: 'C-1-S1', location: 'L-1', results: [] },
  };
  expect(floorAfter({}, short, counted)).not.toHaveProperty('count_task L-1');
});

describe('what a product weighs', () => {
  const sealed = (parcel: number, units: number, grams: number, outcome = 'within'): FactDraft[] => [
    { type: 'parcel.packaging_chosen', data: { order: 'SO-1', parcel, packaging: 'BOX', tareGrams: 50 } },
    {
      type: 'parcel.weighed',
      data: {
        order: 'SO-1',
        parcel,
        device: 'scale',
        grams,
        expectedGrams: null,
        toleranceGrams: null,
        outcome: outcome as 'within',
      },
    },
    {
      type: 'parcel.sealed',
      data: { order: 'SO-1', parcel, sscc, items: [{ line: 1, sku: 'TEA', units }] },
    },
  ];

  test('is learned from parcels that hold nothing else, less their packaging, and not from one that was refused', () => {
    const all = floorAfter({}, ...sealed(1, 2, 250), ...sealed(2, 1, 160), ...sealed(3, 1, 900, 'too_heavy'));
    expect(all['item_weight TEA']).toMatchObject({ sku: 'TEA', samples: 2, meanGrams: 105 });
  });

  test('has the mean and the standard deviation of its samples', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 2, maxLength: 50 }),
        (samples) => {
          const [first = 0, ...rest] = samples;
          let known = learn('TEA', undefined, { grams: first, units: 1 });
          for (const grams of rest) known = learn('TEA', known, { grams, units: 1 });
          const mean = samples.reduce((sum, grams) => sum + grams, 0) / samples.length;
          const squares = samples.reduce((sum, grams) => sum + (grams - mean) ** 2, 0);
          expect(known.meanGrams).toBeCloseTo(mean, 6);
          expect(known.sdGrams).toBeCloseTo(Math.sqrt(squares / (samples.length - 1)), 6);
        },
      ),
    );
  });
});

describe('two stations on one order', () => {
  const early = '2026-01-05T05:00:00.000Z';
  const conflictOf = (all: Record<string, unknown>) =>
    (all['progress SO-1'] as { conflict?: { keeper: string; others: string[] } }).conflict;

  test('is a conflict that the one keeps who began first by the clocks, whatever came first here', () => {
    const found = conflictOf(floorAfter(lease(), pick('SO-1'), ['S2', pick('SO-1'), early]));
    expect(found).toMatchObject({ keeper: 'S2', others: ['S1'] });
    const same = conflictOf(floorAfter(lease(), ['S2', pick('SO-1'), early], ['S1', pick('SO-1'), early]));
    expect(same).toMatchObject({ keeper: 'S1', others: ['S2'] });
  });

  test('is none where each had its claim, where nobody can tell, or where one only packed', () => {
    const two: [string, FactDraft][] = [
      ['S1', pick('SO-1')],
      ['S2', pick('SO-1')],
    ];
    expect(conflictOf(floorAfter({ heldClaim: () => true }, ...two))).toBeUndefined();
    expect(conflictOf(floorAfter({ heldClaim: () => null }, ...two))).toBeUndefined();
    expect(conflictOf(floorAfter(lease(), pick('SO-1'), ['S2', pack('SO-1')]))).toBeUndefined();
  });

  test('is kept by the one who had the claim, and ends when the order leaves', () => {
    const settings = { heldClaim: (station: string) => station === 'S1' };
    const two: [string, FactDraft, string?][] = [
      ['S1', pick('SO-1')],
      ['S2', pick('SO-1'), early],
    ];
    expect(conflictOf(floorAfter(settings, ...two))).toMatchObject({ keeper: 'S1', others: ['S2'] });
    const left: FactDraft = {
      type: 'shipment.dispatched',
      data: {
        order: 'SO-1',
        shipment: 'SO-1/1',
        parcels: [sscc],
        lines: [{ line: 1, sku: 'TEA', units: 1 }],
        scanSeq: 1,
      },
    };
    expect(conflictOf(floorAfter(settings, ...two, left))).toBeUndefined();
  });
});
