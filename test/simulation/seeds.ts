import type { Action, Plan, Settings } from './plan.ts';

/** A schedule that once broke a promise, as small as it was shrunk to; it runs before all others. */
export interface KeptSchedule extends Plan {
  readonly found: string;
}

const settings: Settings = {
  stations: 1,
  subscribers: 0,
  network: 'tcp',
  windowFacts: 12,
  batchFacts: 1,
  patience: 3,
  keep: 100,
  defect: 'none',
};
const kept = (found: string, changes: Partial<Settings>, ...actions: Action[]): KeptSchedule => ({
  found,
  settings: { ...settings, ...changes },
  actions,
});

/** Steps rather than seeds: what a seed stands for changes whenever a kind of step is added. */
export const keptSchedules: readonly KeptSchedule[] = [
  kept(
    'a copied station took facts for delivered of which the gateway held others',
    {},
    ['clone', 0, 0],
    ['make', 1, 0],
    ['make', 0, 0],
  ),
  kept(
    'a gateway that was put back did not get again what its stations still held, as they had nothing new',
    { stations: 2 },
    ['connect', 1, 0],
    ['make', 1, 0],
    ['backup', 0, 0],
    ['up', 0, 0],
    ['commit', 0, 0],
    ['restore', 0, 0],
  ),
  kept(
    'a bad fact of a copied station took the place of a fact of the good one',
    {},
    ['connect', 0, 0],
    ['clone', 0, 0],
    ['make', 0, 2],
    ['poison', 1, 2],
    ['poison', 1, 0],
    ['up', 0, 0],
    ['connect', 1, 0],
    ['up', 1, 0],
  ),
  kept(
    'a bad fact behind refused ones hid that two stations had one identity',
    { stations: 2, batchFacts: 4 },
    ['connect', 0, 0],
    ['clone', 0, 0],
    ['make', 2, 2],
    ['make', 0, 2],
    ['poison', 2, 0],
    ['up', 0, 0],
    ['connect', 2, 0],
    ['up', 1, 0],
  ),
  kept(
    'a station never heard that the log of its gateway was put back: what told it so was lost, and it had nothing new',
    { network: 'broker' },
    ['backup', 0, 0],
    ['connect', 0, 0],
    ['down', 0, 0],
    ['make', 0, 0],
    ['up', 0, 0],
    ['commit', 0, 0],
    ['down', 0, 0],
    ['restore', 0, 0],
    ['connect', 0, 0],
    ['lose', 1, 1],
  ),
];
