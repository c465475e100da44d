import { describe, expect, test } from 'vitest';
import { factData } from '../../../protocols/wire/fact.ts';
import type { ProgressDocument } from '../../../protocols/wire/floor.ts';
import { siteRules } from '../../../protocols/wire/work/site-rules.ts';
import { eachOf, milk, tea } from '../testing-station.ts';
import { PackStation } from './testing-totes.ts';

const t = eachOf(tea);
const m = eachOf(milk);

type Line = readonly [picked: number, packed: number, shorted: number];

/** What the gateway tells of order SO-1: three teas and a milk. */
function told(at: PackStation, nextParcel: number, ...lines: readonly Line[]): void {
  const progress: ProgressDocument = {
    ...{ order: 'SO-1', stations: [], serials: [], nextParcel, totes: at.progress.get('SO-1')?.totes ?? [] },
    lines: lines.map(([picked, packed, shorted], index) => ({
      ...{ line: index + 1, picked, packed, shorted, shipped: 0 },
    })),
  };
  at.progress.set('SO-1', progress);
}

/** Two of three teas and the milk are packed for a load: the picker has given up the third. */
function packed(): PackStation {
  const at = new PackStation();
  at.rules = siteRules.parse({
    pack: { from: 'picked' },
    ship: { by: 'load', carriers: [{ carrier: 'DHL', name: 'DHL' }] },
  });
  at.tell('T-1', 'picked', [
    { line: 1, sku: 'TEA', units: 2 },
    { line: 2, sku: 'MILK', units: 1 },
  ]);
  told(at, 1, [2, 0, 1], [1, 0, 0]);
  expect(at.verdicts('T-1', t, t, m)).toEqual([
    ...['tote_opened', 'item_confirmed', 'item_confirmed', 'parcel_sealed'],
  ]);
  at.totes.delete('T-1');
  return at;
}

describe('a short that is taken back after its order was packed for a load', () => {
  test('goes into one more parcel at the same station, and both leave as one shipment', () => {
    const at = packed();
    expect(at.verdicts('SO-1')).toEqual(['refused_order_done']);
    // The picker has found the third tea.
    at.tell('T-2', 'picked', [{ line: 1, sku: 'TEA', units: 1 }]);
    told(at, 2, [3, 2, 0], [1, 1, 0]);
    expect(at.verdicts('T-2', t, t)).toEqual(['tote_opened', 'parcel_sealed', 'refused_no_order_open']);
    const sealed = at.facts('parcel.sealed');
    expect(sealed.map(({ parcel, items }) => [parcel, items.map(({ units }) => units)])).toEqual([
      [1, [2, 1]],
      [2, [1]],
    ]);
    told(at, 3, [3, 3, 0], [1, 1, 0]);
    expect(at.verdicts('SO-1', 'T-2')).toEqual(['refused_order_done', 'refused_order_done']);
    const labels = sealed.map(({ sscc }) => `00${sscc}`);
    expect(at.verdicts('PP:LOAD:DHL', labels[0] ?? '', 'PP:CLOSE_LOAD')).toEqual([
      ...['load_opened', 'parcel_loaded', 'refused_load_incomplete'],
    ]);
    expect(at.verdicts(labels[1] ?? '', 'PP:CLOSE_LOAD')).toEqual(['parcel_loaded', 'load_closed']);
    expect(at.facts('shipment.dispatched')).toMatchObject([
      {
        ...{ order: 'SO-1', shipment: 'SO-1/1', parcels: sealed.map(({ sscc }) => sscc) },
        lines: [
          { line: 1, units: 3 },
          { line: 2, units: 1 },
        ],
      },
    ]);
    for (const { type, data } of at.log) factData[type].parse(data);
  });

  test('goes into one more parcel at the same station, too, when the first one has left on a load that is closed', () => {
    const at = packed();
    const [first] = at.facts('parcel.sealed');
    expect(at.verdicts('PP:LOAD:DHL', `00${first?.sscc}`, 'PP:CLOSE_LOAD').at(-1)).toBe('load_closed');
    const gone = [
      { line: 1, picked: 3, packed: 2, shipped: 2, shorted: 0 },
      { line: 2, picked: 1, packed: 1, shipped: 1, shorted: 0 },
    ];
    at.tell('T-2', 'picked', [{ line: 1, sku: 'TEA', units: 1 }]);
    const tellProgress = (nextParcel: number) => {
      const before = at.progress.get('SO-1');
      if (before !== undefined) at.progress.set('SO-1', { ...before, nextParcel, lines: gone });
    };
    tellProgress(1);
    expect(at.verdicts('T-2')).toEqual(['refused_order_done']);
    tellProgress(2);
    expect(at.verdicts('T-2', t)).toEqual(['tote_opened', 'parcel_sealed']);
    const second = at.facts('parcel.sealed').at(-1);
    expect(second).toMatchObject({ parcel: 2, items: [{ line: 1, units: 1 }] });
    expect(at.verdicts('PP:LOAD:DHL', `00${second?.sscc}`, 'PP:CLOSE_LOAD').at(-1)).toBe('load_closed');
    expect(at.facts('shipment.dispatched').map(({ shipment }) => shipment)).toEqual(['SO-1/1', 'SO-1/2']);
    for (const { type, data } of at.log) factData[type].parse(data);
  });

  test('is not begun before the gateway has heard of what was packed here: nothing is packed twice', () => {
    const at = packed();
    at.tell('T-2', 'picked', [{ line: 1, sku: 'TEA', units: 1 }]);
    for (const [next, teas] of [
      [1, 0],
      [1, 2],
      [2, 1],
    ] as const) {
      told(at, next, [3, teas, 0], [1, 1, 0]);
      expect(at.verdicts('T-2')).toEqual(['refused_order_done']);
    }
  });

  test('is not packed before its tote is known, also while a gateway that was set up anew tells nothing', () => {
    const at = packed();
    at.progress.delete('SO-1');
    expect(at.verdicts('SO-1', m, t)).toEqual(['order_opened', 'refused_tote_first', 'refused_tote_first']);
    expect(at.facts('pack.confirmed')).toHaveLength(3);
  });

  test('of this station itself stays given up, though the gateway has not heard of that yet', () => {
    const at = new PackStation();
    at.rules = siteRules.parse({ ship: { by: 'load', carriers: [{ carrier: 'DHL', name: 'DHL' }] } });
    expect(at.verdicts('SO-1', t, m, 'PP:SEAL', 'PP:SHORT').at(-1)).toBe('line_shorted');
    told(at, 2, [1, 1, 0], [1, 1, 0]);
    expect(at.verdicts('SO-1')).toEqual(['refused_order_done']);
    told(at, 2, [1, 1, 2], [1, 1, 0]);
    expect(at.verdicts('SO-1')).toEqual(['refused_order_done']);
  });
});

describe('the tote or the sheet of an order that is packed', () => {
  test('says whether its parcels have left or still wait here', () => {
    const at = packed();
    const waits = at.scan('SO-1').reply;
    expect(waits).toMatchObject({
      verdict: 'refused_order_done',
      message:
        'Order SO-1 is packed, and its parcel waits here for a load. Put this aside and scan the next order.',
    });
    const label = `00${at.facts('parcel.sealed')[0]?.sscc}`;
    at.verdicts('PP:LOAD:DHL', label, 'PP:GIVE_BACK');
    expect(at.scan('SO-1').reply.message).toContain('is packed');
    at.verdicts('PP:LOAD:DHL', 'PP:CLOSE_LOAD');
    expect(at.scan('SO-1').reply.message).toContain('has already left');
  });
});

test('a parcel that left on a load from here is not opened again, also while the gateway has not told that it left', () => {
  const at = packed();
  told(at, 2, [2, 2, 1], [1, 1, 0]);
  const sscc = at.facts('parcel.sealed')[0]?.sscc ?? '';
  expect(at.verdicts('PP:LOAD:DHL', `00${sscc}`, 'PP:CLOSE_LOAD')).toEqual([
    ...['load_opened', 'parcel_loaded', 'load_closed'],
  ]);
  expect(at.verdicts('PP:REOPEN', `PP:REOPEN:${sscc}`)).toEqual([
    'refused_parcel_left',
    'refused_parcel_left',
  ]);
  expect(at.facts('parcel.reopened')).toEqual([]);
});
