import { describe, expect, test } from 'vitest';
import { caseOf, eachOf, milk, order, salt, tea } from '../testing-station.ts';
import { PickStation, stop, task } from './testing-walk.ts';

const GS = '\x1d';
const t = eachOf(tea);
const m = eachOf(milk);

/** A walk for one order of tea and milk, with its tote. */
function walk(tea1: number, lot?: string): PickStation {
  const at = new PickStation();
  at.release(order('SO-1', [tea, tea1], [milk, 1]));
  const stops = [stop('L-A1', tea, [['SO-1', 1, tea1]], lot), stop('L-B2', milk, [['SO-1', 2, 1]])];
  at.give(task('W1-1', 'order', stops));
  at.verdicts('W1-1', 'T-1');
  return at;
}

/** Units in the totes: picks less what was undone. */
function units(at: PickStation): number {
  const sum = (facts: readonly { readonly units: number }[]) =>
    facts.reduce((all, one) => all + one.units, 0);
  return sum(at.facts('pick.confirmed')) - sum(at.facts('pick.undone'));
}

/** What users of other systems complain about, each as a promise of this one: while picking. */
describe('complaints of the floor, on a walk', () => {
  test('1: ten fast scans of the same item count as ten', () => {
    const at = walk(11);
    for (let scan = 0; scan < 10; scan++) at.scan(t);
    expect(units(at)).toBe(10);
  });

  test('7: a lot belongs to the product of the same barcode, to no other', () => {
    const at = walk(2, 'L1');
    expect(at.verdicts(`]C101${m}10L1`, t, ']C110L1', t, `]C101${t}10L2`, `]C101${t}10L1`)).toEqual([
      ...['refused_not_on_order', 'refused_wrong_lot', 'refused_unknown_barcode', 'refused_wrong_lot'],
      ...['refused_wrong_lot', 'item_put'],
    ]);
  });

  test('8: a case counts as its units, and only whole', () => {
    const at = walk(8);
    expect(at.verdicts(caseOf(tea), caseOf(tea), t)).toEqual(['item_put', 'refused_too_many', 'item_put']);
    expect(units(at)).toBe(7);
    expect(at.verdicts(`]C101${t}304`)).toEqual(['refused_unreadable']);
  });

  test('9: a wrong item never makes a stop of its own', () => {
    const at = walk(1);
    const { facts, reply } = at.scan(eachOf(salt));
    expect(reply.verdict).toBe('refused_not_on_order');
    expect(facts.map(({ type }) => type)).toEqual(['scan.recorded']);
    expect(at.walk?.stops).toHaveLength(2);
  });

  test('10, 21: nothing of one scan leaks into the next, and nothing that was recorded is blanked', () => {
    const at = walk(7);
    at.verdicts(`]C101${caseOf(tea)}10LOT${GS}17271231`, t);
    expect(at.facts('pick.confirmed').map(({ units: n, lot, expiry }) => [n, lot, expiry])).toEqual([
      [6, 'LOT', '2027-12-31'],
      [1, undefined, undefined],
    ]);
  });

  test('12: undo compensates the effect and keeps the record', () => {
    const at = walk(3);
    at.verdicts(t, t);
    const recorded = at.log.slice();
    expect(at.verdicts('PP:UNDO')).toEqual(['item_undone']);
    expect(at.log.slice(0, recorded.length)).toEqual(recorded);
    expect(units(at)).toBe(1);
    expect(at.verdicts('PP:UNDO', 'PP:UNDO', 'PP:UNDO')).toEqual([
      ...['item_undone', 'item_undone', 'refused_nothing_to_undo'],
    ]);
    expect(at.facts('tote.released')).toEqual([{ tote: 'T-1', order: 'SO-1' }]);
  });

  test('13: what is short gives up what is missing and keeps what was picked', () => {
    const at = walk(5);
    at.verdicts(t, t, 'PP:SHORT:STOCK_OUT', m);
    expect(at.facts('pick.shorted').map(({ line, units: n }) => [line, n])).toEqual([[1, 3]]);
    expect(units(at)).toBe(3);
  });

  test('15: a double tap does everything once', () => {
    const at = walk(1);
    at.verdicts('W1-1', 'T-1', t, 'PP:SHORT', 'PP:SHORT', 'PP:DONE', 'W1-1');
    const once = ['task.started', 'tote.assigned', 'pick.shorted', 'task.closed'] as const;
    expect(once.map((type) => at.facts(type).length)).toEqual([1, 1, 1, 1]);
    at.release(order('SO-2', [tea, 1]));
    at.give(task('W1-2', 'order', [stop('L-A1', tea, [['SO-2', 1, 1]])]));
    expect(at.verdicts('W1-2', 'W1-2', 'T-2', 'W1-2')).toEqual([
      ...['task_started', 'task_started', 'tote_assigned', 'task_started'],
    ]);
    expect(at.facts('task.started').map((one) => one.task)).toEqual(['W1-1', 'W1-2']);
  });

  test('18: a refusal says which of the many kinds of "not found" it is, and what to do', () => {
    const at = walk(2);
    at.totes.set('T-9', { tote: 'T-9', order: 'SO-7', status: 'filling', items: [] });
    const expected = {
      [eachOf(salt)]: 'refused_not_on_order',
      [m]: 'refused_not_on_order',
      [`]C101${t}10L1${GS}17260228`]: 'refused_expired',
      [caseOf(tea)]: 'refused_too_many',
      'L-B2': 'refused_wrong_location',
      'T-9': 'refused_tote_in_use',
      '4006381333931': 'refused_unknown_barcode',
      '4006381333932': 'refused_check_digit',
      'W7-7': 'refused_task_unknown',
      'SO-77': 'refused_unknown_barcode',
    };
    for (const [raw, verdict] of Object.entries(expected)) {
      const { reply, facts } = at.scan(raw);
      expect([raw, reply.verdict]).toEqual([raw, verdict]);
      expect(reply.tone).toBe('error');
      expect(reply.message).toMatch(/[.,] .+\.$/);
      expect(facts).toHaveLength(1);
    }
    at.verdicts(t, t);
    expect(at.verdicts(t)).toEqual(['refused_line_complete']);
  });

  test('19: a walk goes on without the network, and what was stored is where it goes on', () => {
    const at = walk(2);
    at.online = false;
    at.floor = { ...at.floor, task: () => undefined, tote: () => undefined };
    at.state = JSON.parse(JSON.stringify(at.state));
    expect(at.verdicts(t, t, m)).toEqual(['item_put', 'item_put', 'task_closed']);
  });

  test('22: the second unit counts, the second shot of one trigger does not', () => {
    const at = walk(3);
    at.bounceMs = 200;
    at.verdicts(t);
    expect(at.verdicts(t)).toEqual(['ignored_bounce']);
    at.at = '2026-03-01T08:00:00.200Z';
    expect(at.verdicts(t)).toEqual(['item_put']);
    expect(units(at)).toBe(2);
  });
});
