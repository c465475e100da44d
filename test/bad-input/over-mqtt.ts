import { connect as connectTcp, type Socket } from 'node:net';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import type { Fact } from '../../protocols/wire/fact.ts';
import { type ChainHead, genesis, seal } from '../../protocols/wire/fact-chain.ts';
import { type FactAck, factAck } from '../../protocols/wire/fact-delivery.ts';
import type { SiteId, StationId } from '../../protocols/wire/ids.ts';
import { type GatewayStatus, gatewayStatus } from '../../protocols/wire/status.ts';
import { ackTopic, factsTopic, stationClientId } from '../../protocols/wire/topics.ts';
import { getJson } from './http.ts';
import { site as siteName } from './site.ts';

/** Facts of a station that follow each other; `more` is put into each. */
export class Chain {
  readonly station: string;
  private head: ChainHead = genesis;

  constructor(station: string) {
    this.station = station;
  }

  next(more: Partial<Record<keyof Fact, unknown>> = {}): Fact {
    const fact = seal(this.head, {
      v: 1,
      site: siteName as SiteId,
      station: this.station as StationId,
      at: '2026-01-05T06:00:00.000Z',
      operator: null,
      type: 'station.started',
      data: { boot: `b${this.head.upTo + 1}`, version: '1' },
      ...more,
    } as Omit<Fact, 'seq' | 'prev' | 'hash'>);
    this.head = { upTo: fact.seq, hash: fact.hash };
    return fact;
  }
}

export function connect(url: string, options: IClientOptions): Promise<MqttClient> {
  return mqtt
    .connectAsync(url, { protocolVersion: 4, reconnectPeriod: 0, connectTimeout: 30_000, ...options }, false)
    .then((client) => {
      client.on('error', () => {});
      return client;
    });
}

export interface Sender {
  readonly client: MqttClient;
  readonly acks: FactAck[];
  /** Publishes whatever it is given on the station's topic of facts, and resolves when the gateway has stored it. */
  raw(payload: string | Buffer): Promise<unknown>;
  send(...facts: readonly unknown[]): Promise<unknown>;
}

/** A program that says that it is a station. */
export async function connectAs(url: string, station: string): Promise<Sender> {
  const client = await connect(url, { clientId: stationClientId(siteName, station) });
  const acks: FactAck[] = [];
  client.on('message', (topic, payload) => {
    if (topic === ackTopic(siteName, station)) acks.push(factAck.parse(JSON.parse(payload.toString())));
  });
  await client.subscribeAsync(ackTopic(siteName, station), { qos: 1 });
  const raw = (payload: string | Buffer) =>
    client.publishAsync(factsTopic(siteName, station), payload, { qos: 1 });
  return {
    client,
    acks,
    raw,
    send: (...facts) => raw(JSON.stringify({ v: 1, site: siteName, station, facts })),
  };
}

export function tcpTo(url: string): Socket {
  const { hostname, port } = new URL(url);
  const socket = connectTcp(Number(port), hostname);
  socket.on('error', () => {});
  return socket;
}

export function closed(of: { once(event: 'close', done: () => void): unknown }): Promise<void> {
  return new Promise((resolve) => of.once('close', () => resolve()));
}

export async function statusOf(gatewayUrl: string): Promise<GatewayStatus> {
  return gatewayStatus.parse(await getJson(gatewayUrl, '/v1/status'));
}
