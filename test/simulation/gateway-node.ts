import { answerToReport } from '../../gateway/ingest/answer-to-report.ts';
import { createGroupCommit, type GroupCommit } from '../../gateway/ingest/group-commit.ts';
import type { Arrival } from '../../gateway/log/arrival.ts';
import type { Outcome } from '../../gateway/log/commit-turn.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Fact } from '../../protocols/wire/fact.ts';
import type { FactAck } from '../../protocols/wire/fact-delivery.ts';
import type { Reception } from '../../protocols/wire/fact-receiver.ts';
import type { StationId } from '../../protocols/wire/ids.ts';
import { quickDigest } from './digest.ts';
import { Disk } from './disk.ts';
import { cutLink, type Link } from './link.ts';
import { outcomeOf } from './outcomes.ts';
import { freshSite, SiteLogModel, type SiteState } from './site-log-model.ts';

export interface GatewayHooks {
  readonly onDurable: (before: SiteState, after: SiteState) => void;
  readonly acknowledging: (ack: FactAck) => void;
  readonly received: (reception: Reception) => void;
}

/** A gateway: the real group commit and its acknowledgements over a log in memory, and what the station broker does around it. */
export class GatewayNode {
  readonly disk: Disk<SiteState>;
  readonly log: SiteLogModel;
  private readonly clock: Clock;
  private readonly quiet: Log;
  private readonly hooks: GatewayHooks;
  /** How often it ended; its connections end with it. */
  ends = 0;
  private ingest: GroupCommit | null = null;
  private listening = new Map<string, Link>();

  constructor(
    clock: Clock,
    quiet: Log,
    options: { readonly acknowledgesEarly: boolean },
    hooks: GatewayHooks,
  ) {
    this.clock = clock;
    this.quiet = quiet;
    this.hooks = hooks;
    this.disk = new Disk(freshSite, { onPowerCut: () => this.crash(), onDurable: hooks.onDurable });
    this.disk.lies = options.acknowledgesEarly;
    this.log = new SiteLogModel(this.disk, { site: 'HAM', fromGateway: false, digest: quickDigest });
  }

  get alive(): boolean {
    return this.ingest !== null;
  }

  start(): void {
    if (this.ingest !== null) return;
    const ingest: GroupCommit = createGroupCommit({
      factLog: { commit: (arrivals) => this.commitAll([...arrivals]) },
      refusals: { count: () => {}, byCode: () => ({}) },
      log: this.quiet,
      clock: this.clock,
      acknowledge: (station, ack) => {
        if (this.ingest === ingest) this.acknowledge(station, ack);
      },
      ackOf: unused,
      read: unused,
      onCommitted: () => {},
    });
    this.ingest = ingest;
  }

  private commitAll(arrivals: readonly Arrival[]): Outcome[] {
    const batches = arrivals.filter((arrival) => arrival.kind === 'batch');
    const receptions = this.log.commit(batches);
    for (const reception of receptions) this.hooks.received(reception);
    return batches.flatMap((batch, index) => {
      const reception = receptions[index];
      return reception === undefined ? [] : [outcomeOf(batch, reception)];
    });
  }

  crash(): void {
    this.ends += 1;
    this.ingest = null;
    for (const link of this.listening.values()) link.gatewayOpen = false;
    this.listening = new Map();
    this.disk.crash();
  }

  /** A station has subscribed to its acknowledgements: it learns at once where it stands. */
  subscribed(link: Link): void {
    const old = this.listening.get(link.station);
    if (old !== undefined && old !== link) cutLink(old);
    this.listening.set(link.station, link);
    this.acknowledge(link.station, this.ackOf(link.station));
  }

  /** A station says from time to time how far it was acknowledged. */
  reported(link: Link, acknowledged: number): void {
    if (!this.alive || !link.gatewayOpen) return;
    const answer = answerToReport({ acknowledged }, this.ackOf(link.station));
    if (answer !== null) this.acknowledge(link.station, answer);
  }

  private ackOf(station: string): FactAck {
    const { upTo, hash } = this.log.headOf(station);
    return { v: 1, station: station as StationId, upTo, hash, gap: null };
  }

  arrived(link: Link, facts: readonly Fact[]): void {
    const { ingest } = this;
    if (ingest === null || !link.gatewayOpen) return;
    const { station } = link;
    const arrival: Arrival = { kind: 'batch', station, topic: '', facts, payload: noBytes };
    ingest.submit(arrival, (fault) => {
      if (fault !== null && this.ingest === ingest) cutLink(link);
    });
  }

  commit(): void {
    this.ingest?.flush();
  }

  private acknowledge(station: string, ack: FactAck): void {
    this.hooks.acknowledging(ack);
    const link = this.listening.get(station);
    if (link === undefined || !link.gatewayOpen || link.silent) return;
    link.down.push(ack);
  }
}

const noBytes = new Uint8Array();

/** Simulated stations hand over batches, not bytes. */
function unused(): never {
  throw new Error('there is nothing to read here');
}
