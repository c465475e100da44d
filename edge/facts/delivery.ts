import { connect, type MqttClient } from 'mqtt';
import { backoffMs } from '../../kernel/backoff.ts';
import { type Clock, isoInstant } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import { sendAtOnce } from '../../kernel/send-at-once.ts';
import type { ClientTls } from '../../kernel/tls/tls-fetch.ts';
import { type FactAck, factAck } from '../../protocols/wire/fact-delivery.ts';
import type { StationReport } from '../../protocols/wire/status.ts';
import {
  ackTopic,
  factsTopic,
  reportTopic,
  stationClientId,
  workTopic,
} from '../../protocols/wire/topics.ts';
import { type WorkPoke, workPoke } from '../../protocols/wire/work.ts';
import type { StationIdentity } from '../identity/station-identity.ts';
import { packBatches } from './batches.ts';
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
import type { FactLog } from './fact-log.ts';

const { signPauseMs, ackTimeoutMs, reportEveryMs, goodConnectionMs, leaveMs, stoppedReconnectMs } =
  deliveryPlan;

export interface DeliveryOptions {
  readonly facts: FactLog;
  readonly site: string;
  readonly station: string;
  readonly mqttUrl: string;
  readonly token?: string | undefined;
  /** For mqtts; asked at each connection, as certificates are renewed. */
  readonly tls?: (() => ClientTls | null) | undefined;
  /** With it the heads of the chain are signed. */
  readonly identity?: StationIdentity | undefined;
  readonly clock: Clock;
  readonly log: Log;
  readonly report: () => StationReport;
  readonly onPoke: (poke: WorkPoke) => void;
  /** The connection or what the gateway has changed. */
  readonly onChange: () => void;
}

/**
 * Carries the fact log to the gateway. Each connection is a new MQTT client without a store of its own; what is sent on
 * it, and when again, is decided by the machine from the log and the gateway's cumulative acknowledgements.
 */
export class Delivery {
  private readonly options: DeliveryOptions;
  private readonly limits: DeliveryLimits;
  private state: DeliveryState;
  private client: MqttClient | undefined;
  private running = false;
  private attempt = 0;
  private connectedAtMs = 0;
  private noticed = false;
  private cancelAckTimer = () => {};
  private cancelReconnect = () => {};
  private cancelReport = () => {};
  private cancelSignPause = () => {};

  constructor(options: DeliveryOptions) {
    this.options = options;
    const { limits, factsPerHead } = deliveryPlan;
    this.limits = { ...limits, factsPerHead: options.identity === undefined ? 0 : factsPerHead };
    this.state = freshDelivery(options.facts);
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
    await this.client?.endAsync(true);
  }

  /** The log has grown. What one turn of the event loop stores goes out together. */
  factsStored(): void {
    if (this.noticed) return;
    this.noticed = true;
    setImmediate(() => {
      this.noticed = false;
      if (this.running) this.logChanged();
    });
  }

  /** Says how the station is, if anybody can hear it. */
  sendReport(): void {
    const { site, station, report } = this.options;
    if (this.state.connected) {
      this.client?.publish(reportTopic(site, station), JSON.stringify(report()), { qos: 0 });
    }
  }

  private reportLater(): void {
    this.cancelReport = this.options.clock.after(reportEveryMs, () => {
      this.sendReport();
      this.reportLater();
    });
  }

  private connect(): void {
    const { site, station, token, mqttUrl } = this.options;
    const client = connect(mqttUrl, {
      clientId: stationClientId(site, station),
      username: station,
      ...(token === undefined ? {} : { password: token }),
      // With a certificate the library would speak TLS to a plain port too.
      ...(/^(mqtts|wss):/.test(mqttUrl) ? this.options.tls?.() : {}),
      protocolVersion: 4,
      clean: true,
      reconnectPeriod: 0,
      connectTimeout: 10_000,
      keepalive: 15,
      queueQoSZero: false,
    });
    this.client = client;
    client.on('connect', () => this.subscribe(client));
    client.on('message', (topic, payload) => {
      // What was read before the end may still come behind it, when the log is closed.
      if (this.running && client === this.client) this.received(topic, payload);
    });
    client.on('error', (error) => this.warn('delivery.connection_failed', error));
    client.once('close', () => this.disconnected(client));
  }

  private subscribe(client: MqttClient): void {
    sendAtOnce(client);
    const { site, station } = this.options;
    client.subscribe(
      { [ackTopic(site, station)]: { qos: 1 }, [workTopic(site)]: { qos: 0 } },
      (error, granted) => {
        if (client !== this.client || !client.connected) return;
        const refused = granted?.some((grant) => grant.qos === 128) ?? false;
        if (error !== null || refused) {
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
      },
    );
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
      if (heldMs > goodConnectionMs) this.attempt = 0;
      this.options.log.warn(
        { event: 'delivery.disconnected', heldMs },
        'the connection to the gateway is gone',
      );
      this.options.onChange();
    }
    const delayMs =
      this.state.stopped === null ? backoffMs(this.attempt, deliveryPlan.reconnect) : stoppedReconnectMs;
    this.attempt += 1;
    this.cancelReconnect = this.options.clock.after(delayMs, () => this.connect());
  }

  private received(topic: string, payload: Buffer): void {
    const { site, station, onPoke } = this.options;
    if (topic === workTopic(site)) {
      const poke = this.parse(workPoke, topic, payload);
      if (poke !== null) onPoke(poke);
    } else if (topic === ackTopic(site, station)) {
      const ack = this.parse(factAck, topic, payload);
      if (ack !== null && ack.station === station) this.acknowledged(ack);
    }
  }

  private parse<Value>(
    schema: { parse(value: unknown): Value },
    topic: string,
    payload: Buffer,
  ): Value | null {
    try {
      return schema.parse(JSON.parse(payload.toString('utf8')));
    } catch (thrown) {
      this.options.log.warn({ event: 'delivery.message_invalid', topic }, messageOf(thrown));
      return null;
    }
  }

  private acknowledged(ack: FactAck): void {
    this.attempt = 0;
    const { facts } = this.options;
    const heldHash = ack.upTo > facts.lastSeq ? null : facts.hashOf(ack.upTo);
    const refusedIsOurs = ack.refused !== undefined && facts.hashOf(ack.refused.seq) === ack.refused.hash;
    this.input({ kind: 'ack', ack, heldHash, refusedIsOurs });
    // An acknowledgement may have let go of old facts.
    this.logChanged();
    this.options.onChange();
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
      case 'send':
        this.send(effect);
        break;
      case 'acknowledge':
        this.note(effect.upTo);
        break;
      case 'timer':
        this.setAckTimer(effect.wanted);
        break;
      case 'pause-signing':
        this.cancelSignPause();
        this.cancelSignPause = this.options.clock.after(signPauseMs, () => this.input({ kind: 'may-sign' }));
        break;
      case 'reconnect':
        this.warn('delivery.no_acknowledgement', 'the gateway acknowledges nothing; connecting anew');
        this.client?.end(true);
        break;
      case 'stop':
        this.options.log.error({ event: 'delivery.stopped', code: effect.code }, effect.reason);
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
    this.cancelAckTimer = this.options.clock.after(ackTimeoutMs, () => this.input({ kind: 'timeout' }));
  }

  /** Ends the connection once what was said on it is out. */
  private leave(): void {
    const { client } = this;
    client?.end(false);
    this.cancelReconnect = this.options.clock.after(leaveMs, () => client?.end(true));
  }

  private send({
    from,
    to,
    sign,
  }: {
    readonly from: number;
    readonly to: number;
    readonly sign: boolean;
  }): void {
    const { site, station, facts, clock } = this.options;
    const batches = packBatches(facts.read(from, to - from + 1));
    for (const [index, batch] of batches.entries()) {
      const head = sign && index === batches.length - 1 ? this.headAt(to) : '';
      const sentAt = isoInstant(clock.now());
      const payload = `{"v":1,"site":"${site}","station":"${station}","sentAt":"${sentAt}"${head},"facts":[${batch.join(',')}]}`;
      // Its PUBACK is only flow control; a failure shows as a missing acknowledgement.
      this.client?.publish(factsTopic(site, station), payload, { qos: 1 }, (error) => {
        if (error) this.options.log.debug({ event: 'delivery.publish_failed', from, err: error });
      });
    }
  }

  /** The member that vouches for the chain up to a fact. */
  private headAt(seq: number): string {
    const hash = this.options.facts.hashOf(seq);
    const head = hash === null ? undefined : this.options.identity?.sign({ seq, hash });
    return head === undefined ? '' : `,"head":${JSON.stringify(head)}`;
  }

  /** If it cannot be stored, facts are only sent once more after the next start. */
  private note(upTo: number): void {
    try {
      this.options.facts.acknowledge(upTo);
    } catch (thrown) {
      this.warn('delivery.acknowledgement_not_stored', thrown);
    }
  }

  private warn(event: string, what: unknown): void {
    this.options.log.warn({ event }, messageOf(what));
  }
}
