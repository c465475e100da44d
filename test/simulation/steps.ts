import { diskFaultAt } from './disk.ts';
import type { ActionKind } from './plan.ts';
import type { World } from './world.ts';

/** What each kind of step does. The numbers choose among what there is. */
export const steps: Readonly<
  Record<ActionKind, (world: World, a: number, b: number) => Promise<void> | undefined>
> = {
  make: atOnce((world, a, b) => world.make(at(world.stations, a), 1 + (b % 4))),
  poison: atOnce((world, a, b) => world.makePoor(at(world.stations, a), 1 + (b % 3), b)),
  up: atOnce((world, a, b) => world.up(at(world.links, a), b, true)),
  repeat: atOnce((world, a, b) => {
    if (world.settings.network === 'broker') world.up(at(world.links, a), b, false);
  }),
  commit: atOnce((world) => world.gateway.commit()),
  down: atOnce((world, a, b) => world.down(at(world.links, a), b)),
  lose: atOnce((world, a, b) => world.lose(at(world.links, a), b)),
  cut: atOnce((world, a) => world.cut(at(world.links, a))),
  silence: atOnce((world, a) => world.silence(at(world.links, a))),
  connect: atOnce((world, a) => world.connect(at(world.stations, a))),
  timeout: atOnce((world, a) => at(world.stations, a)?.timeout()),
  http: (world, a) => world.sync.advance(a),
  'http-cut': (world, a) => world.sync.cut(a),
  tick: (world) => world.sync.tick(),
  time: atOnce((world, _a, b) => world.clock.advance(1_000 * (b + 1))),
  poll: atOnce((world, a) => at(world.subscribers, a)?.poll()),
  push: atOnce((world, a) => at(world.pushed, a)?.push()),
  take: atOnce((world, a) => at(world.pushed, a)?.take()),
  puback: atOnce((world, a) => at(world.pushed, a)?.puback()),
  'keep-cursor': atOnce((world, a) => at(world.pushed, a)?.keepCursor()),
  unplug: atOnce((world, a) => at(world.pushed, a)?.cut()),
  crash: atOnce((world, a) => world.crash(at(world.nodes(), a))),
  start: atOnce((world, a) => at(world.nodes(), a)?.start()),
  disk: atOnce((world, a, b) => {
    const storing = at(world.storing(), a);
    if (storing !== undefined) storing.disk.fault = diskFaultAt(b);
  }),
  mend: atOnce((world, a) => world.mend(at(world.storing(), a))),
  backup: atOnce((world, a) => {
    const storing = at(world.storing(), a);
    if (storing !== undefined) storing.disk.backup = storing.disk.durable;
  }),
  restore: atOnce((world, a, b) => world.restore(at(world.withOldBackup(), a), b % 2 === 1)),
  clone: atOnce((world, a) => world.clone(at(world.stations, a))),
  clock: atOnce((world, a, b) => world.setClock(at(world.stations, a), (b - 32) * dayMs)),
};

const dayMs = 86_400_000;

function atOnce(
  step: (world: World, a: number, b: number) => void,
): (world: World, a: number, b: number) => undefined {
  return (world, a, b) => {
    step(world, a, b);
    return undefined;
  };
}

function at<Item>(items: readonly Item[], index: number): Item | undefined {
  return items[index % Math.max(1, items.length)];
}
