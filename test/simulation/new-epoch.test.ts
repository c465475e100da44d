import { expect, test } from 'vitest';
import type { Action, Settings } from './plan.ts';
import { headIn } from './site-log-model.ts';
import { steps } from './steps.ts';
import { World } from './world.ts';

const settings: Settings = {
  stations: 2,
  subscribers: 0,
  network: 'tcp',
  windowFacts: 12,
  batchFacts: 4,
  patience: 3,
  keep: 100,
  defect: 'none',
};

async function run(world: World, ...actions: readonly Action[]): Promise<void> {
  for (const [kind, a, b] of actions) await steps[kind](world, a, b);
}

/** Everything that a station has reaches the gateway. */
const deliver = (station: number): readonly Action[] => [
  ['connect', station, 0],
  ...[0, 1, 2, 3].flatMap((link): Action[] => [
    ['up', link, 0],
    ['up', link, 0],
  ]),
  ['commit', 0, 0],
];
/** Some rounds of cloud-sync, in no time. */
const carry: readonly Action[] = Array.from({ length: 60 }, (_, n) => [n % 6 === 0 ? 'tick' : 'http', 0, 0]);

test('cloud-sync carries what took the places of lost facts as soon as the log of a gateway begins a new epoch', async () => {
  const world = new World(settings);
  const upTo = (station: string) => headIn(world.central.disk.durable, station).upTo;
  await run(world, ['make', 0, 0], ...deliver(0), ['backup', 0, 0], ['make', 0, 3], ...deliver(0), ...carry);
  expect(upTo('S1')).toBe(5);
  await run(world, ['restore', 0, 1], ['make', 1, 1], ...deliver(1), ...deliver(0));
  expect(world.gateway.disk.durable.entries.map(({ station }) => station).join()).toBe(
    'S1,S2,S2,S1,S1,S1,S1',
  );
  await run(world, ...carry);
  expect(upTo('S2')).toBe(2);
});
