import { expect, test } from 'vitest';
import { eachOf, order, tea } from '../testing-station.ts';
import { pickView } from './pick-view.ts';
import { PickStation, stop, task } from './testing-walk.ts';

const t = eachOf(tea);

function shown(at: PickStation) {
  if (at.walk === null) throw new Error('no walk is in hand');
  return pickView(at.walk, at.work).totes.map(({ tote, units }) => [tote, units]);
}

test('after a hand-over each tote shows what whoever picked before has put into it', () => {
  const at = new PickStation({ pick: { confirm: 'item' } });
  at.release(order('SO-1', [tea, 5]));
  const totes = [{ tote: 'T-1', order: 'SO-1' }];
  at.give(task('W1-1', 'order', [stop('L-A1', tea, [['SO-1', 1, 5]])], { totes, status: 'handed_over' }));
  at.totes.set('T-1', {
    ...{ tote: 'T-1', order: 'SO-1', task: 'W1-1', status: 'filling' },
    items: [{ line: 1, sku: 'TEA', units: 3 }],
  });
  at.floor = {
    ...at.floor,
    progress: (number) => ({
      ...{ order: number, stations: [], serials: [], nextParcel: 1 },
      lines: [{ line: 1, picked: 3, packed: 0, shipped: 0, shorted: 0 }],
    }),
  };
  at.scan('W1-1');
  expect(shown(at)).toEqual([['T-1', 3]]);
  at.scan(t);
  expect(shown(at)).toEqual([['T-1', 4]]);
  at.scan('PP:UNDO');
  expect(shown(at)).toEqual([['T-1', 3]]);
  at.verdicts('T-2', t);
  expect(shown(at)).toEqual([
    ['T-1', 3],
    ['T-2', 1],
  ]);
});

test('a tote of many scans shows all of them, not only what can still be taken back', () => {
  const at = new PickStation({ pick: { confirm: 'item' } });
  at.release(order('SO-1', [tea, 130]));
  at.give(task('W1-1', 'order', [stop('L-A1', tea, [['SO-1', 1, 130]])]));
  at.verdicts('W1-1', 'T-1', ...Array.from({ length: 120 }, () => t));
  expect(shown(at)).toEqual([['T-1', 120]]);
});
