import fc from 'fast-check';
import { expect, test } from 'vitest';
import { caseOf, dataOf, eachOf, milk, order, tea } from '../testing-station.ts';
import { unitsOpenAt } from './pick-session.ts';
import { PickStation, stop, task } from './testing-walk.ts';

/** What one scan does that can be undone. */
const undoable = new Set(['item_put', 'line_shorted', 'item_skipped', 'tote_assigned', 'task_closed']);
const undoing = new Set(['item_undone', 'short_undone', 'skip_undone', 'task_reopened']);

const worlds = fc.record({
  mode: fc.constantFrom('order' as const, 'batch' as const),
  units: fc.tuple(
    fc.integer({ min: 1, max: 8 }),
    fc.integer({ min: 1, max: 3 }),
    fc.integer({ min: 1, max: 3 }),
  ),
});
type World = typeof worlds extends fc.Arbitrary<infer Value> ? Value : never;

const inputs = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.constant('PP:UNDO') },
    { weight: 6, arbitrary: fc.constantFrom(eachOf(tea), eachOf(milk)) },
    { weight: 1, arbitrary: fc.constant(caseOf(tea)) },
    { weight: 2, arbitrary: fc.constantFrom('PP:SKIP', 'PP:SHORT:DAMAGED', 'T-new', 'PP:DONE') },
  ),
  { maxLength: 60, size: 'max' },
);

function stationOf({ mode, units: [first, second, third] }: World): PickStation {
  const orders = [order('SO-1', [tea, first], [milk, second]), order('SO-2', [tea, third])];
  const walked = mode === 'batch' ? orders : orders.slice(0, 1);
  const parts =
    mode === 'batch'
      ? ([
          ['SO-1', 1, first],
          ['SO-2', 1, third],
        ] as const)
      : ([['SO-1', 1, first]] as const);
  const at = new PickStation();
  for (const one of walked) at.release(one);
  at.give(
    task('W1-1', mode, [stop(undefined, tea, [...parts]), stop(undefined, milk, [['SO-1', 2, second]])]),
  );
  at.verdicts('W1-1', 'T-0');
  return at;
}

/** What any reader derives from the facts, and where the person stands. */
function outcome(at: PickStation) {
  const units = new Map<string, number>();
  const add = (key: string, n: number) => units.set(key, (units.get(key) ?? 0) + n);
  for (const [type, member, sign] of [
    ['pick.confirmed', 'picked', 1],
    ['pick.undone', 'picked', -1],
    ['pick.shorted', 'shorted', 1],
    ['pick.short_undone', 'shorted', -1],
    ['pick.skipped', 'skipped', 1],
    ['pick.skip_undone', 'skipped', -1],
  ] as const) {
    for (const data of dataOf(at.log, type))
      add(`${data.order} ${data.line} ${member} ${'tote' in data ? data.tote : ''}`, sign * data.units);
  }
  const { walk } = at;
  return {
    units: [...units].filter(([, n]) => n !== 0).sort(([a], [b]) => (a < b ? -1 : 1)),
    closed: at.facts('task.closed').length - at.facts('task.reopened').length,
    totes: at.facts('tote.assigned').length - at.facts('tote.released').length,
    stops: walk?.stops ?? null,
    open: walk?.walk.filter(
      (index) => unitsOpenAt(walk.stops[index] ?? { sku: '', name: '', parts: [] }, at.work) > 0,
    ),
    undoable: walk?.undoable.length ?? null,
    recentPicks: at.state.recentPicks,
  };
}

test('a walk with undos comes to the same as the walk without what was undone', () => {
  let undone = 0;
  let reopened = 0;
  fc.assert(
    fc.property(worlds, inputs, (world, sequence) => {
      const at = stationOf(world);
      const kept: string[] = [];
      for (const [index, input] of sequence.entries()) {
        const raw = input === 'T-new' ? `T-${index + 1}` : input;
        const { verdict } = at.scan(raw).reply;
        if (undoable.has(verdict)) kept.push(raw);
        if (!undoing.has(verdict)) continue;
        undone += 1;
        // The tote of the beginning was scanned before the sequence.
        if (kept.pop() === undefined) return;
      }
      reopened += at.facts('task.reopened').length;
      const plain = stationOf(world);
      for (const raw of kept) expect(undoable).toContain(plain.scan(raw).reply.verdict);
      expect(outcome(at)).toEqual(outcome(plain));
    }),
    { numRuns: 300 },
  );
  // Else the rule above was hardly tried.
  expect(undone).toBeGreaterThan(100);
  expect(reopened).toBeGreaterThan(10);
});
