import type { IClientOptions, MqttClient } from 'mqtt';
import { backoffMs } from '../../kernel/backoff.ts';
import type { Clock } from '../../kernel/clock.ts';
import { messageOf } from '../../kernel/errors.ts';
import type { LogLines } from '../../kernel/log-lines.ts';
import { ackTopic, stationClientId, workTopic } from '../../protocols/wire/topics.ts';
import { deliveryPlan } from './delivery-plan.ts';

/** Bad user name or password, not authorized (MQTT 3.1.1, 3.2.2.3): this station was revoked, or enrolled on another device. */
const notAdmittedCodes: readonly unknown[] = [4, 5];

/** What is the same in each connection of a station, wherever it runs. */
type MqttSession = Pick<
  IClientOptions,
  | 'clientId'
  | 'username'
  | 'protocolVersion'
  | 'clean'
  | 'reconnectPeriod'
  | 'connectTimeout'
  | 'keepalive'
  | 'queueQoSZero'
>;

/** What differs between a machine and a browser. */
export interface DeliveryTransport {
  /** Makes one connection, with the password or certificate of this moment: both are renewed. */
  connect(session: MqttSession): MqttClient;
  /** Runs it once what is being done now is done. */
  soon(action: () => void): void;
}

export interface DeliveryConnectionOptions {
  readonly site: string;
  readonly station: string;
  readonly transport: DeliveryTransport;
  readonly clock: Clock;
  readonly log: LogLines;
  /** False: nothing is to be sent, so a connection is made seldom. */
  readonly hasWork: () => boolean;
  /** Connected, and both subscriptions are granted. */
  readonly onConnected: () => void;
  /** Also after a try that failed. */
  readonly onDisconnected: () => void;
  readonly onMessage: (topic: string, payload: Uint8Array) => void;
  /** Connected or not, let in or not. */
  readonly onChange: () => void;
}

/**
 * One connection to the gateway after the other, each a new MQTT client without a store of its own, with a growing pause before
 * the next.
 */
export class DeliveryConnection {
  private readonly options: DeliveryConnectionOptions;
  private client: MqttClient | undefined;
  private running = false;
  private isUp = false;
  private attempt = 0;
  private connectedAtMs = 0;
  private admitted = true;
  private cancelTimer = () => {};

  constructor(options: DeliveryConnectionOptions) {
    this.options = options;
  }

  /** The gateway does not let this station in. */
  get notAdmitted(): boolean {
    return !this.admitted;
  }

  /** Another value is another connection. */
  get current(): unknown {
    return this.client;
  }

  start(): void {
    this.running = true;
    this.connect();
  }

  async stop(): Promise<void> {
    this.running = false;
    this.cancelTimer();
    await this.client?.endAsync(true);
  }

  /** There is no reason to wait any more. */
  tryNow(): void {
    if (!this.running || this.client !== undefined) return;
    this.cancelTimer();
    this.attempt = 0;
    this.connect();
  }

  /** The gateway answers: the next try comes soon. */
  answered(): void {
    this.attempt = 0;
  }

  /** Its PUBACK is only flow control; a failure shows as a missing acknowledgement. */
  publish(topic: string, payload: string, qos: 0 | 1): void {
    this.client?.publish(topic, payload, { qos }, () => {});
  }

  /** Ends the connection at once; the next one follows. */
  giveUp(): void {
    this.client?.end(true);
  }

  /** Ends the connection once what was said on it is out. */
  leave(): void {
    const { client } = this;
    client?.end(false);
    this.cancelTimer = this.options.clock.after(deliveryPlan.leaveMs, () => client?.end(true));
  }

  private connect(): void {
    const { site, station, transport } = this.options;
    const client = transport.connect({
      clientId: stationClientId(site, station),
      username: station,
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
      if (this.running && client === this.client) this.options.onMessage(topic, payload);
    });
    client.on('error', (error) => this.failed(error));
    client.once('close', () => this.closed(client));
  }

  private subscribe(client: MqttClient): void {
    const { site, station } = this.options;
    this.letIn(true);
    const topics = { [ackTopic(site, station)]: { qos: 1 }, [workTopic(site)]: { qos: 0 } } as const;
    client.subscribe(topics, (error, granted) => {
      if (client !== this.client || !client.connected) return;
      if (error !== null || (granted?.some(({ qos }) => qos === 128) ?? false)) {
        this.warn('delivery.subscription_refused', error ?? 'the gateway refused a subscription');
        client.end(true);
        return;
      }
      this.opened();
    });
  }

  private opened(): void {
    const { clock, log, onConnected, onChange } = this.options;
    this.isUp = true;
    this.connectedAtMs = clock.monotonicMs();
    log.info({ event: 'delivery.connected' }, 'connected to the gateway');
    onConnected();
    onChange();
  }

  private failed(error: Error): void {
    const { code } = error as { code?: unknown };
    if (notAdmittedCodes.includes(code)) this.letIn(false);
    this.warn('delivery.connection_failed', error);
  }

  private letIn(admitted: boolean): void {
    if (this.admitted === admitted) return;
    this.admitted = admitted;
    this.options.onChange();
  }

  private closed(client: MqttClient): void {
    if (client !== this.client) return;
    const { onDisconnected, onChange, hasWork, clock } = this.options;
    const wasUp = this.isUp;
    this.isUp = false;
    this.client = undefined;
    client.end(true);
    onDisconnected();
    if (!this.running) return;
    if (wasUp) this.lost();
    if (wasUp) onChange();
    this.cancelTimer();
    this.cancelTimer = clock.after(hasWork() ? this.pauseMs() : deliveryPlan.stoppedReconnectMs, () =>
      this.connect(),
    );
  }

  private pauseMs(): number {
    const { reconnect, notAdmitted } = deliveryPlan;
    this.attempt += 1;
    return backoffMs(this.attempt - 1, this.admitted ? reconnect : notAdmitted);
  }

  private lost(): void {
    const heldMs = this.options.clock.monotonicMs() - this.connectedAtMs;
    if (heldMs > deliveryPlan.goodConnectionMs) this.attempt = 0;
    const event = 'delivery.disconnected';
    this.options.log.warn({ event, heldMs }, 'the connection to the gateway is gone');
  }

  private warn(event: string, what: unknown): void {
    this.options.log.warn({ event }, messageOf(what));
  }
}
