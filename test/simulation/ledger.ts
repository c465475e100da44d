import type { Fact } from '../../protocols/wire/fact.ts';
import { genesis } from '../../protocols/wire/fact-chain.ts';
import type { FactAck } from '../../protocols/wire/fact-delivery.ts';
import { Breach } from '../harness/breach.ts';
import type { GatewayNode } from './gateway-node.ts';
import type { Entry, SiteState } from './site-log-model.ts';
import { hashIn, headIn } from './site-log-model.ts';
import type { StationNode } from './station-node.ts';

const keyOf = (station: string, seq: number, hash: string) => `${station}/${seq}/${hash}`;

/** An observer who sees everything, and holds each step to what Packproof promises. */
export class Ledger {
  /** What was ever durable there, also if an old copy was put in its place later. */
  private readonly atGateway = new Set<string>();
  private readonly atCentral = new Set<string>();
  /** Facts of poor make, which are to be set aside. */
  readonly poor = new Set<string>();
  /** What was shown at each station's screen, in order. */
  readonly shown = new Map<StationNode, Fact[]>();
  /** Stations whose contradiction was named, and by what. */
  readonly named = new Map<string, Set<string>>();

  /** The first promise that was seen broken; the code under test may have caught the exception that told of it. */
  broken: Breach | null = null;

  private demand(promise: boolean, what: () => string): void {
    if (promise) return;
    this.broken ??= new Breach(what());
    throw this.broken;
  }

  show(node: StationNode, fact: Fact): void {
    const shown = this.shown.get(node) ?? [];
    shown.push(fact);
    this.shown.set(node, shown);
  }

  /** A log was replaced: what is held neither there nor at the gateway is lost to no fault of the pipe. */
  putBack(node: StationNode, gateway: SiteState): void {
    const shown = this.shown.get(node) ?? [];
    const left = shown.filter(
      ({ seq, hash }) => node.log.hashAt(seq) === hash || hashIn(gateway, node.station, seq) === hash,
    );
    this.shown.set(node, left);
  }

  name(station: string, by: string): void {
    this.named.set(station, (this.named.get(station) ?? new Set()).add(by));
  }

  gatewayStored(before: SiteState, after: SiteState): void {
    this.stored('gateway', this.atGateway, before, after);
    for (const { station } of after.conflicts.slice(before.conflicts.length)) this.name(station, 'conflict');
  }

  centralStored(before: SiteState, after: SiteState): void {
    this.stored('central', this.atCentral, before, after);
    for (const { station } of after.conflicts.slice(before.conflicts.length))
      this.name(station, 'conflict at central');
  }

  gatewayHad(station: string, seq: number, hash: string): boolean {
    return this.atGateway.has(keyOf(station, seq, hash));
  }

  /** Nothing is acknowledged that a power cut would take back. */
  acknowledging(gateway: GatewayNode, ack: FactAck): void {
    const durable = headIn(gateway.disk.durable, ack.station);
    this.demand(
      ack.upTo <= durable.upTo,
      () => `the gateway acknowledges ${ack.station} up to ${ack.upTo}, durable is ${durable.upTo}`,
    );
  }

  /** Nothing is let go of at a station that the gateway never had. */
  noted(node: StationNode, from: number, upTo: number): void {
    for (let seq = from; seq <= upTo; seq += 1) {
      const hash = node.log.hashAt(seq);
      if (hash === undefined) continue;
      this.demand(
        this.gatewayHad(node.station, seq, hash),
        () => `${node.station} takes ${seq} for delivered, and the gateway never had that fact`,
      );
    }
  }

  /**
   * Nothing counts as delivered to central that it never had. (A gateway that was put back gives the same positions to other
   * facts; a cursor that was read before may then pass them, until the sync compares heads a minute later.)
   */
  moved(gateway: GatewayNode, from: number, to: number): void {
    for (const { station, received, cursor } of gateway.disk.durable.entries.slice(from, to)) {
      this.demand(
        this.atCentral.has(keyOf(station, received.seq, received.hash)) || this.named.has(station),
        () => `the cursor passes ${cursor} (${station}/${received.seq}), and central never had it`,
      );
    }
  }

  private stored(where: string, ever: Set<string>, before: SiteState, after: SiteState): void {
    for (const entry of after.entries.slice(before.entries.length)) {
      this.follows(where, after, entry);
      const { station, received } = entry;
      ever.add(keyOf(station, received.seq, received.hash));
      if (received.kind === 'set-aside' && !this.poor.has(received.hash)) this.name(station, 'set aside');
    }
  }

  /** Once each, in order, and each behind the one that it names. */
  private follows(where: string, state: SiteState, { station, received }: Entry): void {
    const held = state.stations.get(station) ?? [];
    this.demand(
      held[received.seq - 1]?.received === received,
      () => `${where} stores ${station}/${received.seq} out of its place`,
    );
    const prev = held[received.seq - 2]?.received.hash ?? genesis.hash;
    if (received.kind === 'fact' && prev !== '')
      this.demand(received.fact.prev === prev, () => `${where}: ${station}/${received.seq} breaks the chain`);
  }
}
