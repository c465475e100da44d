import { describe, expect, test } from 'vitest';
import { factData } from '../../../protocols/wire/fact.ts';
import { eachOf, milk, order, tea } from '../testing-station.ts';
import { PickStation, stop, task } from './testing-walk.ts';

const t = eachOf(tea);
const m = eachOf(milk);

/** Two orders on one walk, each with its tote. */
function cluster(): PickStation {
  const at = new PickStation();
  at.release(order('SO-1', [tea, 2], [milk, 1])).release(order('SO-2', [tea, 4]));
  at.give(
    task('W1-1', 'cluster', [
      stop('L-A1', tea, [
        ['SO-1', 1, 2],
        ['SO-2', 1, 4],
      ]),
      stop('L-B2', milk, [['SO-1', 2, 1]]),
    ]),
  );
  at.verdicts('W1-1', 'T-1', 'T-2');
  return at;
}

describe('an order of a cluster that does not fit into its tote', () => {
  test('gets a further one with the item in the hand, and what follows goes there', () => {
    const at = cluster();
    expect(at.verdicts(t, 'T-1', t)).toEqual(['item_confirmed', 'item_put', 'item_confirmed']);
    expect(at.scan('T-9').reply).toMatchObject({
      verdict: 'tote_assigned',
      message: 'T-9 is a further tote for SO-1. Put 1 x Green tea into it and scan it again.',
    });
    expect(at.verdicts('T-9', t, 'T-2', t, 'T-2', t, 'T-2', t, 'T-2', m, 'T-2', 'T-9')).toEqual([
      ...['item_put', 'item_confirmed', 'item_put', 'item_confirmed', 'item_put'],
      ...['item_confirmed', 'item_put', 'item_confirmed', 'item_put', 'item_confirmed'],
      ...['refused_wrong_tote', 'task_closed'],
    ]);
    expect(at.facts('tote.assigned').at(-1)).toEqual({ tote: 'T-9', order: 'SO-1', task: 'W1-1' });
    const ofFirst = at.facts('pick.confirmed').filter((fact) => fact.order === 'SO-1');
    expect(ofFirst.map(({ tote, line }) => [tote, line])).toEqual([
      ['T-1', 1],
      ['T-9', 1],
      ['T-9', 2],
    ]);
    for (const { type, data } of at.log) factData[type].parse(data);
  });

  test('can still use the first, which is scanned to be the one again', () => {
    const at = cluster();
    at.verdicts(t, 'T-9', 'T-1', 'T-1');
    expect(at.walk?.totes.map(({ tote }) => tote)).toEqual(['T-2', 'T-9', 'T-1']);
    expect(at.verdicts(t, 'T-1')).toEqual(['item_confirmed', 'item_put']);
  });

  test('is asked for its item first, as a tote alone says not whose it is', () => {
    const at = cluster();
    const { reply, facts } = at.scan('T-9');
    expect(reply).toMatchObject({
      verdict: 'refused_wrong_tote',
      message: expect.stringContaining('scan the item first, then T-9'),
    });
    expect(facts).toHaveLength(1);
  });

  test('takes none that is in use for another, and none while it is stopped', () => {
    const at = cluster();
    at.totes.set('T-7', { tote: 'T-7', order: 'SO-7', status: 'filling', items: [] });
    expect(at.verdicts(t, 'T-7', 'T-2')).toEqual([
      'item_confirmed',
      'refused_tote_in_use',
      'refused_wrong_tote',
    ]);
    at.release({ ...order('SO-1', [tea, 2], [milk, 1]), status: 'on_hold', holdReason: 'credit' });
    expect(at.verdicts('T-9')).toEqual(['refused_order_on_hold']);
  });

  test('gives it back by undo', () => {
    const at = cluster();
    at.verdicts(t, 'T-9', 'PP:UNDO', 'PP:UNDO');
    expect(at.facts('tote.released')).toEqual([{ tote: 'T-9', order: 'SO-1' }]);
    expect(at.verdicts(t, 'T-1')).toEqual(['item_confirmed', 'item_put']);
  });
});
