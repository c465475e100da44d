import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { type Clock, systemClock } from '../kernel/clock.ts';
import { createLog } from '../kernel/log.ts';
import type { Fact } from '../protocols/wire/fact.ts';
import { type ChainHead, genesis, seal } from '../protocols/wire/fact-chain.ts';
import { type FactAck, factAck } from '../protocols/wire/fact-delivery.ts';
import type { SiteId, StationId } from '../protocols/wire/ids.ts';
import { ackTopic, factsTopic, stationClientId } from '../protocols/wire/topics.ts';
import { gatewayConfig, type RunningGateway, startGateway } from './main.ts';

/** What the tests of the gateway and of cloud-sync share: a real gateway, stations and chains of facts. */
export const testSite = 'berlin' as SiteId;
const silent = createLog('test', 'silent');

export function newDataDir(): string {
  return mkdtempSync(join(tmpdir(), 'packproof-gateway-'));
}

export function startTestGateway(
  dataDir: string,
  settings: Record<string, unknown> = {},
  clock: Clock = systemClock,
): Promise<RunningGateway> {
  const config = gatewayConfig.parse({
    site: testSite,
    dataDir,
    mqtt: { port: 0 },
    http: { port: 0 },
    ...settings,
  });
  return startGateway(config, { log: silent, clock });
}

/** `count` facts of a station that follow `head`; orders that were started, unless another content is given. */
export function chainOf(
  station: string,
  count: number,
  head: ChainHead = genesis,
  content?: Pick<Fact, 'type' | 'data'>,
): Fact[] {
  const facts: Fact[] = [];
  let last = head;
  for (let made = 0; made < count; made += 1) {
    const fact = seal(last, {
      v: 1,
      site: testSite,
      station: station as StationId,
      at: '2026-01-05T06:00:00.000Z',
      operator: 'ada',
      ...(content ?? { type: 'order.started', data: { order: `SO-${last.upTo + 1}`, version: 1 } }),
    });
    facts.push(fact);
    last = { upTo: fact.seq, hash: fact.hash };
  }
  return facts;
}

export async function connectMqtt(url: string, options: IClientOptions): Promise<MqttClient> {
  return mqtt.connectAsync(
    url,
    { protocolVersion: 4, reconnectPeriod: 0, connectTimeout: 30_000, ...options },
    false,
  );
}

export interface TestStation {
  readonly client: MqttClient;
  /** Every acknowledgement in the order in which it came; the first answers the subscription. */
  readonly acks: FactAck[];
  send(facts: readonly unknown[]): Promise<unknown>;
}

export async function connectStation(
  url: string,
  station: string,
  options: IClientOptions = {},
): Promise<TestStation> {
  const client = await connectMqtt(url, { clientId: stationClientId(testSite, station), ...options });
  const acks: FactAck[] = [];
  client.on('message', (topic, payload) => {
    if (topic === ackTopic(testSite, station)) acks.push(factAck.parse(JSON.parse(payload.toString())));
  });
  client.on('error', () => {});
  await client.subscribeAsync(ackTopic(testSite, station), { qos: 1 });
  return {
    client,
    acks,
    send: (facts) => {
      const batch = { v: 1, site: testSite, station, facts };
      return client.publishAsync(factsTopic(testSite, station), JSON.stringify(batch), { qos: 1 });
    },
  };
}

/** What a station says of itself of which so many facts are acknowledged and none wait. */
export function reportOf(station: string, acknowledged: number, at = '2026-01-05T06:00:00.000Z') {
  const facts = {
    lastSeq: acknowledged,
    acknowledged,
    unacknowledged: 0,
    oldestUnacknowledgedAt: null,
    connected: true,
    stopped: null,
  };
  const work = { epoch: null, cursor: 0, asOf: null, orders: 0 };
  const who = { v: 1, service: 'edge', version: '0.1.0', site: testSite, station };
  return { ...who, at, startedAt: at, facts, work, devices: [] };
}

export async function getJson(url: string, token?: string): Promise<unknown> {
  const response = await fetch(
    url,
    token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } },
  );
  return response.json();
}

export async function putJson(url: string, body: unknown): Promise<Response> {
  return fetch(url, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}
