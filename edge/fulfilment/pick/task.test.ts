import { describe, expect, test } from 'vitest';
import { milk, tea } from '../testing-station.ts';
import { m, single, t } from './testing-orders.ts';
import { stop, task } from './testing-walk.ts';

describe('whose task it is', () => {
  const claim = (station: string, expiresAt: string) => ({
    ...{ subject: { kind: 'task' as const, task: 'W1-1' }, operator: null, expiresAt },
    ...{ station: station as never, grantedAt: '2026-03-01T07:00:00.000Z' },
  });

  test('begun at two stations before either heard of the other: the one without the claim stops at its next scan', () => {
    const at = single({ claims: { mode: 'lease' } });
    expect(at.verdicts('W1-1', 'T-1', t)).toEqual(['task_started', 'tote_assigned', 'item_put']);
    at.floor = { ...at.floor, claim: () => claim('pick-9', '2026-03-01T08:30:00.000Z') };
    expect(at.verdicts(t)).toEqual(['refused_task_elsewhere']);
    expect(at.verdicts('PP:UNDO')).toEqual(['item_undone']);
  });

  test('a task that another station holds is refused until its lease is over', () => {
    const at = single({ claims: { mode: 'lease' } });
    at.floor = { ...at.floor, claim: () => claim('pick-9', '2026-03-01T08:30:00.000Z') };
    expect(at.verdicts('W1-1')).toEqual(['refused_task_elsewhere']);
    expect(at.state.last?.message).toContain('pick-9');
    at.at = '2026-03-01T08:30:00.000Z';
    expect(at.verdicts('W1-1')).toEqual(['task_started']);
  });

  test('without the network only a task that is held goes on', () => {
    const at = single({ claims: { mode: 'lease' } });
    at.online = false;
    expect(at.verdicts('W1-1')).toEqual(['refused_order_not_held_offline']);
    at.floor = { ...at.floor, claim: () => claim('pack-1', '2026-03-01T09:00:00.000Z') };
    expect(at.verdicts('W1-1')).toEqual(['task_started']);
  });

  test('a zone waits for the one before it, and goes on with its totes', () => {
    const at = single();
    const before = task('W1-1', 'zone', [stop('L-A1', tea, [['SO-1', 1, 3]])], { zone: 'A' });
    const after = task('W1-2', 'zone', [stop('L-B2', milk, [['SO-1', 2, 1]])], { zone: 'B', after: 'W1-1' });
    at.give(before, after);
    expect(at.verdicts('W1-2', 'W1-1', 'T-1', 'W1-2')).toEqual([
      ...['refused_task_incomplete', 'task_started', 'tote_assigned', 'refused_task_incomplete'],
    ]);
    at.verdicts(t, t, t);
    at.give({ ...before, status: 'closed', totes: [{ tote: 'T-1', order: 'SO-1' }] });
    expect(at.verdicts('W1-2', m)).toEqual(['task_started', 'task_closed']);
    expect(at.facts('pick.confirmed').at(-1)).toMatchObject({ task: 'W1-2', tote: 'T-1' });
  });

  test('a walk is handed over with its totes, and whoever takes it up goes on where it stopped', () => {
    const at = single();
    expect(at.verdicts('W1-1', 'T-1', t, t, 'PP:HAND_OVER')).toContain('task_handed_over');
    expect(at.facts('task.handed_over')).toEqual([{ task: 'W1-1', totes: ['T-1'] }]);
    const other = single();
    other.give({
      ...(other.tasks.get('W1-1') ?? task('', 'order', [])),
      totes: [{ tote: 'T-1', order: 'SO-1' }],
    });
    const line = { line: 1, picked: 2, packed: 0, shipped: 0, shorted: 0 };
    const progress = { order: 'SO-1', stations: [], lines: [line], serials: [], nextParcel: 1 };
    other.floor = { ...other.floor, progress: () => progress };
    expect(other.verdicts('W1-1', t, m)).toEqual(['task_started', 'item_put', 'task_closed']);
  });

  test('a task that was finished here is not begun again by a double scan', () => {
    const at = single();
    at.verdicts('W1-1', 'T-1', t, t, t, m);
    expect(at.verdicts('W1-1')).toEqual(['refused_order_done']);
    expect(single().verdicts('W9-9')).toEqual(['refused_task_unknown']);
  });

  test('a walk that was begun is not left for other work, an untouched one is', () => {
    const at = single();
    at.give(task('W1-2', 'order', [stop('L-B2', milk, [['SO-1', 2, 1]])]));
    expect(at.verdicts('W1-1', 'W1-2', 'T-1', 'W1-1', 'PP:GIVE_BACK', 'W1-1')).toEqual([
      ...[
        'task_started',
        'task_started',
        'tote_assigned',
        'refused_task_incomplete',
        'task_closed',
        'task_started',
      ],
    ]);
  });

  test('a tote in use is refused', () => {
    const at = single();
    at.totes.set('T-9', { tote: 'T-9', order: 'SO-7', status: 'picked', items: [] });
    expect(at.verdicts('W1-1', 'T-9')).toEqual(['task_started', 'refused_tote_in_use']);
    expect(at.state.last?.message).toContain('SO-7');
  });
});
