import { describe, expect, test } from 'vitest';
import type { ProgressDocument } from '../../../protocols/wire/floor.ts';
import { PackStation } from '../pack/testing-totes.ts';
import { cluster, m, single, t } from '../pick/testing-orders.ts';
import { PickStation, stop, task } from '../pick/testing-walk.ts';
import { initialState } from '../state.ts';
import { readState } from '../state-versions.ts';
import { milk, order, TestStation, tea } from '../testing-station.ts';
import { unknownFloor } from '../work-view.ts';
import type { OwnUnits } from './own-units.ts';

type Lines = readonly (readonly [picked: number, shorted?: number, packed?: number])[];

/** What the gateway tells of SO-1, up to a fact of this station. */
function progress(seq: number | null, lines: Lines): ProgressDocument {
  const counted = seq === null ? [] : [{ station: 'pack-1' as never, seq }];
  return {
    ...{ order: 'SO-1', stations: [], serials: [], nextParcel: 1, counted },
    lines: lines.map(([picked, shorted = 0, packed = 0], index) => ({
      ...{ line: index + 1, picked, packed, shipped: 0, shorted },
    })),
  };
}

/** Units that the walk in hand still asks for, by line. */
function asked(at: PickStation): Record<number, number> {
  const parts = at.walk?.stops.flatMap((one) => one.parts) ?? [];
  return Object.fromEntries(parts.map(({ line, units, done }) => [line, units - done]));
}

function orderAlone(): PickStation {
  const at = new PickStation({ pack: { from: 'picked' }, waves: { mode: 'off' } });
  at.release(order('SO-1', [tea, 3], [milk, 1]));
  return at;
}

describe('without the network, a walk that is given back and begun again', () => {
  test('asks for what was not picked here yet, and knows its totes with what lies in them', () => {
    const at = single();
    at.online = false;
    at.verdicts('W1-1', 'T-1', t, t, 'PP:GIVE_BACK');
    expect(at.verdicts('W1-1')).toEqual(['task_started']);
    expect(asked(at)).toEqual({ 1: 1, 2: 1 });
    expect(at.walk?.totes).toEqual([{ tote: 'T-1', order: 'SO-1', units: 2 }]);
    expect(at.verdicts(t, m)).toEqual(['item_put', 'task_closed']);
    expect([at.picked(1), at.picked(2)]).toEqual([3, 1]);
  });

  test('of an order without a task likewise; it takes its tote up where it was', () => {
    const at = orderAlone();
    at.online = false;
    at.verdicts('SO-1', 'T-1', t, t, 'PP:GIVE_BACK', 'SO-1');
    expect(asked(at)).toEqual({ 1: 1, 2: 1 });
    expect(at.verdicts('T-1', t, m)).toEqual(['tote_assigned', 'item_put', 'task_closed']);
    expect(at.state.last?.message).toContain('T-1');
    expect([at.picked(1), at.picked(2)]).toEqual([3, 1]);
  });

  test('asks again for what was taken back, and not for what was given up', () => {
    const at = single();
    at.online = false;
    at.verdicts('W1-1', 'T-1', t, t, 'PP:UNDO', 'PP:SHORT:NOT_LOCATED', 'PP:GIVE_BACK', 'W1-1');
    expect(asked(at)).toEqual({ 2: 1 });
    const other = single();
    other.online = false;
    other.verdicts('W1-1', 'T-1', t, 'PP:SHORT:NOT_LOCATED', 'PP:UNDO', 'PP:UNDO', 'PP:GIVE_BACK', 'W1-1');
    expect(asked(other)).toEqual({ 1: 3, 2: 1 });
  });

  test('of several orders, each with its tote', () => {
    const at = cluster();
    at.online = false;
    at.verdicts('W1-1', 'T-1', 'T-2', t, 'T-1', t, 'T-1', t, 'T-2', 'PP:GIVE_BACK', 'W1-1');
    expect(at.walk?.stops.map(({ parts }) => parts.map((part) => [part.order, part.units]))).toEqual([
      [['SO-2', 3]],
      [['SO-1', 1]],
    ]);
    expect(at.walk?.totes).toEqual([
      { tote: 'T-1', order: 'SO-1', units: 2 },
      { tote: 'T-2', order: 'SO-2', units: 1 },
    ]);
  });

  test('of a line that two zones share, with what was picked in the first one', () => {
    const at = single();
    const before = task('W1-1', 'zone', [stop('L-A1', tea, [['SO-1', 1, 1]])], { zone: 'A' });
    const after = task('W1-2', 'zone', [stop('L-B1', tea, [['SO-1', 1, 2]])], { zone: 'B', after: 'W1-1' });
    at.give(before, after).online = false;
    at.verdicts('W1-1', 'T-1', t, 'W1-2');
    expect(at.walk?.totes).toEqual([{ tote: 'T-1', order: 'SO-1', units: 1 }]);
    at.verdicts(t, 'PP:GIVE_BACK', 'W1-2');
    expect(asked(at)).toEqual({ 1: 1 });
    expect(at.verdicts(t)).toEqual(['task_closed']);
    expect(at.picked(1)).toBe(3);
  });

  test('goes on from what was stored, also by a version of this program that remembered less', () => {
    const at = single();
    at.online = false;
    at.verdicts('W1-1', 'T-1', t, t, 'PP:GIVE_BACK');
    const { own: _own, ...earlier } = at.state;
    at.state = readState(JSON.stringify(at.state)) ?? initialState;
    at.verdicts('W1-1');
    expect(asked(at)).toEqual({ 1: 1, 2: 1 });
    at.state = readState(JSON.stringify(earlier)) ?? initialState;
    expect(at.verdicts('W1-1')).toEqual(['task_started']);
  });
});

describe('what was done here', () => {
  /** Two teas are picked, and the walk is given back. @returns the seqs of the two picks. */
  function picked(at: PickStation): readonly [number, number] {
    at.verdicts('W1-1', 'T-1', t, t, 'PP:GIVE_BACK');
    const seqs = at.log.flatMap(({ type }, index) => (type === 'pick.confirmed' ? [index + 1] : []));
    return [seqs[0] ?? 0, seqs[1] ?? 0];
  }

  test('counts once, however much of it the gateway has told', () => {
    const told = [
      [null, 0],
      [0, 1],
      [1, 2],
    ] as const;
    for (const [heard, units] of told) {
      const at = single();
      const seqs = picked(at);
      const doc = progress(heard === null ? null : (seqs[heard] ?? 0), [[units]]);
      at.floor = { ...at.floor, progress: () => doc };
      at.verdicts('W1-1');
      expect(asked(at)).toEqual({ 1: 1, 2: 1 });
    }
  });

  test('comes on top of what was done elsewhere', () => {
    const at = single();
    picked(at);
    at.floor = { ...at.floor, progress: () => progress(null, [[1]]) };
    at.verdicts('W1-1');
    expect(asked(at)).toEqual({ 2: 1 });
  });

  test('is no more than the word of a gateway that does not say what it has counted', () => {
    const at = single();
    picked(at);
    const { counted: _unsaid, ...doc } = progress(null, [[2]]);
    at.floor = { ...at.floor, progress: () => doc };
    at.verdicts('W1-1');
    expect(asked(at)).toEqual({ 1: 1, 2: 1 });
  });

  test('is forgotten when there is much of it, once it is counted and its order has left, or its order is gone', () => {
    const at = single();
    at.release(order('SO-2', [milk, 2]));
    const [, last] = picked(at);
    at.dispatched.add('SO-1');
    at.floor = { ...at.floor, progress: (number) => (number === 'SO-1' ? progress(last, [[2]]) : undefined) };
    const [first] = at.state.own;
    const gone = { ...(first as OwnUnits), order: 'SO-9' };
    const own = [...at.state.own, ...Array.from({ length: 2_997 }, (_, n) => ({ ...gone, seq: 100 + n }))];
    at.state = { ...at.state, own };
    at.give(task('W2-1', 'order', [stop('L-B2', milk, [['SO-2', 1, 2]])]));
    at.verdicts('W2-1', 'T-2', m);
    expect(at.state.own).toHaveLength(3_000);
    at.verdicts(m);
    expect(at.state.own.map((one) => one.order)).toEqual(['SO-2', 'SO-2']);
  });
});

describe('packing without the network', () => {
  test('nothing is remembered any more of an order that has left by its label', () => {
    const at = new TestStation().release(order('SO-1', [tea, 1])).release(order('SO-2', [milk, 1]));
    at.online = false;
    at.verdicts('SO-1', t);
    expect(at.state.own.map((one) => one.order)).toContain('SO-1');
    expect(at.verdicts(`00${at.facts('parcel.sealed')[0]?.sscc}`)).toEqual(['shipment_dispatched']);
    at.verdicts('SO-2', m);
    expect([...new Set(at.state.own.map((one) => one.order))]).toEqual(['SO-2']);
  });

  test('what was taken out of the parcel again is packed again, though the gateway was told that it was packed', () => {
    const at = new TestStation().release(order('SO-1', [tea, 1], [milk, 1]));
    at.verdicts('SO-1', t);
    at.online = false;
    const told = progress(at.log.length, [[1, 0, 1]]);
    at.floor = { ...unknownFloor, progress: () => told };
    expect(at.verdicts('PP:UNDO', 'PP:GIVE_BACK', 'SO-1')).toContain('order_opened');
    expect(at.verdicts(t, m)).toEqual(['item_confirmed', 'parcel_sealed']);
    expect(at.facts('parcel.sealed')[0]?.items.map(({ units }) => units)).toEqual([1, 1]);
  });

  test('a parcel that was opened here again keeps its number', () => {
    const at = new TestStation().release(order('SO-1', [tea, 1], [milk, 1]));
    at.online = false;
    at.verdicts('SO-1', t, 'PP:NEW_PARCEL');
    const sscc = at.facts('parcel.sealed')[0]?.sscc ?? '';
    at.verdicts('PP:REOPEN', `00${sscc}`, 'PP:UNDO', 'PP:GIVE_BACK', 'SO-1', t, m);
    expect(at.facts('parcel.sealed').map(({ parcel }) => parcel)).toEqual([1, 2]);
  });

  test('what was picked here is packed out of its tote, also where nothing may be packed of which nothing was told', () => {
    for (const totesOffline of ['told', 'refuse', 'ordered']) {
      const at = new PackStation({ totesOffline });
      at.online = false;
      at.verdicts('SO-1', 'T-1', t, t, t, m);
      expect(at.verdicts('T-1', t, t, t, m).at(-1), totesOffline).toBe('parcel_sealed');
      expect(at.facts('pack.confirmed').map(({ tote }) => tote)).toEqual(['T-1', 'T-1', 'T-1', 'T-1']);
    }
  });

  test('what was told to be packed and is taken out again is in its tote again', () => {
    const at = new PackStation();
    at.online = false;
    at.verdicts('SO-1', 'T-1', t, t, t, m, 'T-1', t);
    at.tell('T-1', 'picked', [
      { line: 1, sku: 'TEA', units: 2 },
      { line: 2, sku: 'MILK', units: 1 },
    ]);
    at.progress.set('SO-1', { ...progress(at.log.length, [[3, 0, 1], [1]]), totes: ['T-1'] });
    expect(at.verdicts(t, 'PP:UNDO', 'PP:UNDO', 'PP:GIVE_BACK', 'T-1')).toContain('tote_opened');
    expect(at.session?.totes?.[0]?.items.reduce((sum, { units }) => sum + units, 0)).toBe(4);
    expect(at.verdicts(t, t, t, m).at(-1)).toBe('parcel_sealed');
  });

  test('an order that is packed out of its tote, given back and begun again finds the tote as it left it', () => {
    const at = new PackStation();
    at.online = false;
    at.verdicts('SO-1', 'T-1', t, t, t, m);
    expect(at.verdicts('T-1', t, 'PP:UNDO', 'PP:GIVE_BACK', 'T-1')).toContain('work_given_back');
    expect(at.session?.totes?.[0]?.items.reduce((sum, { units }) => sum + units, 0)).toBe(4);
    expect(at.verdicts(t, t, t, m).at(-1)).toBe('parcel_sealed');
  });

  test('a tote of a walk that was given back is not packed where the site wants it told', () => {
    const at = new PackStation({ totesOffline: 'refuse' });
    at.online = false;
    at.verdicts('SO-1', 'T-1', t, 'PP:GIVE_BACK');
    expect(at.verdicts('T-1')).toEqual(['refused_tote_filling']);
  });
});
