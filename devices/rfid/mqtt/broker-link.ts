import { connect, type IPublishPacket, type MqttClient } from 'mqtt';
import { backoffMs } from '../../../kernel/backoff.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { messageOf } from '../../../kernel/errors.ts';
import type { DeviceState } from '../../device-state.ts';
import type { TlsFiles } from './mqtt-config.ts';
import { readTlsFiles } from './tls-files.ts';

export interface BrokerSettings {
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly clientId: string;
  readonly tls: TlsFiles;
  readonly filters: readonly string[];
}

export interface BrokerEvents {
  /** Connected and subscribed; `kept`: the broker knew us, and may have kept messages. */
  up(kept: boolean): void;
  /** Once after each `up`, and after each try that failed. */
  down(state: DeviceState, detail: string): void;
  message(topic: string, payload: Buffer, packet: IPublishPacket): void;
}

const retryPlan = { firstMs: 250, maxMs: 10_000 };
/** A connection that held no longer is no success. */
const briefMs = 5_000;
/** More bytes without a whole packet are no message of a reader. */
const maxPacketBytes = 4 << 20;
const refusedGrant = 0x80;

/** A connection to a broker that is made again for ever. Each one is a new client; the broker keeps what we miss. */
export class BrokerLink {
  private readonly settings: BrokerSettings;
  private readonly clock: Clock;
  private readonly events: BrokerEvents;
  private client: MqttClient | undefined;
  private running = false;
  private attempt = 0;
  private upAtMs: number | null = null;
  private failure: { state: DeviceState; detail: string } | undefined;
  private cancelRetry = () => {};

  constructor(settings: BrokerSettings, clock: Clock, events: BrokerEvents) {
    this.settings = settings;
    this.clock = clock;
    this.events = events;
  }

  start(): void {
    this.running = true;
    this.connect();
  }

  async close(): Promise<void> {
    this.running = false;
    this.cancelRetry();
    const { client } = this;
    this.client = undefined;
    // What is connected parts properly, so that the broker need not wait for it.
    await client?.endAsync(!client.connected).catch(() => {});
  }

  /** It is lost while there is no connection. */
  publish(topic: string, payload: string): void {
    if (this.upAtMs !== null) this.client?.publish(topic, payload, { qos: 1 }, () => {});
  }

  private connect(): void {
    const { url, clientId, username, password, tls } = this.settings;
    this.failure = undefined;
    let client: MqttClient;
    try {
      client = connect(url, {
        ...readTlsFiles(tls),
        ...(username === undefined ? {} : { username }),
        ...(password === undefined ? {} : { password }),
        clientId,
        protocolVersion: 4,
        clean: false,
        rejectUnauthorized: true,
        reconnectPeriod: 0,
        connectTimeout: 10_000,
        keepalive: 15,
        queueQoSZero: false,
        resubscribe: false,
      });
    } catch (thrown) {
      this.parted('failed', messageOf(thrown));
      return;
    }
    this.client = client;
    this.limit(client);
    client.on('connect', ({ sessionPresent }) => this.subscribe(client, sessionPresent));
    client.on('message', (topic, payload, packet) => {
      if (client === this.client) this.events.message(topic, payload, packet);
    });
    client.on('error', (error) => this.failed(error));
    client.once('close', () => {
      if (client !== this.client) return;
      this.client = undefined;
      client.end(true);
      const { state = 'disconnected', detail = 'the broker closed the connection' } = this.failure ?? {};
      this.parted(state, detail);
    });
  }

  /** The parser of packets holds as much as a packet claims to have. */
  private limit(client: MqttClient): void {
    let bytes = 0;
    client.on('packetreceive', () => {
      bytes = 0;
    });
    client.stream.on('data', (chunk: Uint8Array) => {
      bytes += chunk.length;
      if (bytes <= maxPacketBytes) return;
      this.failure ??= { state: 'failed', detail: `a packet of more than ${maxPacketBytes} bytes came` };
      client.end(true);
    });
  }

  private subscribe(client: MqttClient, sessionPresent: boolean): void {
    const { filters } = this.settings;
    client.subscribe([...filters], { qos: 1 }, (error, granted) => {
      if (client !== this.client || !client.connected) return;
      const refused = granted?.find(({ qos }) => qos === refusedGrant)?.topic;
      if (error !== null || refused !== undefined) {
        const detail = `the broker refused the subscription to ${refused ?? filters.join(', ')}`;
        this.failure = { state: 'failed', detail };
        client.end(true);
        return;
      }
      this.upAtMs = this.clock.monotonicMs();
      this.events.up(sessionPresent);
    });
  }

  /** A broker that answers with a refusal is there and cannot be used. */
  private failed(error: Error & { code?: unknown }): void {
    const refused = typeof error.code === 'number';
    this.failure ??= { state: refused ? 'failed' : 'disconnected', detail: detailOf(error) };
  }

  private parted(state: DeviceState, detail: string): void {
    const heldMs = this.upAtMs === null ? 0 : this.clock.monotonicMs() - this.upAtMs;
    this.upAtMs = null;
    this.attempt = heldMs > briefMs ? 0 : this.attempt + 1;
    if (!this.running) return;
    this.cancelRetry = this.clock.after(backoffMs(this.attempt, retryPlan), () => this.connect());
    this.events.down(state, `broker: ${detail}`);
  }
}

/** A name that resolves to several addresses fails with one error for each. */
function detailOf(error: Error): string {
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : [];
  return messageOf(first ?? error) || 'it does not answer';
}
