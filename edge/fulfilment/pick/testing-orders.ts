import { screenOf } from '../screen.ts';
import { eachOf, milk, order, tea } from '../testing-station.ts';
import { PickStation, stop, task } from './testing-walk.ts';

export const t = eachOf(tea);
export const m = eachOf(milk);

export function prompt(at: PickStation): string {
  return screenOf(at.state, at.work, {
    ...{ revision: 1, site: 'north', station: 'pick-1', queue: { total: 0, next: [] }, devices: [] },
    link: { connected: true, unacknowledged: 0, oldestUnacknowledgedAt: null, workAsOf: null },
  }).prompt;
}

/** One order at two locations. */
export function single(rules = {}): PickStation {
  const at = new PickStation(rules).release(order('SO-1', [tea, 3], [milk, 1])) as PickStation;
  return at.give(
    task('W1-1', 'order', [stop('L-A1', tea, [['SO-1', 1, 3]]), stop('L-B2', milk, [['SO-1', 2, 1]])]),
  );
}

/** Two orders on one walk, each into its tote. */
export function cluster(rules = {}): PickStation {
  const at = new PickStation(rules);
  at.release(order('SO-1', [tea, 2], [milk, 1])).release(order('SO-2', [tea, 4]));
  return at.give(
    task('W1-1', 'cluster', [
      stop('L-A1', tea, [
        ['SO-1', 1, 2],
        ['SO-2', 1, 4],
      ]),
      stop('L-B2', milk, [['SO-1', 2, 1]]),
    ]),
  );
}
