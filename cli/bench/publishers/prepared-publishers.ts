import { connect, type Socket } from 'node:net';
import { generate } from 'mqtt-packet';
import { sha256Hex } from '../../../kernel/sha256.ts';
import { canonicalJson } from '../../../protocols/wire/canonical-json.ts';
import { genesis, seal } from '../../../protocols/wire/fact-chain.ts';
import type { SiteId, StationId } from '../../../protocols/wire/ids.ts';
import { factsTopic, stationClientId } from '../../../protocols/wire/topics.ts';
import { happening } from '../../commands/sim/warehouse/simulated-work.ts';

/** PUBACK (MQTT 3.1.1, 3.4). */
export const pubackBytes = 4;

/** What a load consists of: the same for every broker. */
export interface LoadPlan {
  readonly site: string;
  readonly stations: number;
  readonly factsPerStation: number;
  readonly factsPerMessage: number;
  readonly inFlight: number;
}

/** One station and what it publishes. */
export interface Publisher {
  readonly clientId: string;
  readonly packets: readonly Buffer[];
}

/** Seals the facts of each station and puts them into whole PUBLISH packets, so that the measured time holds none of it. */
export function preparePublishers(plan: LoadPlan): { publishers: Publisher[]; bytesPerFact: number } {
  let bytes = 0;
  const publishers = Array.from({ length: plan.stations }, (_, n) => {
    const station = `S${n + 1}`;
    const facts = sealedFacts(plan, station);
    bytes += facts.reduce((total, fact) => total + fact.length, 0);
    return { clientId: stationClientId(plan.site, station), packets: packetsOf(plan, station, facts) };
  });
  return { publishers, bytesPerFact: bytes / (plan.stations * plan.factsPerStation) };
}

function sealedFacts(plan: LoadPlan, station: string): string[] {
  const at = '2026-11-22T06:00:00.000Z';
  const owner = { v: 1 as const, site: plan.site as SiteId, station: station as StationId };
  let head = genesis;
  const facts: string[] = [];
  for (let n = 0; facts.length < plan.factsPerStation; n += 1) {
    for (const draft of happening({ station, kind: 'station' }, n, facts.length + 1, at)) {
      const fact = seal(head, { ...owner, at, operator: 'bench', ...draft }, sha256Hex);
      head = { upTo: fact.seq, hash: fact.hash };
      facts.push(canonicalJson(fact));
    }
  }
  return facts.slice(0, plan.factsPerStation);
}

function packetsOf(plan: LoadPlan, station: string, facts: readonly string[]): Buffer[] {
  const packets: Buffer[] = [];
  for (let from = 0; from < facts.length; from += plan.factsPerMessage) {
    const batch = facts.slice(from, from + plan.factsPerMessage);
    const payload = `{"v":1,"site":"${plan.site}","station":"${station}","facts":[${batch.join(',')}]}`;
    const messageId = (packets.length % 65_535) + 1;
    const topic = factsTopic(plan.site, station);
    packets.push(generate({ cmd: 'publish', topic, payload, qos: 1, retain: false, dup: false, messageId }));
  }
  return packets;
}

/** Connects, and resolves once the broker has let it in. */
export function connected(port: number, clientId: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.setNoDelay(true);
      socket.write(
        generate({
          cmd: 'connect',
          protocolId: 'MQTT',
          protocolVersion: 4,
          clean: true,
          clientId,
          keepalive: 60,
        }),
      );
    });
    socket.once('error', reject);
    socket.once('data', (connack) => {
      socket.off('error', reject);
      if (connack[3] === 0) resolve(socket);
      else reject(new Error(`the broker refused ${clientId} with return code ${connack[3]}`));
    });
  });
}
