import { connect, type Socket } from 'node:net';
import { type Duplex, duplexPair } from 'node:stream';
import { generate, type Packet, parser } from 'mqtt-packet';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { PackproofError } from '../../kernel/errors.ts';
import { ManualClock } from '../../kernel/manual-clock.ts';
import { ackTopic, factsTopic, reportTopic, stationClientId } from '../../protocols/wire/topics.ts';
import { gatewayErrors } from '../gateway-errors.ts';
import type { RunningGateway } from '../main.ts';
import { chainOf, getJson, newDataDir, startTestGateway, testSite } from '../testing-gateway.ts';
import { openFactsLane } from './facts-lane.ts';

const station = 'pack-1';
const topic = factsTopic(testSite, station);

function publish(payload: string, messageId: number, to = topic): Buffer {
  return generate({ cmd: 'publish', topic: to, payload, qos: 1, messageId, retain: false, dup: false });
}

describe('the facts of a station at a running gateway', () => {
  let gateway: RunningGateway;
  let socket: Socket;
  let received: Packet[];

  beforeEach(async () => {
    gateway = await startTestGateway(newDataDir());
    socket = connect(Number(new URL(gateway.mqttUrl).port), '127.0.0.1');
    received = [];
    const packets = parser();
    packets.on('packet', (packet) => received.push(packet));
    socket.on('data', (bytes) => packets.parse(bytes));
    socket.on('error', () => {});
  });
  afterEach(async () => {
    socket.destroy();
    await gateway.stop();
  });

  const hello = (keepalive: number) =>
    generate({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: true,
      clientId: stationClientId(testSite, station),
      keepalive,
    });
  const factPackets = (count: number) =>
    chainOf(station, count).map((fact, index) =>
      publish(JSON.stringify({ v: 1, site: testSite, station, facts: [fact] }), index + 1),
    );
  const answered = () => received.filter(({ cmd }) => cmd === 'puback').map(({ messageId }) => messageId);
  const stored = async () => {
    const { events } = (await getJson(`${gateway.httpUrl}/v1/events`)) as {
      events: { data: { seq: number } }[];
    };
    return events.map(({ data }) => data.seq);
  };

  test('sent right behind CONNECT wait for their CONNACK, and are acknowledged in their order', async () => {
    socket.write(Buffer.concat([hello(60), ...factPackets(30)]));
    await vi.waitFor(() => expect(answered()).toHaveLength(30));
    expect(received[0]?.cmd).toBe('connack');
    expect(answered()).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(await stored()).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  test('keep their order among packets of other kinds, however the bytes are cut', async () => {
    const facts = factPackets(9);
    const ping = generate({ cmd: 'pingreq' });
    const report = publish('{}', 500, reportTopic(testSite, station));
    const subscribe = generate({
      cmd: 'subscribe',
      messageId: 600,
      subscriptions: [{ topic: ackTopic(testSite, station), qos: 1 }],
    });
    const bytes = Buffer.concat([
      hello(60),
      ...facts.slice(0, 3),
      ping,
      subscribe,
      ...facts.slice(3, 6),
      report,
      ...facts.slice(6),
    ]);
    for (let from = 0; from < bytes.length; from += 97) socket.write(bytes.subarray(from, from + 97));
    await vi.waitFor(() => expect(answered()).toHaveLength(10));
    expect(received.map(({ cmd }) => cmd)).toEqual(expect.arrayContaining(['pingresp', 'suback']));
    expect(answered().filter((id) => id !== 500)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await stored()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const acks = () => received.filter((packet) => packet.cmd === 'publish');
    await vi.waitFor(() => expect(String(acks().at(-1)?.payload)).toContain('"upTo":9'));
  });

  test('and a last report behind them are taken whole from a station that says goodbye in the same breath', async () => {
    socket.write(hello(60));
    await vi.waitFor(() => expect(received).toHaveLength(1));
    const ended = new Promise((resolve) => socket.once('close', resolve));
    const report = publish('{', 500, reportTopic(testSite, station));
    socket.end(
      Buffer.concat([
        ...factPackets(20),
        report,
        ...factPackets(22).slice(20),
        generate({ cmd: 'disconnect' }),
      ]),
    );
    await ended;
    await vi.waitFor(async () => expect(await stored()).toHaveLength(22));
    const { refused } = (await getJson(`${gateway.httpUrl}/v1/status`)) as { refused: object };
    expect(refused).toMatchObject({ STATION_REPORT_INVALID: 1 });
  });

  test('count as a sign of life: a station that sends nothing else is not taken for dead', async () => {
    const facts = factPackets(200);
    socket.write(hello(1));
    const startedMs = performance.now();
    for (const [index, fact] of facts.entries()) {
      socket.write(fact);
      await vi.waitFor(() => expect(answered()).toHaveLength(index + 1), { interval: 20 });
      if (performance.now() - startedMs > 2_500) break;
    }
    expect(performance.now() - startedMs).toBeGreaterThan(2_500);
    expect(socket.closed).toBe(false);
  });
});

describe('one connection', () => {
  const clock = new ManualClock();
  let client: Duplex;
  let stream: Duplex;
  let waiting: { payloads: readonly Buffer[]; settle: (fault: PackproofError | null) => void }[];
  let passed: number;
  let lane: ReturnType<typeof openFactsLane>;

  beforeEach(() => {
    [client, stream] = duplexPair();
    waiting = [];
    passed = 0;
    lane = openFactsLane({
      stream,
      clock,
      factsTopic: topic,
      ackTopic: ackTopic(testSite, station),
      submit: (payloads, settle) => waiting.push({ payloads, settle }),
    });
    lane.open();
    // As aedes does.
    stream.on('readable', () => {
      while (stream.read() !== null) passed += 1;
    });
    client.on('error', () => {});
    stream.on('error', () => {});
  });

  const messages = () => waiting.reduce((sum, { payloads }) => sum + payloads.length, 0);
  const settleAll = () => {
    for (const { settle } of waiting.splice(0)) settle(null);
  };

  test('is read no further while 64 KiB wait for its commit, and then on', async () => {
    for (let index = 1; index <= 100; index += 1) client.write(publish('x'.repeat(10_000), index));
    await vi.waitFor(() => expect(messages()).toBeGreaterThanOrEqual(6));
    await new Promise(setImmediate);
    expect(messages()).toBeLessThan(16);
    let taken = 0;
    await vi.waitFor(() => {
      taken += messages();
      settleAll();
      expect(taken + passed).toBe(100);
    });
  });

  test('that does not read gets its PUBACKs when it does, and of the acknowledgements the newest only', async () => {
    for (let index = 1; index <= 300; index += 1) client.write(publish('x', index));
    await vi.waitFor(() => expect(messages() + passed).toBe(300));
    // Nobody reads at the other end: after this the stream has no room.
    stream.write(Buffer.alloc(stream.writableHighWaterMark));
    for (const { settle } of waiting) {
      settle(null);
      lane.acknowledge({ upTo: 300 });
      await Promise.resolve();
    }
    const taken = messages();
    let bytes = Buffer.alloc(0);
    client.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
    });
    const answers = () => bytes.subarray(stream.writableHighWaterMark);
    await vi.waitFor(() => expect(answers().length).toBeGreaterThanOrEqual(4 * taken));
    const packets: Packet[] = [];
    const reader = parser();
    reader.on('packet', (packet) => packets.push(packet));
    reader.parse(answers());
    expect(packets.filter(({ cmd }) => cmd === 'puback')).toHaveLength(taken);
    expect(packets.filter(({ cmd }) => cmd === 'publish')).toHaveLength(1);
  });

  test('ends when the store fails, without a PUBACK', async () => {
    client.write(publish('x', 1));
    client.write(publish('y', 2));
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    const sent: Buffer[] = [];
    client.on('data', (chunk: Buffer) => sent.push(chunk));
    waiting[0]?.settle(gatewayErrors.fault('FACT_LOG_WRITE_FAILED', 'a test'));
    await vi.waitFor(() => expect(stream.destroyed).toBe(true));
    expect(sent).toEqual([]);
  });
});
