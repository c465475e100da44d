import mqtt, { type MqttClient } from 'mqtt';
import { backoffMs } from '../../../kernel/backoff.ts';
import { type Clock, isoInstant } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import type { LogLines } from '../../../kernel/log-lines.ts';
import { type FactAck, factAck } from '../../../protocols/wire/fact-delivery.ts';
import type { StationReport } from '../../../protocols/wire/status.ts';
import {
  ackTopic,
  factsTopic,
  reportTopic,
  stationClientId,
  workTopic,
} from '../../../protocols/wire/topics.ts';
import { type WorkPoke, workPoke } from '../../../protocols/wire/work.ts';
import { packBatches } from '../../facts/batches.ts';
import {
  type DeliveryEffect,
  type DeliveryInput,
  type DeliveryState,
  type DeliveryStop,
  freshDelivery,
  stepDelivery,
} from '../../facts/delivery-machine.ts';
import { deliveryPlan } from '../../facts/delivery-plan.ts';
import type { HandheldIdentity } from '../identity/handheld-identity.ts';
import type { HandheldLog } from '../store/handheld-log.ts';
import { signHead } from './sign-head.ts';

const limits = { ...deliveryPlan.limits, factsPerHead: deliveryPlan.factsPerHead };
/** Not authorized (MQTT 3.1.1, 3.2.2.3): this handheld was revoked, or its station was enrolled on another device. */
const refusedCodes: readonly unknown[] = [4, 5];

export interface HandheldDeliveryOptions {
  readonly facts: HandheldLog;
  readonly identity: HandheldIdentity;
  /** Where the page came from: `https://gateway:8081`. */
  readonly gatewayUrl: string;
  readonly clock: Clock;
  readonly log: LogLines;
  readonly report: () => StationReport;
  readonly onPoke: (poke: WorkPoke) => void;
  /** The connection or what the gateway has changed. */
  readonly onChange: () => void;
}

/**
 * Carries the log of a handheld to the gateway, as edge/facts/delivery.ts does for a station: what is sent, and when again, is decided
 * by the same machine. Here reading, signing and noting take time, so effects are performed one after the other.
 */
export class HandheldDelivery {
  private readonly options: HandheldDeliveryOptions;
  private state: DeliveryState;
  private client: MqttClient | undefined;
  private running = false;
  private attempt = 0;
  private connectedAtMs = 0;
  private notAdmitted = false;
  /** What is being done; each effect and each acknowledgement waits for those before. */
  private tail: Promise<void> = Promise.resolve();
  private cancelAckTimer = () => {};
  private cancelReconnect = () => {};
  private cancelReport = () => {};
  private cancelSignPause = () => {};

  constructor(options: HandheldDeliveryOptions) {
    this.options = options;
    this.state = freshDelivery(options.facts);
  }

  get connected(): boolean {
    return this.state.connected;
  }

  /** Why nothing is sent any more, if a person has to act. */
  get stopped(): DeliveryStop | null {
    return this.state.stopped;
  }

  /** The gateway does not let this handheld in any more. */
  get revoked(): boolean {
    return this.notAdmitted;
  }

  start(): void {
    this.running = true;
    this.connect();
    this.reportLater();
  }

  async stop(): Promise<void> {
    this.running = false;
    this.cancelAckTimer();
    this.cancelReconnect();
    this.cancelReport();
    this.cancelSignPause();
    this.client?.end(true);
    await this.tail;
  }

  /** The log has grown, or let go of old facts. */
  factsStored(): void {
    const { lastSeq, oldestHeld } = this.options.facts;
    this.input({ kind: 'log', lastSeq, oldestHeld });
  }

  /** The network is back, or the page is seen again: there is no reason to wait. */
  tryNow(): void {
    if (!this.running || this.client !== undefined || this.state.stopped !== null) return;
    this.cancelReconnect();
    this.attempt = 0;
    this.connect();
  }

  /** Says how the handheld is, if anybody can hear it. */
  sendReport(): void {
    const { identity, report } = this.options;
    if (!this.state.connected) return;
    const topic = reportTopic(identity.site, identity.station);
    this.client?.publish(topic, JSON.stringify(report()), { qos: 0 });
  }

  private reportLater(): void {
    this.cancelReport = this.options.clock.after(deliveryPlan.reportEveryMs, () => {
      this.sendReport();
      this.reportLater();
    });
  }

  private connect(): void {
    const { identity, gatewayUrl } = this.options;
    const { site, station, secret } = identity;
    const client = mqtt.connect(mqttUrlOf(gatewayUrl), {
      clientId: stationClientId(site, station),
      username: station,
      password: secret,
      protocolVersion: 4,
      clean: true,
      reconnectPeriod: 0,
      connectTimeout: 10_000,
      keepalive: 15,
      queueQoSZero: false,
      // The other variant runs its timers in a worker from a blob, which our content security policy forbids.
      timerVariant: 'native',
    });
    this.client = client;
    client.on('connect', () => this.subscribe(client));
    client.on('message', (topic, payload) => {
      if (this.running && client === this.client) this.received(topic, payload);
    });
    client.on('error', (error) => {
      const { code } = error as { code?: unknown };
      if (refusedCodes.includes(code)) this.admitted(false);
      this.warn('delivery.connection_failed', error);
    });
    client.once('close', () => this.disconnected(client));
  }

  private subscribe(client: MqttClient): void {
    this.admitted(true);
    const { site, station } = this.options.identity;
    const topics = { [ackTopic(site, station)]: { qos: 1 }, [workTopic(site)]: { qos: 0 } } as const;
    client.subscribe(topics, (error, granted) => {
      if (client !== this.client || !client.connected) return;
      if (error !== null || (granted?.some((grant) => grant.qos === 128) ?? false)) {
        this.warn('delivery.subscription_refused', error ?? 'the gateway refused a subscription');
        client.end(true);
        return;
      }
      this.connectedAtMs = this.options.clock.monotonicMs();
      this.options.log.info({ event: 'delivery.connected' }, 'connected to the gateway');
      this.input({ kind: 'connected' });
      this.sendReport();
      this.options.onChange();
      if (this.state.stopped !== null) this.leave();
    });
  }

  private admitted(isAdmitted: boolean): void {
    this.notAdmitted = !isAdmitted;
    this.options.onChange();
  }

  private disconnected(client: MqttClient): void {
    if (client !== this.client) return;
    const wasConnected = this.state.connected;
    this.client = undefined;
    client.end(true);
    this.input({ kind: 'disconnected' });
    if (!this.running) return;
    if (wasConnected) {
      const heldMs = this.options.clock.monotonicMs() - this.connectedAtMs;
      if (heldMs > deliveryPlan.goodConnectionMs) this.attempt = 0;
      this.options.onChange();
    }
    const mayTry = this.state.stopped === null && !this.notAdmitted;
    const delayMs = mayTry
      ? backoffMs(this.attempt, deliveryPlan.reconnect)
      : deliveryPlan.stoppedReconnectMs;
    this.attempt += 1;
    this.cancelReconnect = this.options.clock.after(delayMs, () => this.connect());
  }

  private received(topic: string, payload: Uint8Array): void {
    const { identity, onPoke } = this.options;
    const { site, station } = identity;
    if (topic === workTopic(site)) {
      const poke = this.parse(workPoke, topic, payload);
      if (poke !== null) onPoke(poke);
    } else if (topic === ackTopic(site, station)) {
      const ack = this.parse(factAck, topic, payload);
      if (ack !== null && ack.station === station) this.inTurn(() => this.acknowledged(ack));
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
      this.warn('delivery.message_invalid', `${topic}: ${messageOf(thrown)}`);
      return null;
    }
  }

  private async acknowledged(ack: FactAck): Promise<void> {
    this.attempt = 0;
    const { facts, onChange } = this.options;
    const heldHash = ack.upTo > facts.lastSeq ? null : await facts.hashOf(ack.upTo);
    const { refused } = ack;
    const refusedIsOurs = refused !== undefined && (await facts.hashOf(refused.seq)) === refused.hash;
    if (!this.running) return;
    this.input({ kind: 'ack', ack, heldHash, refusedIsOurs });
    this.inTurn(async () => {
      this.factsStored();
      onChange();
    });
  }

  private input(input: DeliveryInput): void {
    const step = stepDelivery(this.state, input, limits);
    this.state = step.state;
    for (const effect of step.effects) this.perform(effect);
  }

  private perform(effect: DeliveryEffect): void {
    switch (effect.kind) {
      case 'send': {
        const { client } = this;
        this.inTurn(() => this.send(client, effect));
        break;
      }
      case 'acknowledge':
        this.inTurn(() => this.options.facts.acknowledge(effect.upTo));
        break;
      case 'timer':
        this.setAckTimer(effect.wanted);
        break;
      case 'pause-signing':
        this.cancelSignPause();
        this.cancelSignPause = this.options.clock.after(deliveryPlan.signPauseMs, () =>
          this.input({ kind: 'may-sign' }),
        );
        break;
      case 'reconnect':
        this.warn('delivery.no_acknowledgement', 'the gateway acknowledges nothing; connecting anew');
        this.client?.end(true);
        break;
      case 'stop':
        this.options.log.error({ event: 'delivery.stopped' }, `${effect.code}: ${effect.reason}`);
        this.options.onChange();
        this.sendReport();
        // An acknowledgement may overtake the answer to the subscription, behind which the report can go out.
        if (this.state.connected) this.leave();
        break;
    }
  }

  private setAckTimer(wanted: boolean): void {
    this.cancelAckTimer();
    if (!wanted) return;
    this.cancelAckTimer = this.options.clock.after(deliveryPlan.ackTimeoutMs, () =>
      this.input({ kind: 'timeout' }),
    );
  }

  /** Ends the connection once what was said on it is out. */
  private leave(): void {
    const { client } = this;
    client?.end(false);
    this.cancelReconnect = this.options.clock.after(deliveryPlan.leaveMs, () => client?.end(true));
  }

  private async send(
    client: MqttClient | undefined,
    { from, to, sign }: Extract<DeliveryEffect, { kind: 'send' }>,
  ): Promise<void> {
    const { identity, facts, clock } = this.options;
    const { site, station } = identity;
    const batches = packBatches(await facts.read(from, to - from + 1));
    const hash = sign ? await facts.hashOf(to) : null;
    const head = hash === null ? '' : `,"head":${JSON.stringify(await signHead(identity, to, hash))}`;
    // A connection that came to its end meanwhile: the next one begins where the gateway stands.
    if (client === undefined || client !== this.client) return;
    for (const [index, batch] of batches.entries()) {
      const sentAt = isoInstant(clock.now());
      const signed = index === batches.length - 1 ? head : '';
      const payload = `{"v":1,"site":"${site}","station":"${station}","sentAt":"${sentAt}"${signed},"facts":[${batch.join(',')}]}`;
      // Its PUBACK is only flow control; a failure shows as a missing acknowledgement.
      client.publish(factsTopic(site, station), payload, { qos: 1 }, () => {});
    }
  }

  /** What cannot be done (no room to note an acknowledgement) is only done once more after the next start. */
  private inTurn(work: () => Promise<void>): void {
    this.tail = this.tail.then(work).catch((thrown: unknown) => this.warn('delivery.step_failed', thrown));
  }

  private warn(event: string, what: unknown): void {
    this.options.log.warn({ event }, messageOf(what));
  }
}

function mqttUrlOf(gatewayUrl: string): string {
  const url = new URL('/mqtt', gatewayUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}
