import { Breach } from '../harness/breach.ts';
import { headIn } from './site-log-model.ts';
import type { StationNode } from './station-node.ts';
import type { World } from './world.ts';

/** A compare of cloud-sync with central is due after a minute. */
const aMinuteMs = 61_000;
const maxCallsPerRound = 60;
const eventsPerRound = 5;

/** Everything works from now on. @throws Breach if not all has arrived after a bounded number of rounds. */
export async function heal(world: World): Promise<void> {
  for (const { disk } of world.storing()) {
    disk.fault = 'none';
    disk.sync();
  }
  for (const link of [...world.links]) if (link.silent) world.cut(link);
  for (const subscriber of world.pushed) subscriber.cut();
  await untilSettled(world);
  world.clock.advance(aMinuteMs);
  await untilSettled(world);
}

async function untilSettled(world: World): Promise<void> {
  const facts = world.stations.reduce((sum, { log }) => sum + log.lastSeq, 0);
  const bound = 20 + 4 * facts;
  for (let round = 0; round < bound; round += 1) {
    await oneRound(world);
    if (unsettled(world) === null) return;
    for (const station of world.stations) station.timeout();
    world.clock.advance(5_000);
  }
  throw new Breach(`after ${bound} rounds without any fault: ${unsettled(world)}`);
}

async function oneRound(world: World): Promise<void> {
  for (const node of world.nodes()) node.start();
  for (const station of world.stations) {
    world.connect(station);
    if (station.link !== null) world.gateway.reported(station.link, station.acknowledged);
    drain(world);
  }
  await world.sync.tick();
  for (let call = 0; call < maxCallsPerRound && world.sync.calls.count > 0; call += 1)
    await world.sync.advance(0);
  for (const subscriber of world.subscribers) subscriber.poll();
  for (const subscriber of world.pushed) {
    for (let turn = 0; turn < eventsPerRound; turn += 1) {
      subscriber.push();
      subscriber.take();
      subscriber.puback();
    }
    subscriber.keepCursor();
  }
}

function drain(world: World): void {
  for (const link of world.links) {
    while (link.up.length > 0 && link.gatewayOpen) world.up(link, 0, true);
  }
  world.gateway.commit();
  for (const link of world.links) {
    for (let left = link.down.length; left > 0; left -= 1) world.down(link, 0);
  }
}

/** What has not arrived yet and should have; null if nothing is left to do. */
function unsettled(world: World): string | null {
  const { gateway, central } = world;
  const log = gateway.disk.durable;
  for (const node of world.stations) {
    const open = isOpen(world, node);
    if (open !== null) return open;
  }
  for (const station of log.stations.keys()) {
    const [held, known] = [headIn(log, station).upTo, headIn(central.disk.durable, station).upTo];
    if (known < held) return `central has ${station} up to ${known}, the gateway up to ${held}`;
  }
  const cursor = gateway.log.consumer('cloud-sync');
  if (cursor < log.entries.length)
    return `cloud-sync stands at ${cursor} of ${log.entries.length} (${world.sync.lastFault})`;
  for (const { disk } of world.subscribers) {
    if (disk.durable.cursor < log.entries.length && !world.gatewayWentBack)
      return `a reader stands at ${disk.durable.cursor} of ${log.entries.length}`;
  }
  for (const { name } of world.pushed) {
    const at = gateway.log.consumer(name);
    if (at < log.entries.length) return `${name} stands at ${at} of ${log.entries.length}`;
  }
  return null;
}

function isOpen(world: World, node: StationNode): string | null {
  const { station, log, stopReason, acknowledged } = node;
  if (stopReason !== null || world.ledger.named.has(station)) return null;
  if (acknowledged < log.lastSeq)
    return `${station} has ${log.lastSeq} facts, acknowledged are ${acknowledged}`;
  const held = headIn(world.gateway.disk.durable, station).upTo;
  return held < log.lastSeq ? `${station} has ${log.lastSeq} facts, the gateway ${held}` : null;
}
