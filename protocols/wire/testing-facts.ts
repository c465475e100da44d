import type { Fact } from './fact.ts';
import { type ChainHead, genesis, seal } from './fact-chain.ts';
import { siteId, stationId } from './ids.ts';

const site = siteId.parse('north');
const station = stationId.parse('pack-1');

export const origin = { site, station, fromGateway: false };

/** A sealed fact behind a head; `boot` makes its content differ from another's. */
export function factBehind(head: ChainHead, boot: string): Fact {
  return seal(head, {
    v: 1,
    site,
    station,
    at: '2026-03-01T08:00:00.000Z',
    operator: null,
    type: 'station.started',
    data: { boot, version: '1.0.0' },
  });
}

/** A valid chain of facts from the first on. */
export function chainOf(length: number, name = 'boot'): Fact[] {
  const facts: Fact[] = [];
  let head = genesis;
  for (let seq = 1; seq <= length; seq++) {
    const fact = factBehind(head, `${name}-${seq}`);
    facts.push(fact);
    head = { upTo: seq, hash: fact.hash };
  }
  return facts;
}
