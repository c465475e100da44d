import type { Socket } from 'node:net';
import mqtt, { type MqttClient } from 'mqtt';
import { type ChainHead, genesis, seal } from '../../../protocols/wire/fact-chain.ts';
import { factAck } from '../../../protocols/wire/fact-delivery.ts';
import type { SiteId, StationId } from '../../../protocols/wire/ids.ts';
import { ackTopic, factsTopic, stationClientId } from '../../../protocols/wire/topics.ts';

const everyMs = 20;

/** A station that sends a fact every few milliseconds and measures until when it is acknowledged. */
export class HealthyStation {
  readonly station: string;
  /** Milliseconds from a fact to its acknowledgement, since the last look. */
  private latencies: number[] = [];
  private readonly site: string;
  private readonly client: MqttClient;
  private readonly sent = new Map<number, number>();
  private head: ChainHead = genesis;
  private acknowledged = 0;
  private connections = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(site: string, station: string, url: string) {
    this.site = site;
    this.station = station;
    this.client = mqtt.connect(url, {
      clientId: stationClientId(site, station),
      protocolVersion: 4,
      reconnectPeriod: 100,
    });
    this.client.on('connect', () => {
      this.connections += 1;
      // Or its own operating system would add 40 ms to every other message.
      (this.client.stream as Socket).setNoDelay(true);
      this.client.subscribe(ackTopic(site, station), { qos: 1 }, () => {});
    });
    this.client.on('message', (_topic, payload) => this.acked(payload));
    this.client.on('error', () => {});
    this.timer = setInterval(() => this.send(), everyMs);
  }

  /** How often its connection was lost. */
  get losses(): number {
    return Math.max(0, this.connections - 1);
  }

  /** What was measured since the last call. */
  takeLatencies(): number[] {
    const taken = this.latencies;
    this.latencies = [];
    return taken;
  }

  /** How many facts were acknowledged so far. */
  get heard(): number {
    return this.acknowledged;
  }

  /** Facts that were sent and not acknowledged. */
  get open(): number {
    return this.head.upTo - this.acknowledged;
  }

  /** Sends no more. */
  rest(): void {
    clearInterval(this.timer);
  }

  async leave(): Promise<void> {
    this.rest();
    await this.client.endAsync(true);
  }

  private send(): void {
    if (!this.client.connected) return;
    const fact = seal(this.head, {
      v: 1,
      site: this.site as SiteId,
      station: this.station as StationId,
      at: '2026-01-05T06:00:00.000Z',
      operator: null,
      type: 'station.started',
      data: { boot: 'healthy', version: '1' },
    });
    this.head = { upTo: fact.seq, hash: fact.hash };
    this.sent.set(fact.seq, performance.now());
    const batch = { v: 1, site: this.site, station: this.station, facts: [fact] };
    this.client.publish(factsTopic(this.site, this.station), JSON.stringify(batch), { qos: 1 }, () => {});
  }

  private acked(payload: Buffer): void {
    const { upTo } = factAck.parse(JSON.parse(payload.toString()));
    const now = performance.now();
    for (let seq = this.acknowledged + 1; seq <= upTo; seq += 1) {
      const sentAt = this.sent.get(seq);
      if (sentAt !== undefined) this.latencies.push(now - sentAt);
      this.sent.delete(seq);
    }
    this.acknowledged = Math.max(this.acknowledged, upTo);
  }
}
