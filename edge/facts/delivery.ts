import { type Clock, isoInstant } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { LogLines } from '../../kernel/log-lines.ts';
import { type FactAck, factAck } from '../../protocols/wire/fact-delivery.ts';
import type { SignedHead } from '../../protocols/wire/signed-head.ts';
import type { StationReport } from '../../protocols/wire/status.ts';
import { ackTopic, factsTopic, reportTopic, workTopic } from '../../protocols/wire/topics.ts';
import { type WorkPoke, workPoke } from '../../protocols/wire/work.ts';
import { packBatches } from './batches.ts';
import { DeliveryConnection, type DeliveryTransport } from './delivery-connection.ts';
import {
  type DeliveryEffect,
  type DeliveryInput,
  type DeliveryLimits,
  type DeliveryState,
  type DeliveryStop,
  freshDelivery,
  stepDelivery,
} from './delivery-machine.ts';
import { deliveryPlan } from './delivery-plan.ts';

type Awaitable<Value> = Value | Promise<Value>;
type Send = Extract<DeliveryEffect, { kind: 'send' }>;

/** A durable log of facts: that of a machine answers at once, that of a browser later. */
interface DeliveredLog {
  readonly lastSeq: number;
  readonly oldestHeld: number;
  readonly acknowledged: number;
  read(fromSeq: number, limit: number): Awaitable<readonly string[]>;
  hashOf(seq: number): Awaitable<string | null>;
  acknowledge(upTo: number): Awaitable<void>;
}

/** Vouches for the chain up to a fact with the key of the station. */
interface HeadSigner {
  sign(head: { readonly seq: number; readonly hash: string }): Awaitable<SignedHead>;
}

export interface DeliveryOptions {
  readonly facts: DeliveredLog;
  readonly site: string;
  readonly station: string;
  readonly transport: DeliveryTransport;
  /** With it the heads of the chain are signed. */
  readonly signer?: HeadSigner | undefined;
  readonly clock: Clock;
  readonly log: LogLines;
  readonly report: () => StationReport;
  readonly onPoke: (poke: WorkPoke) => void;
  /** The connection or what the gateway has changed. */
  readonly onChange: () => void;
}

/**
 * Carries a fact log to the gateway, of a station as of a handheld. What is sent on a connection, and when again, is decided by the machine from
 * the log and the gateway's cumulative acknowledgements. Reading, signing and noting may take time: they are done strictly one after the other.
 */
export class Delivery {
  private readonly options: DeliveryOptions;
  private readonly limits: DeliveryLimits;
  private readonly connection: DeliveryConnection;
  private state: DeliveryState;
  private running = false;
  private noticed = false;
  /** What is being done; each effect and each acknowledgement waits for those before. */
  private tail: Promise<void> = Promise.resolve();
  private cancelAckTimer = () => {};
  private cancelReport = () => {};
  private cancelSignPause = () => {};

  constructor(options: DeliveryOptions) {
    const { limits, factsPerHead } = deliveryPlan;
    this.options = options;
    this.limits = { ...limits, factsPerHead: options.signer === undefined ? 0 : factsPerHead };
    this.state = freshDelivery(options.facts);
    this.connection = new DeliveryConnection({
      ...options,
      hasWork: () => this.state.stopped === null,
      onConnected: () => this.established(),
      onDisconnected: () => this.input({ kind: 'disconnected' }),
      onMessage: (topic, payload) => this.received(topic, payload),
    });
  }

  get connected(): boolean {
    return this.state.connected;
  }

  /** Why nothing is sent any more, if a person has to act. */
  get stopped(): DeliveryStop | null {
    return this.state.stopped;
  }

  /** The code with which the gateway refuses what it is sent, as long as that lasts. */
  get refused(): string | null {
    return this.state.refused;
  }

  /** The gateway does not let this station in. */
  get notAdmitted(): boolean {
    return this.connection.notAdmitted;
  }

  start(): void {
    this.running = true;
    this.logChanged();
    this.connection.start();
    this.reportLater();
  }

  async stop(): Promise<void> {
    this.running = false;
    this.cancelAckTimer();
    this.cancelReport();
    this.cancelSignPause();
    await this.connection.stop();
    await this.tail;
  }

  /** The log has grown. What is stored in one go goes out together. */
  factsStored(): void {
    if (this.noticed) return;
    this.noticed = true;
    this.options.transport.soon(() => {
      this.noticed = false;
      if (this.running) this.logChanged();
    });
  }

  /** The network is back: there is no reason to wait. */
  tryNow(): void {
    if (this.state.stopped === null) this.connection.tryNow();
  }

  /** Says how the station is, if anybody can hear it. */
  sendReport(): void {
    const { site, station, report } = this.options;
    if (!this.state.connected) return;
    this.connection.publish(reportTopic(site, station), JSON.stringify(report()), 0);
  }

  private reportLater(): void {
    this.cancelReport = this.options.clock.after(deliveryPlan.reportEveryMs, () => {
      this.sendReport();
      this.reportLater();
    });
  }

  private established(): void {
    this.input({ kind: 'connected' });
    this.sendReport();
    if (this.state.stopped !== null) this.connection.leave();
  }

  private received(topic: string, payload: Uint8Array): void {
    const { site, station, onPoke } = this.options;
    if (topic === workTopic(site)) {
      const poke = this.parse(workPoke, topic, payload);
      if (poke !== null) onPoke(poke);
    } else if (topic === ackTopic(site, station)) {
      const ack = this.parse(factAck, topic, payload);
      if (ack !== null && ack.station === station)
        this.inTurn('delivery.step_failed', () => this.acknowledged(ack));
    }
  }

  private parse<Value>(
    schema: { parse(value: unknown): Value },
    topic: string,
    payload: Uint8Array,
  ): Value | null {
    try {
      return schema.parse(JSON.parse(new TextDecoder().decode(payload)));
    } catch (thrown) {
      this.options.log.warn({ event: 'delivery.message_invalid', topic }, messageOf(thrown));
      return null;
    }
  }

  private async acknowledged(ack: FactAck): Promise<void> {
    this.connection.answered();
    const { facts, onChange } = this.options;
    const heldHash = ack.upTo > facts.lastSeq ? null : await facts.hashOf(ack.upTo);
    const { refused } = ack;
    const refusedIsOurs = refused !== undefined && (await facts.hashOf(refused.seq)) === refused.hash;
    if (!this.running) return;
    this.input({ kind: 'ack', ack, heldHash, refusedIsOurs });
    this.inTurn('delivery.step_failed', () => {
      // An acknowledgement may have let go of old facts.
      if (this.running) this.logChanged();
      onChange();
    });
  }

  private logChanged(): void {
    const { lastSeq, oldestHeld } = this.options.facts;
    this.input({ kind: 'log', lastSeq, oldestHeld });
  }

  private input(input: DeliveryInput): void {
    const step = stepDelivery(this.state, input, this.limits);
    this.state = step.state;
    for (const effect of step.effects) this.perform(effect);
  }

  private perform(effect: DeliveryEffect): void {
    switch (effect.kind) {
      case 'send': {
        const { current } = this.connection;
        this.inTurn('delivery.step_failed', () => this.send(current, effect));
        break;
      }
      case 'acknowledge':
        // If it cannot be stored, facts are only sent once more after the next start.
        this.inTurn('delivery.acknowledgement_not_stored', () => this.options.facts.acknowledge(effect.upTo));
        break;
      case 'timer':
        this.setAckTimer(effect.wanted);
        break;
      case 'pause-signing':
        this.pauseSigning();
        break;
      case 'reconnect':
        this.warn('delivery.no_acknowledgement', 'the gateway acknowledges nothing; connecting anew');
        this.connection.giveUp();
        break;
      case 'stop':
        this.stopSending(effect);
        break;
    }
  }

  private setAckTimer(wanted: boolean): void {
    this.cancelAckTimer();
    if (!wanted) return;
    const expired = () => this.input({ kind: 'timeout' });
    this.cancelAckTimer = this.options.clock.after(deliveryPlan.ackTimeoutMs, expired);
  }

  private pauseSigning(): void {
    this.cancelSignPause();
    const over = () => this.input({ kind: 'may-sign' });
    this.cancelSignPause = this.options.clock.after(deliveryPlan.signPauseMs, over);
  }

  private stopSending({ code, reason }: DeliveryStop): void {
    this.options.log.error({ event: 'delivery.stopped', code }, reason);
    this.options.onChange();
    this.sendReport();
    // An acknowledgement may overtake the answer to the subscription, behind which the report can go out.
    if (this.state.connected) this.connection.leave();
  }

  private async send(connection: unknown, { from, to, sign }: Send): Promise<void> {
    const { site, station, facts, clock } = this.options;
    const batches = packBatches(await facts.read(from, to - from + 1));
    const head = sign ? await this.headAt(to) : '';
    // A connection that came to its end meanwhile: the next one begins where the gateway stands.
    if (connection === undefined || connection !== this.connection.current) return;
    for (const [index, batch] of batches.entries()) {
      const sentAt = isoInstant(clock.now());
      const signed = index === batches.length - 1 ? head : '';
      const payload = `{"v":1,"site":"${site}","station":"${station}","sentAt":"${sentAt}"${signed},"facts":[${batch.join(',')}]}`;
      this.connection.publish(factsTopic(site, station), payload, 1);
    }
  }

  /** The member that vouches for the chain up to a fact. */
  private async headAt(seq: number): Promise<string> {
    const hash = await this.options.facts.hashOf(seq);
    const head = hash === null ? undefined : await this.options.signer?.sign({ seq, hash });
    return head === undefined ? '' : `,"head":${JSON.stringify(head)}`;
  }

  /** What cannot be done is only missing until the gateway acknowledges nothing. */
  private inTurn(failure: string, work: () => Awaitable<void>): void {
    this.tail = this.tail.then(work).catch((thrown: unknown) => this.warn(failure, thrown));
  }

  private warn(event: string, what: unknown): void {
    this.options.log.warn({ event }, messageOf(what));
  }
}
