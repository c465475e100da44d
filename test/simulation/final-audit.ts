import type { Fact } from '../../protocols/wire/fact.ts';
import { holds } from '../harness/breach.ts';
import { headIn, type SiteState } from './site-log-model.ts';
import type { StationNode } from './station-node.ts';
import type { World } from './world.ts';

/** Holds what has come of a schedule to what Packproof promises. @throws Breach */
export function finalAudit(world: World): void {
  for (const node of world.stations) {
    if (isTroubled(world, node.station)) auditTroubled(world, node);
    else auditSound(world, node);
  }
  if (!world.gatewayWentBack) auditReaders(world);
  auditPushed(world);
}

function isTroubled(world: World, station: string): boolean {
  return world.stations.some((node) => node.station === station && node.disturbed);
}

/** Everything that its screen showed is at central, once, in order, and nobody found fault with it. */
function auditSound(world: World, node: StationNode): void {
  const { station } = node;
  const { ledger, central, gatewayWentBack } = world;
  const named = [...(ledger.named.get(station) ?? [])].join('; ');
  // What a gateway lost that its stations have let go of, nobody can bring again; but it must be named.
  if (named !== '' && gatewayWentBack) return;
  holds(named === '', () => `${station} did nothing wrong, and is named: ${named}`);
  const shown = ledger.shown.get(node) ?? [];
  for (const fact of shown) auditFact(central.disk.durable, fact, ledger.poor.has(fact.hash));
  const { upTo } = headIn(central.disk.durable, station);
  holds(upTo === node.log.lastSeq, () => `central has ${station} up to ${upTo}, of ${node.log.lastSeq}`);
}

function auditFact(central: SiteState, { station, seq, hash }: Fact, poor: boolean): void {
  const received = central.stations.get(station)?.[seq - 1]?.received;
  holds(received?.hash === hash, () => `central lacks ${station}/${seq}, which a screen has shown`);
  holds(
    received?.kind === (poor ? 'set-aside' : 'fact'),
    () => `central holds ${station}/${seq} as ${received?.kind}`,
  );
}

/** Put back or copied: it is whole at the gateway, or it is named; and nothing that was shown is gone. */
function auditTroubled(world: World, node: StationNode): void {
  const { station, log } = node;
  const { ledger, gateway, gatewayWentBack } = world;
  const named = ledger.named.has(station);
  for (const { seq, hash } of ledger.shown.get(node) ?? []) {
    const arrived = gateway.disk.durable.stations.get(station)?.[seq - 1]?.received.hash === hash;
    const held = seq >= log.oldestHeld && log.hashAt(seq) === hash;
    holds(
      arrived || held || (gatewayWentBack && named),
      () => `${station}/${seq} was shown, and is neither at the gateway nor at the station`,
    );
    holds(arrived || named, () => `${station}/${seq} was shown and did not arrive, and nobody says so`);
  }
}

/** Each entry once, in the order of the log. */
function auditReaders(world: World): void {
  const { entries } = world.gateway.disk.durable;
  for (const [index, { disk }] of world.subscribers.entries()) {
    const taken = disk.durable.taken.map(({ id }) => id);
    const wanted = entries.map(({ station, received }) => `HAM/${station}/${received.seq}`);
    holds(
      taken.join() === wanted.join(),
      () => `reader ${index} took ${taken.join(' ')}, the log holds ${wanted.join(' ')}`,
    );
  }
}

/** Each entry at least once; first deliveries in the order of the log, as long as it is one log. */
function auditPushed(world: World): void {
  const wanted = world.gateway.disk.durable.entries.map(
    ({ station, received }) => `HAM/${station}/${received.seq}`,
  );
  for (const { name, disk } of world.pushed) {
    const taken = new Set(disk.durable);
    const missing = wanted.filter((id) => !taken.has(id));
    holds(missing.length === 0, () => `${name} never got ${missing.join(' ')}`);
    const inOrder = world.gatewayWentBack || [...taken].join() === wanted.join();
    holds(inOrder, () => `${name} got ${[...taken].join(' ')}, the log holds ${wanted.join(' ')}`);
  }
}
