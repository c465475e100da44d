import {
  type DeliveryEffect,
  type DeliveryInput,
  type DeliveryLimits,
  type DeliveryState,
  freshDelivery,
  stepDelivery,
} from '../../edge/facts/delivery-machine.ts';
import type { Fact } from '../../protocols/wire/fact.ts';
import { type ChainHead, seal } from '../../protocols/wire/fact-chain.ts';
import type { FactAck } from '../../protocols/wire/fact-delivery.ts';
import type { SiteId, StationId } from '../../protocols/wire/ids.ts';
import { quickDigest } from './digest.ts';
import { Disk, DiskFailed } from './disk.ts';
import { cutLink, type Link } from './link.ts';
import { freshStation, StationLogModel, type StationState } from './station-log-model.ts';

export interface StationHooks {
  /** A person saw it: from here on it may not be lost. */
  readonly shown: (node: StationNode, fact: Fact) => void;
  /** The log notes that the gateway has everything up to here, and may let go of it. */
  readonly noted: (node: StationNode, from: number, upTo: number) => void;
  readonly stopped: (node: StationNode, reason: string) => void;
  readonly sentAgain: () => void;
  readonly wentBack: () => void;
}

interface Process {
  machine: DeliveryState;
  link: Link | null;
  timer: boolean;
}

/** A station: its durable log, the real delivery machine, and what edge/facts/delivery.ts does between the two. */
export class StationNode {
  readonly station: string;
  readonly disk: Disk<StationState>;
  readonly log: StationLogModel;
  /** Its log was put back to an old state, or copied. */
  disturbed = false;
  private readonly limits: DeliveryLimits;
  private readonly hooks: StationHooks;
  private readonly deletesEarly: boolean;
  private readonly trustsBlindly: boolean;
  private process: Process | null = null;
  private made = 0;
  private sentUpTo = 0;
  private clockMs = Date.UTC(2026, 0, 5, 6);

  constructor(
    station: string,
    options: {
      readonly limits: DeliveryLimits;
      readonly keep: number;
      readonly deletesEarly: boolean;
      readonly trustsBlindly: boolean;
    },
    hooks: StationHooks,
    copyOf: StationState = freshStation,
  ) {
    this.station = station;
    this.limits = options.limits;
    this.deletesEarly = options.deletesEarly;
    this.trustsBlindly = options.trustsBlindly;
    this.hooks = hooks;
    this.disk = new Disk(copyOf, { onPowerCut: () => this.crash(), onDurable: () => {} });
    this.log = new StationLogModel(this.disk, options.keep);
  }

  get alive(): boolean {
    return this.process !== null;
  }

  get link(): Link | null {
    return this.process?.link ?? null;
  }

  get waitsForAck(): boolean {
    return this.process?.timer ?? false;
  }

  get stopReason(): string | null {
    return this.process?.machine.stopped?.code ?? null;
  }

  /** What the running program takes for acknowledged; its log may be behind if that could not be noted. */
  get acknowledged(): number {
    return this.process?.machine.acknowledged ?? this.log.acknowledged;
  }

  start(): void {
    if (this.process !== null) return;
    this.process = { machine: freshDelivery(this.log), link: null, timer: false };
  }

  crash(): void {
    const link = this.process?.link;
    if (link !== null && link !== undefined) link.stationOpen = false;
    this.process = null;
    this.disk.crash();
  }

  /** A person scans: sealed and stored facts are shown, others were never there. */
  make(count: number, spoil: ((fact: Fact) => Fact) | null, maker: string): void {
    if (this.process === null) return;
    let { head } = this.log;
    const facts: Fact[] = [];
    for (let n = 0; n < count; n += 1) {
      const fact = this.sealNext(head, `${maker}-${this.made}`, spoil !== null && n === 0 ? spoil : null);
      this.made += 1;
      facts.push(fact);
      head = { upTo: fact.seq, hash: fact.hash };
    }
    try {
      this.log.append(facts);
    } catch (thrown) {
      if (thrown instanceof DiskFailed) return;
      throw thrown;
    }
    for (const fact of facts) this.hooks.shown(this, fact);
    this.logChanged();
  }

  private sealNext(head: ChainHead, boot: string, spoil: ((fact: Fact) => Fact) | null): Fact {
    this.clockMs += 1_000;
    const fact = seal(
      head,
      {
        v: 1,
        site: 'HAM' as SiteId,
        station: this.station as StationId,
        at: new Date(this.clockMs).toISOString(),
        operator: null,
        type: 'station.started',
        data: { boot, version: '1' },
      },
      quickDigest,
    );
    return spoil === null ? fact : spoil(fact);
  }

  /** A connection was made and both subscriptions were granted. */
  connected(link: Link): void {
    if (this.process === null) return;
    this.process.link = link;
    this.input({ kind: 'connected' });
  }

  disconnected(): void {
    if (this.process === null) return;
    this.process.link = null;
    this.input({ kind: 'disconnected' });
  }

  takeAck(ack: FactAck): void {
    if (this.process === null) return;
    const { log } = this;
    if (this.trustsBlindly) {
      const { refused: _refused, ...rest } = ack;
      this.input({ kind: 'ack', ack: rest, heldHash: null, refusedIsOurs: false });
      this.logChanged();
      return;
    }
    const heldHash = ack.upTo > log.lastSeq ? null : (log.hashAt(ack.upTo) ?? null);
    const refusedIsOurs = ack.refused !== undefined && log.hashAt(ack.refused.seq) === ack.refused.hash;
    this.input({ kind: 'ack', ack, heldHash, refusedIsOurs });
    this.logChanged();
  }

  /** Somebody sets the wall clock. */
  setClock(byMs: number): void {
    this.clockMs += byMs;
  }

  timeout(): void {
    if (this.process?.timer !== true) return;
    this.process.timer = false;
    this.input({ kind: 'timeout' });
  }

  private logChanged(): void {
    const { lastSeq, oldestHeld } = this.log;
    this.input({ kind: 'log', lastSeq, oldestHeld });
  }

  private input(input: DeliveryInput): void {
    const running = this.process;
    if (running === null) return;
    const step = stepDelivery(running.machine, input, this.limits);
    running.machine = step.state;
    for (const effect of step.effects) {
      // The program may have ended in the middle of a commit.
      if (this.process !== running) return;
      this.perform(running, effect);
    }
  }

  private perform(running: Process, effect: DeliveryEffect): void {
    switch (effect.kind) {
      case 'send':
        this.send(running, effect.from, effect.to);
        break;
      case 'acknowledge':
        this.note(effect.upTo);
        break;
      case 'timer':
        running.timer = effect.wanted;
        break;
      case 'reconnect':
        if (running.link !== null) cutLink(running.link);
        this.disconnected();
        break;
      // Nothing is signed here: that is a matter of its own.
      case 'pause-signing':
        break;
      case 'stop':
        this.hooks.stopped(this, effect.reason);
        break;
    }
  }

  private send(running: Process, from: number, to: number): void {
    const facts = this.log.read(from, to - from + 1);
    if (from <= this.sentUpTo) this.hooks.sentAgain();
    this.sentUpTo = Math.max(this.sentUpTo, to);
    if (facts.length > 0 && running.link?.silent === false) running.link.up.push(facts);
    if (this.deletesEarly) this.note(to);
  }

  private note(upTo: number): void {
    const from = this.log.acknowledged + 1;
    this.hooks.noted(this, from, upTo);
    if (upTo < this.log.acknowledged) this.hooks.wentBack();
    try {
      this.log.acknowledge(upTo);
    } catch (thrown) {
      if (!(thrown instanceof DiskFailed)) throw thrown;
    }
  }
}
