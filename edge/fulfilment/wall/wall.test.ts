import { describe, expect, test } from 'vitest';
import { factData } from '../../../protocols/wire/fact.ts';
import { PickStation, stop, task } from '../pick/testing-walk.ts';
import { caseOf, eachOf, milk, order, salt, tea } from '../testing-station.ts';

const t = eachOf(tea);
const m = eachOf(milk);

/** A batch for two orders that was picked into one tote. */
function wall(): PickStation {
  const at = new PickStation({ waves: { mode: 'put_to_wall' }, pack: { from: 'picked' } });
  at.release(order('SO-1', [tea, 2], [milk, 1])).release(order('SO-2', [tea, 4]));
  const slots = [
    { slot: 'W-1', order: 'SO-1' },
    { slot: 'W-2', order: 'SO-2' },
  ];
  const stops = [
    stop('L-A1', tea, [
      ['SO-1', 1, 2],
      ['SO-2', 1, 4],
    ]),
    stop('L-B2', milk, [['SO-1', 2, 1]]),
  ];
  at.give(
    task('W1-1', 'batch', stops, { status: 'closed', wall: { wall: 'W', slots }, totes: [{ tote: 'T-1' }] }),
  );
  at.totes.set('T-1', { tote: 'T-1', order: null, task: 'W1-1', status: 'picked', items: [] });
  return at;
}

describe('put to wall', () => {
  test('each item is told its slot, the slot confirms it, and the last one frees the tote', () => {
    const at = wall();
    expect(at.verdicts('T-1', t, 'W-1', m, 'W-2', 'W-1')).toEqual([
      ...['tote_opened', 'item_confirmed', 'item_put', 'item_confirmed', 'refused_wrong_tote', 'item_put'],
    ]);
    expect(at.facts('wall.put')).toMatchObject([
      { order: 'SO-1', line: 1, units: 1, gtin: t, wall: 'W', slot: 'W-1', tote: 'T-1', scanSeq: 2 },
      { order: 'SO-1', line: 2, units: 1, gtin: m, slot: 'W-1' },
    ]);
    at.verdicts(t, 'W-1');
    expect(at.state.last).toMatchObject({
      tone: 'done',
      message: 'W-1 is complete: order SO-1 can be packed.',
    });
    for (let unit = 0; unit < 4; unit++) at.verdicts(t, 'W-2');
    expect(at.state.activity).toBeNull();
    expect(at.facts('tote.released')).toEqual([{ tote: 'T-1' }]);
    expect(at.verdicts('T-1')).toEqual(['refused_order_done']);
    for (const { type, data } of at.log) factData[type].parse(data);
  });

  test('a case that serves two orders goes into both slots', () => {
    const at = wall();
    expect(at.verdicts('T-1', caseOf(tea), 'W-1', 'W-2')).toEqual([
      ...['tote_opened', 'item_confirmed', 'item_put', 'item_put'],
    ]);
    expect(at.facts('wall.put').map(({ slot, units }) => [slot, units])).toEqual([
      ['W-1', 2],
      ['W-2', 4],
    ]);
  });

  test('undo takes the item out of its slot by a fact, and a second scan of a slot does nothing', () => {
    const at = wall();
    expect(at.verdicts('T-1', t, 'PP:UNDO', 'PP:UNDO', t, 'W-1', 'W-1', 'PP:UNDO', 'PP:UNDO')).toEqual([
      ...['tote_opened', 'item_confirmed', 'item_undone', 'refused_nothing_to_undo', 'item_confirmed'],
      ...['item_put', 'tote_confirmed', 'item_undone', 'refused_nothing_to_undo'],
    ]);
    const [undone] = at.facts('wall.undone');
    expect(at.log[(undone?.putSeq ?? 0) - 1]?.type).toBe('wall.put');
    expect(undone).toMatchObject({ order: 'SO-1', line: 1, units: 1, slot: 'W-1' });
  });

  test('without the network, left and begun again: what lies in a slot already is not sorted a second time', () => {
    const at = wall();
    at.online = false;
    expect(at.verdicts('T-1', t, 'W-1', t, 'W-1', 'PP:UNDO', 'PP:GIVE_BACK', 'T-1').at(-1)).toBe(
      'tote_opened',
    );
    const lines = at.state.activity?.kind === 'wall' ? at.state.activity.lines : [];
    expect(lines.map(({ order: of, line, put }) => [of, line, put])).toEqual([
      ['SO-1', 1, 1],
      ['SO-2', 1, 0],
      ['SO-1', 2, 0],
    ]);
    at.verdicts(t, 'W-1', m, 'W-1');
    expect(at.state.last?.message).toContain('order SO-1 can be packed');
  });

  test('is left by PP:GIVE_BACK as by PP:DONE, but not with an item in the hand', () => {
    const at = wall();
    expect(at.verdicts('T-1', t, 'PP:GIVE_BACK', 'W-1', 'PP:GIVE_BACK')).toEqual([
      ...['tote_opened', 'item_confirmed', 'refused_tote_first', 'item_put', 'work_given_back'],
    ]);
    expect(at.state.last?.message).toBe('W1-1 is left as it is. Scan one of its totes to go on.');
    expect(at.verdicts('T-1', 'PP:DONE')).toEqual(['tote_opened', 'task_handed_over']);
  });

  test('what does not belong to the batch, or is too many, is refused by name', () => {
    const at = wall();
    expect(at.verdicts('T-1', eachOf(salt), m, m, 'W-1', m, caseOf(milk))).toEqual([
      ...['tote_opened', 'refused_not_on_order', 'item_confirmed', 'refused_tote_first', 'item_put'],
      ...['refused_line_complete', 'refused_line_complete'],
    ]);
  });

  test('an order that was stopped meanwhile takes nothing more, and the others go on', () => {
    const at = wall();
    at.verdicts('T-1', m);
    at.release({ ...order('SO-1', [tea, 2], [milk, 1]), status: 'cancelled', holdReason: 'by phone' });
    expect(at.verdicts('W-1', 'PP:UNDO', m, t, 'W-2')).toEqual([
      ...['refused_order_cancelled', 'item_undone', 'refused_order_cancelled', 'item_confirmed', 'item_put'],
    ]);
  });

  test('what lies in the slots already is not asked for again', () => {
    const at = wall();
    const items = [{ line: 1, sku: 'TEA', units: 4 }];
    at.totes.set('W-2', { tote: 'W-2', order: 'SO-2', status: 'picked', items });
    at.verdicts('T-1', t, 'W-1', t, 'W-1');
    expect(at.verdicts(t)).toEqual(['refused_line_complete']);
  });

  test('a batch that is still being picked is not sorted', () => {
    const at = wall();
    const picking = at.tasks.get('W1-1');
    if (picking !== undefined) at.give({ ...picking, status: 'in_progress' });
    expect(at.verdicts('T-1')).toEqual(['refused_task_incomplete']);
  });
});

describe('the rest of an order at the wall', () => {
  /** Three were ordered, one was picked and one given up before; that short was taken back, and two come now. */
  function rest(packed: number, lying: number, more: object = {}): PickStation {
    const at = new PickStation({ waves: { mode: 'put_to_wall' }, pack: { from: 'picked' } });
    at.release(order('SO-1', [tea, 3]));
    const before = { before: 1, ...more };
    const parts = [{ order: 'SO-1', line: 1, units: 2, ...before }] as never;
    const slots = [{ slot: 'W-2', order: 'SO-1' }];
    at.give(
      task('W2-1', 'batch', [{ ...stop('L-A1', tea, []), parts }], {
        ...{
          orders: ['SO-1'] as never,
          status: 'closed',
          wall: { wall: 'W', slots },
          totes: [{ tote: 'T-1' }],
        },
      }),
    );
    at.totes.set('T-1', { tote: 'T-1', order: null, task: 'W2-1', status: 'picked', items: [] });
    const items = (units: number) => (units === 0 ? [] : [{ line: 1, sku: 'TEA', units }]);
    at.totes.set('W-1', { tote: 'W-1', order: 'SO-1', status: 'picked', items: items(1) });
    if (lying > 0) at.totes.set('W-2', { tote: 'W-2', order: 'SO-1', status: 'picked', items: items(lying) });
    const line = { line: 1, picked: 3, packed, shipped: 0, shorted: 'shortedBefore' in more ? 1 : 0 };
    const progress = { order: 'SO-1', stations: [], serials: [], nextParcel: 1, lines: [line] };
    at.floor = { ...at.floor, progress: () => progress };
    return at;
  }

  test('is sorted into its own slot, whatever lies in the first one or was packed out of that', () => {
    for (const packed of [0, 1]) {
      const at = rest(packed, 0);
      expect(at.verdicts('T-1', t, 'W-2', t, 'W-2')).toEqual([
        ...['tote_opened', 'item_confirmed', 'item_put', 'item_confirmed', 'item_put'],
      ]);
      expect(at.state.last?.tone).toBe('done');
      expect(at.facts('tote.released')).toEqual([{ tote: 'T-1' }]);
    }
  });

  test('counts what lies in that slot and was packed out of it', () => {
    expect(rest(0, 1).verdicts('T-1', t, 'W-2')).toEqual(['tote_opened', 'item_confirmed', 'item_put']);
    expect(rest(3, 0).verdicts('T-1')).toEqual(['refused_order_done']);
    expect(rest(2, 0).verdicts('T-1', t, 'W-2', t)).toEqual([
      ...['tote_opened', 'item_confirmed', 'item_put', 'refused_no_order_open'],
    ]);
  });

  test('does not take for its own what was given up before it was planned', () => {
    expect(rest(0, 0, { before: 2, shortedBefore: 1 }).verdicts('T-1', t, 'W-2', t, 'W-2').at(-1)).toBe(
      'item_put',
    );
  });
});
