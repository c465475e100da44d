import { connect, type MqttClient } from 'mqtt';
import { backoffMs } from '../../kernel/backoff.ts';
import type { Clock } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
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
import { packBatches } from './batches.ts';
import {
  type DeliveryEffect,
  type DeliveryInput,
  type DeliveryLimits,
  type DeliveryState,
  freshDelivery,
  stepDelivery,
} from './delivery-machine.ts';
import type { FactLog } from './fact-log.ts';

const limits: DeliveryLimits = { windowFacts: 500, batchFacts: 100, patience: 3 };
const ackTimeoutMs = 5_000;
const reportEveryMs = 5_000;
const reconnectPlan = { firstMs: 500, maxMs: 15_000 };
/** A connection that held so long was a good one: the next try comes soon. */
const goodConnectionMs = 10_000;

export interface DeliveryOptions {
  readonly facts: FactLog;
  readonly site: string;
  readonly station: string;
  readonly mqttUrl: string;
  readonly token?: string | undefined;
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
  private state: DeliveryState;
  private client: MqttClient | undefined;
  private running = false;
  private attempt = 0;
  private connectedAtMs = 0;
  private noticed = false;
  private cancelAckTimer = () => {};
  private cancelReconnect = () => {};
  private cancelReport = () => {};

  constructor(options: DeliveryOptions) {
    this.options = options;
    this.state = freshDelivery(options.facts);
  }

  get connected(): boolean {
    return this.state.connected;
  }

  /** Why nothing is sent any more, if a person has to act. */
  get stopped(): string | null {
    return this.state.stopped;
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
      if (client === this.client) this.received(topic, payload);
    });
    client.on('error', (error) => this.warn('delivery.connection_failed', error));
    client.once('close', () => this.disconnected(client));
  }

  private subscribe(client: MqttClient): void {
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
    const delayMs = backoffMs(this.attempt, reconnectPlan);
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
    this.input({ kind: 'ack', ack });
    // An acknowledgement may have let go of old facts.
    this.logChanged();
    this.options.onChange();
  }

  private logChanged(): void {
    const { lastSeq, oldestHeld } = this.options.facts;
    this.input({ kind: 'log', lastSeq, oldestHeld });
  }

  private input(input: DeliveryInput): void {
    const step = stepDelivery(this.state, input, limits);
    this.state = step.state;
    for (const effect of step.effects) this.perform(effect);
  }

  private perform(effect: DeliveryEffect): void {
    switch (effect.kind) {
      case 'send':
        this.send(effect.from, effect.to);
        break;
      case 'acknowledge':
        this.note(effect.upTo);
        break;
      case 'timer':
        this.setAckTimer(effect.wanted);
        break;
      case 'reconnect':
        this.warn('delivery.no_acknowledgement', 'the gateway acknowledges nothing; connecting anew');
        this.client?.end(true);
        break;
      case 'stop':
        this.options.log.error({ event: 'delivery.stopped', reason: effect.reason }, effect.reason);
        this.options.onChange();
        break;
    }
  }

  private setAckTimer(wanted: boolean): void {
    this.cancelAckTimer();
    if (!wanted) return;
    this.cancelAckTimer = this.options.clock.after(ackTimeoutMs, () => this.input({ kind: 'timeout' }));
  }

  private send(from: number, to: number): void {
    const { site, station, facts } = this.options;
    for (const batch of packBatches(facts.read(from, to - from + 1))) {
      const payload = `{"v":1,"site":"${site}","station":"${station}","facts":[${batch.join(',')}]}`;
      // Its PUBACK is only flow control; a failure shows as a missing acknowledgement.
      this.client?.publish(factsTopic(site, station), payload, { qos: 1 }, (error) => {
        if (error) this.options.log.debug({ event: 'delivery.publish_failed', from, err: error });
      });
    }
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
