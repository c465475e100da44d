import { describe, expect, test } from 'vitest';
import type { ProgressDocument } from '../../../protocols/wire/floor.ts';
import { screenOf } from '../screen.ts';
import { eachOf, milk, order, tea } from '../testing-station.ts';
import { PickStation, stop, task } from './testing-walk.ts';

const t = eachOf(tea);
const m = eachOf(milk);

/** Two units of tea at L-A1, one of milk at L-B2, all for SO-1, of which the tote is T-1. */
function walking(): PickStation {
  const at = new PickStation({ pick: { confirm: 'item' } });
  at.release(order('SO-1', [tea, 2], [milk, 1]));
  at.give(task('W1-1', 'order', [stop('L-A1', tea, [['SO-1', 1, 2]]), stop('L-B2', milk, [['SO-1', 2, 1]])]));
  at.verdicts('W1-1', 'T-1');
  return at;
}

function undoList(at: PickStation) {
  return screenOf(at.state, at.work, {
    ...{ revision: 1, site: 'north', station: 'pick-1', queue: { total: 0, next: [] }, devices: [] },
    link: { connected: true, unacknowledged: 0, oldestUnacknowledgedAt: null, workAsOf: null },
  });
}

describe('undo of a short', () => {
  test('names the fact that it compensates, and the stop comes again', () => {
    const at = walking();
    expect(at.verdicts('PP:SHORT:STOCK_OUT', 'PP:UNDO', t)).toEqual([
      'line_shorted',
      'short_undone',
      'item_put',
    ]);
    const shortSeq = at.log.findIndex(({ type }) => type === 'pick.shorted') + 1;
    expect(at.facts('pick.short_undone')).toEqual([
      { order: 'SO-1', line: 1, sku: 'TEA', units: 2, task: 'W1-1', location: 'L-A1', shortSeq },
    ]);
    expect(undoList(at).undo).toEqual(['1 x Green tea into T-1', 'T-1 for SO-1']);
  });
});

describe('undo of a skip', () => {
  test('brings the stop back at once', () => {
    const at = walking();
    at.scan('PP:SKIP');
    expect(undoList(at).prompt).toContain('Oat milk');
    expect(undoList(at).undo[0]).toBe('Skipped: Green tea');
    at.scan('PP:UNDO');
    expect(undoList(at).prompt).toContain('Green tea');
    expect(at.facts('pick.skip_undone')).toMatchObject([{ line: 1, units: 2, location: 'L-A1' }]);
  });
});

describe('undo of what closed a walk', () => {
  test('takes the last item out again, opens the task, and then goes on as before', () => {
    const at = walking();
    expect(at.verdicts(t, t, m)).toEqual(['item_put', 'item_put', 'task_closed']);
    expect(undoList(at).actions[0]).toMatchObject({ code: 'PP:UNDO' });
    expect(undoList(at).undo[0]).toBe('1 x Oat milk into T-1');
    const closedSeq = at.log.length;
    expect(at.verdicts('PP:UNDO', 'PP:UNDO', t, m)).toEqual([
      ...['item_undone', 'item_undone', 'item_put', 'task_closed'],
    ]);
    expect(at.facts('task.reopened')).toEqual([{ task: 'W1-1', closedSeq }]);
    expect(at.facts('pick.undone')).toHaveLength(2);
  });

  test('takes the last short back', () => {
    const at = walking();
    expect(at.verdicts(t, t, 'PP:SHORT:DAMAGED', 'PP:UNDO', m)).toEqual([
      ...['item_put', 'item_put', 'task_closed', 'short_undone', 'task_closed'],
    ]);
    expect(at.facts('task.closed').map(({ outcome }) => outcome)).toEqual(['short', 'picked']);
  });

  test('opens a walk again that a person had ended', () => {
    const at = walking();
    at.scan(t);
    at.release({ ...order('SO-1', [tea, 2], [milk, 1]), status: 'cancelled' });
    expect(at.verdicts('PP:DONE', 'PP:UNDO')).toEqual(['task_closed', 'task_reopened']);
    expect(at.facts('pick.undone')).toEqual([]);
    expect(at.walk?.stops[0]?.parts[0]?.done).toBe(1);
  });

  test('is possible for a serial that comes again, and not for the walk before the last one', () => {
    const at = walking();
    const piece = `]C101${m}21A7`;
    expect(at.verdicts(t, t, piece, 'PP:UNDO', piece)).toEqual([
      ...['item_put', 'item_put', 'task_closed', 'item_undone', 'task_closed'],
    ]);
    at.release(order('SO-2', [tea, 1]));
    at.give(task('W1-2', 'order', [stop('L-A1', tea, [['SO-2', 1, 1]])]));
    expect(at.verdicts('W1-2', 'PP:GIVE_BACK', 'PP:UNDO')).toEqual([
      ...['task_started', 'task_closed', 'refused_no_order_open'],
    ]);
  });

  test('is refused once its goods are in a parcel', () => {
    const at = walking();
    at.verdicts(t, t, m);
    const line = { line: 1, picked: 2, packed: 1, shipped: 0, shorted: 0 };
    const progress = { order: 'SO-1', stations: [], lines: [line], serials: [], nextParcel: 1 };
    at.floor = { ...at.floor, progress: () => progress as unknown as ProgressDocument };
    expect(at.scan('PP:UNDO').reply).toMatchObject({
      verdict: 'refused_nothing_to_undo',
      message: expect.stringContaining('SO-1 is being packed'),
    });
    expect(at.facts('task.reopened')).toEqual([]);
  });
});
