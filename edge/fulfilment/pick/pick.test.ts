import { describe, expect, test } from 'vitest';
import { factData } from '../../../protocols/wire/fact.ts';
import { screenOf } from '../screen.ts';
import { caseOf, milk, order, tea } from '../testing-station.ts';
import { cluster, m, prompt, single, t } from './testing-orders.ts';
import { PickStation } from './testing-walk.ts';

describe('a walk for one order', () => {
  test('goes from stop to stop into the tote, and the last scan closes it', () => {
    const at = single();
    expect(at.verdicts('W1-1', 'T-1', t, t, t, m)).toEqual([
      ...['task_started', 'tote_assigned', 'item_put', 'item_put', 'item_put', 'task_closed'],
    ]);
    expect(at.state.activity).toBeNull();
    expect(at.state.last?.tone).toBe('done');
    expect(at.log.map(({ type }) => type)).toEqual([
      ...['scan.recorded', 'order.started', 'task.started', 'scan.recorded', 'tote.assigned'],
      ...[
        'scan.recorded',
        'pick.confirmed',
        'scan.recorded',
        'pick.confirmed',
        'scan.recorded',
        'pick.confirmed',
      ],
      ...['scan.recorded', 'pick.confirmed', 'task.closed'],
    ]);
    expect(at.facts('pick.confirmed')[0]).toEqual({
      ...{ order: 'SO-1', line: 1, sku: 'TEA', units: 1, gtin: t, scanSeq: 6 },
      ...{ task: 'W1-1', location: 'L-A1', tote: 'T-1' },
    });
    expect(at.facts('task.closed')).toEqual([{ task: 'W1-1', outcome: 'picked' }]);
    for (const { type, data } of at.log) factData[type].parse(data);
  });

  test('says at each moment where to go and what to scan', () => {
    const at = single({ pick: { confirm: 'location_and_item' } });
    at.scan('W1-1');
    expect(prompt(at)).toBe('Scan an empty tote for SO-1');
    at.scan('T-1');
    expect(prompt(at)).toBe('Go to L-A1 and scan it');
    at.scan('L-A1');
    expect(prompt(at)).toBe('L-A1: scan 3 x Green tea');
    at.verdicts(t, t, t);
    expect(prompt(at)).toBe('Go to L-B2 and scan it');
  });

  test('an item before its tote or its location is refused by name', () => {
    const at = single({ pick: { confirm: 'location_and_item' } });
    expect(at.verdicts('W1-1', t, 'T-1', t, 'L-B2', 'L-A1', t)).toEqual([
      ...['task_started', 'refused_tote_first', 'tote_assigned', 'refused_location_first'],
      ...['refused_wrong_location', 'location_confirmed', 'item_put'],
    ]);
  });

  test('where the location is enough, its scan takes all that is missing there', () => {
    const at = single({ pick: { confirm: 'location' } });
    expect(at.verdicts('W1-1', 'L-A1', 'T-1', 'L-A1', 'L-B2')).toEqual([
      ...['task_started', 'refused_tote_first', 'tote_assigned', 'item_put', 'task_closed'],
    ]);
    expect(at.facts('pick.confirmed').map(({ units, gtin }) => [units, gtin])).toEqual([
      [3, t],
      [1, m],
    ]);
  });

  test('a second tote may be taken when the first is full', () => {
    const at = single();
    at.verdicts('W1-1', 'T-1', t, 'T-2', t);
    expect(at.facts('pick.confirmed').map(({ tote }) => tote)).toEqual(['T-1', 'T-2']);
    expect(at.verdicts('T-1', t)).toEqual(['tote_confirmed', 'item_put']);
    expect(at.facts('pick.confirmed').at(-1)?.tote).toBe('T-1');
  });

  test('a stop is skipped and comes again at the end; the last one cannot be', () => {
    const at = single();
    expect(at.verdicts('W1-1', 'T-1', 'PP:SKIP', m, 'PP:SKIP', t, t, t)).toEqual([
      ...['task_started', 'tote_assigned', 'item_skipped', 'item_put', 'refused_task_incomplete'],
      ...['item_put', 'item_put', 'task_closed'],
    ]);
    expect(at.facts('pick.skipped')).toMatchObject([{ order: 'SO-1', line: 1, units: 3, location: 'L-A1' }]);
  });

  test('a short gives up what is missing at the stop, with its reason', () => {
    const at = single();
    expect(at.verdicts('W1-1', 'T-1', t, 'PP:SHORT:SOMEHOW', 'PP:SHORT:DAMAGED', m)).toEqual([
      ...[
        'task_started',
        'tote_assigned',
        'item_put',
        'refused_unknown_command',
        'line_shorted',
        'task_closed',
      ],
    ]);
    expect(at.facts('pick.shorted')).toEqual([
      { order: 'SO-1', line: 1, sku: 'TEA', units: 2, reason: 'damaged', task: 'W1-1', location: 'L-A1' },
    ]);
    expect(at.facts('task.closed')).toEqual([{ task: 'W1-1', outcome: 'short' }]);
  });

  test('a short that needs a supervisor waits for the badge of another person', () => {
    const at = single({ pick: { short: { approval: true } } });
    expect(at.verdicts('W1-1', 'T-1', 'PP:SHORT')).toEqual([
      ...['task_started', 'tote_assigned', 'refused_sign_in_first'],
    ]);
    at.signIn(['Anna', 'operator'], ['Boss', 'supervisor'], ['Ben', 'operator']);
    expect(
      at.verdicts('PP:SHORT', 'PP:BADGE:Anna', 'PP:BADGE:Ben', 'PP:BADGE:Nobody', 'PP:BADGE:Boss'),
    ).toEqual([
      ...[
        'approval_asked',
        'refused_same_person',
        'refused_not_a_supervisor',
        'refused_badge_unknown',
        'line_shorted',
      ],
    ]);
    expect(at.facts('pick.shorted')[0]?.approvedBy).toBe('Boss');
    expect(at.state.operator).toBe('Anna');
  });

  test('anything else that is scanned ends the wait for an approval', () => {
    const at = single({ pick: { short: { approval: true } } });
    at.signIn(['Anna', 'operator'], ['Boss', 'supervisor']);
    expect(at.verdicts('W1-1', 'T-1', 'PP:SHORT', t, 'PP:BADGE:Boss')).toEqual([
      ...['task_started', 'tote_assigned', 'approval_asked', 'item_put', 'operator_signed_in'],
    ]);
  });

  test('a supervisor proves who they are by PIN where the site wants it', () => {
    const at = single({ pick: { short: { approval: true } }, people: { pin: 'supervisors' } });
    at.pins.set('Boss', '4711');
    at.signIn(['Anna', 'operator'], ['Boss', 'supervisor']);
    expect(at.verdicts('W1-1', 'T-1', 'PP:SHORT', 'PP:BADGE:Boss', 'PP:PIN:1', 'PP:PIN:4711')).toEqual([
      ...[
        'task_started',
        'tote_assigned',
        'approval_asked',
        'pin_asked',
        'refused_pin_wrong',
        'line_shorted',
      ],
    ]);
    expect(JSON.stringify(at.log)).not.toContain('4711');
  });
});

describe('a walk for several orders', () => {
  test('each put is confirmed by the tote of its order', () => {
    const at = cluster();
    expect(at.verdicts('W1-1', 'T-1', 'T-2', 'T-3')).toEqual([
      ...['task_started', 'tote_assigned', 'tote_assigned', 'refused_wrong_tote'],
    ]);
    expect(at.verdicts(t, 'T-2', t, 'T-1', 'T-1')).toEqual([
      ...['item_confirmed', 'refused_wrong_tote', 'refused_tote_first', 'item_put', 'tote_confirmed'],
    ]);
    expect(at.facts('pick.confirmed')).toHaveLength(1);
    expect(at.facts('pick.confirmed')[0]).toMatchObject({ order: 'SO-1', tote: 'T-1' });
    const proof = at.log[(at.facts('pick.confirmed')[0]?.scanSeq ?? 0) - 1];
    expect(proof).toMatchObject({ type: 'scan.recorded', data: { raw: t } });
    expect(at.facts('tote.assigned')).toEqual([
      { tote: 'T-1', order: 'SO-1', task: 'W1-1' },
      { tote: 'T-2', order: 'SO-2', task: 'W1-1' },
    ]);
  });

  test('a case that serves two orders is put into both totes', () => {
    const at = cluster();
    at.verdicts('W1-1', 'T-1', 'T-2');
    expect(at.verdicts(caseOf(tea), 'T-2', 'T-1', m, 'T-1')).toEqual([
      ...['item_confirmed', 'item_put', 'item_put', 'item_confirmed', 'task_closed'],
    ]);
    expect(at.facts('pick.confirmed').map(({ order: of, units, tote }) => [of, units, tote])).toEqual([
      ['SO-2', 4, 'T-2'],
      ['SO-1', 2, 'T-1'],
      ['SO-1', 1, 'T-1'],
    ]);
  });

  test('an order held meanwhile stops at the next scan, and the others go on', () => {
    const at = cluster();
    at.verdicts('W1-1', 'T-1', 'T-2', t);
    at.release({ ...order('SO-1', [tea, 2], [milk, 1]), status: 'on_hold', holdReason: 'credit limit' });
    expect(at.verdicts('T-1')).toEqual(['refused_order_on_hold']);
    expect(at.state.last?.message).toContain('credit limit');
    expect(prompt(at)).toBe('Stopped: put Green tea back and scan UNDO');
    expect(at.verdicts('PP:UNDO', t, 'T-2', t, 'T-2', t, 'T-2', t, 'T-2', m)).toEqual([
      ...['item_undone', 'item_confirmed', 'item_put', 'item_confirmed', 'item_put'],
      ...['item_confirmed', 'item_put', 'item_confirmed', 'item_put', 'refused_order_on_hold'],
    ]);
    expect(prompt(at)).toBe('Nothing is left to pick. Scan DONE');
    at.release(order('SO-1', [tea, 2], [milk, 1]));
    expect(at.verdicts(t, 'T-1', t, 'T-1', m, 'T-1').at(-1)).toBe('task_closed');
  });

  test('what waits for a release is given back, what was cancelled is left out', () => {
    const held = cluster();
    held.verdicts('W1-1', 'T-1', 'T-2', 'PP:SHORT', m);
    held.release({ ...order('SO-1', [tea, 2], [milk, 1]), status: 'on_hold', holdReason: 'x' });
    held.verdicts('PP:UNDO', 'PP:DONE');
    expect(held.facts('task.closed')).toEqual([{ task: 'W1-1', outcome: 'given_back' }]);

    const gone = cluster();
    gone.verdicts('W1-1', 'T-1', 'T-2');
    gone.release({ ...order('SO-1', [tea, 2], [milk, 1]), status: 'cancelled', holdReason: 'x' });
    for (let unit = 0; unit < 4; unit++) gone.verdicts(t, 'T-2');
    expect(gone.facts('task.closed')).toEqual([{ task: 'W1-1', outcome: 'picked' }]);
  });
});

describe('an order without a task', () => {
  test('is picked into a tote where packing is a step of its own', () => {
    const at = new PickStation({ pack: { from: 'picked' } });
    at.release(order('SO-1', [tea, 1], [milk, 1, 'L1']));
    expect(at.verdicts('SO-1', 'T-1', t, m, `]C101${m}10L1`)).toEqual([
      ...['order_opened', 'tote_assigned', 'item_put', 'refused_wrong_lot', 'task_closed'],
    ]);
    expect(at.facts('order.started')).toEqual([{ order: 'SO-1', version: 1 }]);
    expect(at.facts('pick.confirmed')[0]).not.toHaveProperty('task');
    expect(at.facts('task.closed')).toEqual([]);
  });
});

describe('the screen of a walk', () => {
  test('shows the stop, the totes, what comes and what was put', () => {
    const at = cluster();
    at.verdicts('W1-1', 'T-1', 'T-2', t, 'T-1');
    const view = screenOf(at.state, at.work, {
      ...{ revision: 1, site: 'north', station: 'pick-1', queue: { total: 0, next: [] }, devices: [] },
      link: { connected: true, unacknowledged: 0, oldestUnacknowledgedAt: null, workAsOf: null },
    });
    expect(view.activity).toMatchObject({
      ...{ kind: 'pick', task: 'W1-1', mode: 'cluster', unitsDone: 1, unitsTotal: 7, stopsLeft: 2 },
      stop: {
        ...{ location: 'L-A1', product: 'Green tea', units: 5 },
        parts: [
          { order: 'SO-1', tote: 'T-1', units: 1 },
          { order: 'SO-2', tote: 'T-2', units: 4 },
        ],
      },
      next: [{ location: 'L-B2', units: 1 }],
      totes: [
        { tote: 'T-1', order: 'SO-1', units: 1 },
        { tote: 'T-2', order: 'SO-2', units: 0 },
      ],
    });
    expect(view.undo).toEqual(['1 x Green tea into T-1', 'T-2 for SO-2', 'T-1 for SO-1']);
    expect(view.actions.map(({ code }) => code)).toContain('PP:SHORT:STOCK_OUT');
  });
});
