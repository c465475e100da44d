import { connect as connectTcp, type Socket } from 'node:net';
import type { IClientOptions, IConnackPacket, MqttClient } from 'mqtt';
import mqtt from 'mqtt';
import { generate, type IPublishPacket, parser } from 'mqtt-packet';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { factEvent } from '../../protocols/wire/event.ts';
import type { Fact } from '../../protocols/wire/fact.ts';
import { gatewayStatus } from '../../protocols/wire/status.ts';
import { eventsTopic } from '../../protocols/wire/topics.ts';
import type { RunningGateway } from '../main.ts';
import {
  chainOf,
  connectStation,
  getJson,
  newDataDir,
  startTestGateway,
  testSite,
} from '../testing-gateway.ts';

/** Waits for what a busy machine may take long for. */
function soon<Result>(check: () => Result, intervalMs = 20): Promise<Awaited<Result>> {
  return vi.waitFor(check, { timeout: 30_000, interval: intervalMs }) as Promise<Awaited<Result>>;
}

const all = eventsTopic(testSite, '#');
let dataDir: string;
let gateway: RunningGateway;
const clients: MqttClient[] = [];
const sockets: Socket[] = [];

beforeEach(async () => {
  dataDir = newDataDir();
  gateway = await startTestGateway(dataDir);
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true);
  for (const socket of sockets.splice(0)) socket.destroy();
  await gateway.stop();
});

const status = async () => gatewayStatus.parse(await getJson(`${gateway.httpUrl}/v1/status`));
const numbers = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Facts of a station, sent a few at a time; each call goes on where the last one ended. */
function floor() {
  const facts: Fact[] = chainOf('pack-1', 2_000);
  let sent = 0;
  return async (count: number) => {
    const station = await connectStation(gateway.mqttUrl, 'pack-1');
    await station.send(facts.slice(sent, sent + count));
    sent += count;
    await soon(() => expect(station.acks.at(-1)?.upTo).toBe(sent));
    station.client.end(true);
  };
}

/** A subscriber that keeps its session; `subscribe` only where the gateway knows none for it. */
async function durable(clientId: string, options: IClientOptions = {}) {
  const heard: number[] = [];
  const client = mqtt.connect(gateway.mqttUrl, {
    clientId,
    clean: false,
    protocolVersion: 4,
    resubscribe: false,
    reconnectPeriod: 0,
    ...options,
  });
  clients.push(client);
  client.on('error', () => {});
  client.on('message', (_topic, payload) => {
    heard.push(factEvent.parse(JSON.parse(payload.toString())).packproofcursor);
  });
  const connack = await new Promise<IConnackPacket>((resolve) => client.once('connect', resolve));
  return { client, heard, sessionPresent: connack.sessionPresent };
}

/** A client whose every packet the test decides about. */
async function bare(clientId: string, topic: string, qos: 0 | 1, clean = false) {
  const { hostname, port } = new URL(gateway.mqttUrl);
  const socket = connectTcp(Number(port), hostname);
  sockets.push(socket);
  socket.on('error', () => {});
  const published: IPublishPacket[] = [];
  const parsing = parser();
  const cmds: string[] = [];
  parsing.on('packet', (packet) => {
    cmds.push(packet.cmd);
    if (packet.cmd === 'publish') published.push(packet);
  });
  socket.on('data', (chunk) => parsing.parse(chunk));
  socket.write(generate({ cmd: 'connect', clientId, protocolVersion: 4, clean, keepalive: 0 }));
  if (topic !== '')
    socket.write(generate({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic, qos }] }));
  await soon(() => expect(cmds).toContain(topic === '' ? 'connack' : 'suback'));
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return { socket, published, closed };
}

describe('a subscriber with a session', () => {
  test('misses nothing while it is away, and need not subscribe again', async () => {
    const send = floor();
    const first = await durable('billing');
    expect(first.sessionPresent).toBe(false);
    await first.client.subscribeAsync(all, { qos: 1 });
    await send(3);
    await soon(() => expect(first.heard).toEqual(numbers(1, 3)));
    await first.client.endAsync();
    await send(200);
    const second = await durable('billing');
    expect(second.sessionPresent).toBe(true);
    await soon(() => expect(second.heard).toEqual(numbers(4, 203)));
    await send(5);
    await soon(() => expect(second.heard).toEqual(numbers(4, 208)));
    // Its last acknowledgement is on its way when the test has heard the event.
    await soon(async () =>
      expect((await status()).subscribers).toMatchObject([
        { name: 'billing', kind: 'mqtt', connected: true, lag: 0 },
      ]),
    );
  });

  test('misses nothing when the gateway restarts, however long either is away', async () => {
    const send = floor();
    const first = await durable('billing');
    await first.client.subscribeAsync(all, { qos: 1 });
    await send(10);
    await soon(() => expect(first.heard).toHaveLength(10));
    await first.client.endAsync();
    await send(10);
    await gateway.stop();
    gateway = await startTestGateway(dataDir);
    await send(10);
    const second = await durable('billing');
    expect(second.sessionPresent).toBe(true);
    await soon(() => expect(second.heard).toEqual(numbers(11, 30)));
  });

  test('gets again what it did not acknowledge: in order, marked, and under the same packet identifiers', async () => {
    const send = floor();
    const first = await bare('billing', all, 1);
    await send(20);
    await soon(() => expect(first.published).toHaveLength(20));
    for (const packet of first.published.slice(0, 5))
      first.socket.write(generate({ cmd: 'puback', messageId: packet.messageId ?? 0 }));
    // The seventh without the sixth: a cursor may not pass the sixth.
    first.socket.write(generate({ cmd: 'puback', messageId: first.published[6]?.messageId ?? 0 }));
    await soon(async () => expect((await status()).subscribers[0]?.cursor).toBe(5));
    first.socket.destroy();
    await gateway.stop();
    gateway = await startTestGateway(dataDir);
    const second = await bare('billing', '', 1);
    await soon(() => expect(second.published).toHaveLength(15));
    const ids = (packets: IPublishPacket[]) => packets.map(({ messageId }) => messageId);
    expect(ids(second.published)).toEqual(ids(first.published.slice(5)));
    expect(second.published.map(({ dup }) => dup)).toEqual(second.published.map(() => true));
  });

  test('gets what its filters match, each once, and goes on over the rest', async () => {
    const send = floor();
    const { client, heard } = await durable('billing');
    await client.subscribeAsync(
      [eventsTopic(testSite, 'shipment.dispatched'), `${eventsTopic(testSite, 'x')}/#`],
      {
        qos: 1,
      },
    );
    await send(300);
    await soon(async () => expect((await status()).subscribers[0]).toMatchObject({ cursor: 300, lag: 0 }));
    await client.subscribeAsync([eventsTopic(testSite, '+'), all, eventsTopic(testSite, 'order.started')], {
      qos: 1,
    });
    await send(20);
    await soon(() => expect(heard).toEqual(numbers(301, 320)));
  });

  test('ends it by unsubscribing or by one clean connection, and then begins anew', async () => {
    const send = floor();
    const first = await durable('billing');
    await first.client.subscribeAsync(all, { qos: 1 });
    await first.client.unsubscribeAsync(all);
    expect((await status()).subscribers).toEqual([]);
    await first.client.subscribeAsync(all, { qos: 1 });
    await first.client.endAsync();
    await send(3);
    const clean = await durable('billing', { clean: true });
    await clean.client.endAsync();
    const again = await durable('billing');
    expect(again.sessionPresent).toBe(false);
    await again.client.subscribeAsync(all, { qos: 1 });
    await send(2);
    await soon(() => expect(again.heard).toEqual([4, 5]));
  });

  test('is refused where there are too many of them, by name', async () => {
    await gateway.stop();
    gateway = await startTestGateway(dataDir, { subscribers: { maxDurable: 1 } });
    const first = await durable('one');
    await first.client.subscribeAsync(all, { qos: 1 });
    const second = await durable('two');
    await expect(second.client.subscribeAsync(all, { qos: 1 })).rejects.toThrow();
    expect((await status()).refused).toEqual({ TOO_MANY_SUBSCRIBERS: 1 });
    const live = await durable('three', { clean: true });
    await live.client.subscribeAsync(all, { qos: 1 });
  });
});

describe('a subscriber that stands still', () => {
  /** Events of some kilobytes, so that sockets really fill. */
  function largeFacts(count: number, bytes: number): Fact[] {
    return chainOf('pack-1', count, undefined, { type: 'note.made', data: { text: 'x'.repeat(bytes) } });
  }

  test('PIPE trap 3: five frozen subscribers leave the latency of a healthy one, and of ingest, as it was', async () => {
    const healthy = await durable('healthy', { clean: true });
    const arrivedMs = new Map<number, number>();
    healthy.client.on('message', (_topic, payload) => {
      arrivedMs.set(
        (JSON.parse(payload.toString()) as { packproofcursor: number }).packproofcursor,
        performance.now(),
      );
    });
    await healthy.client.subscribeAsync(all, { qos: 1 });
    const station = await connectStation(gateway.mqttUrl, 'pack-1');
    clients.push(station.client);
    const facts = largeFacts(1_200, 20_000);
    let sent = 0;
    const medianMs = async () => {
      const latencies: number[] = [];
      for (let round = 0; round < 40; round += 1) {
        const from = sent;
        sent += 10;
        const startedMs = performance.now();
        await station.send(facts.slice(from, sent));
        await soon(() => expect(arrivedMs.has(sent)).toBe(true), 1);
        latencies.push((arrivedMs.get(sent) ?? 0) - startedMs);
      }
      return latencies.sort((a, b) => a - b)[20] ?? 0;
    };
    await medianMs();
    const alone = await medianMs();
    const frozen = await Promise.all([
      ...[1, 2, 3].map((n) => bare(`reads-nothing-${n}`, all, 0, true)),
      ...[1, 2].map((n) => bare(`never-acknowledges-${n}`, all, 1)),
    ]);
    for (const { socket } of frozen.slice(0, 3)) socket.pause();
    const beside = await medianMs();
    expect(beside).toBeLessThan(2 * alone + 2);
    expect(frozen[3]?.published.length).toBeLessThanOrEqual(400);
  });

  test('is let go, and goes on later where it was', async () => {
    await gateway.stop();
    gateway = await startTestGateway(dataDir, {
      subscribers: { ackTimeoutSeconds: 2, drainTimeoutSeconds: 2 },
    });
    const deaf = await bare('deaf', all, 0, true);
    const mute = await bare('mute', all, 1);
    deaf.socket.pause();
    const station = await connectStation(gateway.mqttUrl, 'pack-1');
    clients.push(station.client);
    const facts = largeFacts(4_000, 4_000);
    for (let from = 0; from < facts.length; from += 100) await station.send(facts.slice(from, from + 100));
    await mute.closed;
    await soon(async () => expect((await status()).refused).toEqual({ SUBSCRIBER_STALLED: 2 }));
    const cured = await durable('mute', { reconnectPeriod: 100 });
    await soon(() => expect(cured.heard.at(-1)).toBe(4_000));
    expect([...new Set(cured.heard)]).toEqual(numbers(1, 4_000));
  });
});
