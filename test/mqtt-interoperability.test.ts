import { connect as connectTcp, type Socket } from 'node:net';
import { generate, type IConnectPacket, type Packet, parser } from 'mqtt-packet';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { RunningGateway } from '../gateway/main.ts';
import {
  chainOf,
  connectStation,
  newDataDir,
  startTestGateway,
  type TestStation,
  testSite,
} from '../gateway/testing-gateway.ts';
import { factEvent } from '../protocols/wire/event.ts';
import { eventsTopic, factsTopic } from '../protocols/wire/topics.ts';

/**
 * What the interoperability suite of Eclipse Paho checks of an MQTT 3.1.1 server, as far as it concerns those who subscribe
 * here; the names of its checks stand in front. docs/mqtt.md tells which of them do not hold on purpose, and why.
 */
let gateway: RunningGateway;
let station: TestStation;
const wires: Wire[] = [];
const all = eventsTopic(testSite, '#');
const starts = eventsTopic(testSite, 'order.started');

beforeEach(async () => {
  gateway = await startTestGateway(newDataDir());
  station = await connectStation(gateway.mqttUrl, 'pack-1');
});
afterEach(async () => {
  for (const wire of wires.splice(0)) wire.socket.destroy();
  station.client.end(true);
  await gateway.stop();
});

type Found<Cmd extends Packet['cmd']> = Extract<Packet, { cmd: Cmd }>;

/** A client that does only what the test says, packet by packet. */
class Wire {
  readonly socket: Socket;
  private readonly packets: Packet[] = [];
  private wake: () => void = () => {};
  private ended = false;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.socket = connectTcp(Number(port), hostname);
    const parsing = parser({ protocolVersion: 4 });
    parsing.on('packet', (packet: Packet) => {
      this.packets.push(packet);
      this.wake();
    });
    this.socket.on('data', (bytes) => parsing.parse(bytes as Buffer));
    this.socket.on('error', () => {});
    this.socket.on('close', () => {
      this.ended = true;
      this.wake();
    });
  }

  send(packet: Packet): void {
    this.socket.write(generate(packet));
  }

  /** The next packet of a kind; those before it are passed over. */
  async next<Cmd extends Packet['cmd']>(cmd: Cmd): Promise<Found<Cmd>> {
    for (;;) {
      for (let packet = this.packets.shift(); packet !== undefined; packet = this.packets.shift()) {
        if (packet.cmd === cmd) return packet as Found<Cmd>;
      }
      if (this.ended) throw new Error(`closed before any ${cmd}`);
      await this.change();
    }
  }

  async closed(): Promise<void> {
    while (!this.ended) await this.change();
  }

  async connect(clientId: string, more: Partial<IConnectPacket> = {}): Promise<Found<'connack'>> {
    const packet = {
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: true,
      keepalive: 0,
    } as const;
    this.send({ ...packet, clientId, ...more });
    return this.next('connack');
  }

  async subscribe(...filters: readonly (readonly [topic: string, qos: 0 | 1 | 2])[]): Promise<unknown> {
    const subscriptions = filters.map(([topic, qos]) => ({ topic, qos }));
    this.send({ cmd: 'subscribe', messageId: 7, subscriptions });
    return (await this.next('suback')).granted;
  }

  private change(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }
}

function wire(): Wire {
  const made = new Wire(gateway.mqttUrl);
  wires.push(made);
  return made;
}
const facts = chainOf('pack-1', 20);
const seqOf = (packet: Found<'publish'>) =>
  (factEvent.parse(JSON.parse(packet.payload.toString())).data as { seq: number }).seq;
const disconnect = async (client: Wire) => {
  client.send({ cmd: 'disconnect' });
  await client.closed();
};

describe('basic', () => {
  test('connects, leaves, connects anew, subscribes and gets what is published, at the QoS asked for up to 1', async () => {
    const first = wire();
    expect((await first.connect('myclientid')).returnCode).toBe(0);
    await disconnect(first);
    for (const qos of [0, 1, 2] as const) {
      const again = wire();
      await again.connect('myclientid');
      expect(await again.subscribe([all, qos])).toEqual([qos]);
      await station.send([facts[qos]]);
      const event = await again.next('publish');
      expect([event.topic, event.qos, seqOf(event)]).toEqual([starts, Math.min(qos, 1), qos + 1]);
      await disconnect(again);
    }
  });

  test('a second CONNECT on a connection ends it, and so does another protocol name', async () => {
    const twice = wire();
    await twice.connect('myclientid');
    await expect(twice.connect('myclientid')).rejects.toThrow('closed');
    const other = wire();
    // CONNECT with the protocol name HJHJ, a clean session, keep alive 10 and the client id abc.
    other.socket.write(Buffer.from('100f0004484a484a0402000a0003616263', 'hex'));
    await other.closed();
  });
});

test('a subscriber that takes part in a QoS 2 exchange of which nobody knows is answered, and does no harm', async () => {
  const client = wire();
  await client.connect('myclientid', { clean: false });
  await client.subscribe([all, 1]);
  client.send({ cmd: 'pubrel', messageId: 5 });
  expect((await client.next('pubcomp')).messageId).toBe(5);
  client.send({ cmd: 'pubrec', messageId: 6 });
  client.send({ cmd: 'pubcomp', messageId: 6 });
  client.send({ cmd: 'puback', messageId: 7 });
  await station.send([facts[0]]);
  expect(seqOf(await client.next('publish'))).toBe(1);
});

test('retained messages: none are kept, and no event is one', async () => {
  await station.send([facts[0]]);
  const client = wire();
  await client.connect('myclientid');
  await client.subscribe([all, 1]);
  await station.send([facts[1]]);
  const event = await client.next('publish');
  expect([seqOf(event), event.retain]).toEqual([2, false]);
  client.send({ cmd: 'publish', topic: starts, payload: 'x', qos: 0, retain: true, dup: false });
  await client.closed();
});

test('will messages: who brings one is refused', async () => {
  const client = wire();
  const will = { topic: starts, payload: Buffer.from('gone'), qos: 0 as const, retain: false };
  expect((await client.connect('myclientid', { will })).returnCode).toBe(5);
});

test('zero length client id: refused with a session to keep, taken with a clean one', async () => {
  const keeping = wire();
  // CONNECT without any flag, keep alive 10 and a client id of no length: the encoder refuses to make this one.
  keeping.socket.write(Buffer.from('100c00044d5154540400000a0000', 'hex'));
  expect((await keeping.next('connack')).returnCode).toBe(2);
  expect((await wire().connect('', { clean: true })).returnCode).toBe(0);
});

test('offline message queueing: who kept a session gets what it missed, in order', async () => {
  const before = wire();
  expect((await before.connect('myclientid', { clean: false })).sessionPresent).toBe(false);
  await before.subscribe([all, 1]);
  await disconnect(before);
  await station.send(facts);
  const after = wire();
  expect((await after.connect('myclientid', { clean: false })).sessionPresent).toBe(true);
  for (const { seq } of facts) expect(seqOf(await after.next('publish'))).toBe(seq);
});

test('overlapping subscriptions: one message, with the highest QoS of those that match', async () => {
  const client = wire();
  await client.connect('myclientid');
  await client.subscribe([all, 0], [starts, 1]);
  await station.send(facts.slice(0, 2));
  const events = [await client.next('publish'), await client.next('publish')];
  expect(events.map((event) => [seqOf(event), event.qos])).toEqual([
    [1, 1],
    [2, 1],
  ]);
});

test('keepalive: who says nothing for one and a half times its keep alive is let go', async () => {
  const client = wire();
  await client.connect('myclientid', { keepalive: 1 });
  const started = performance.now();
  await client.closed();
  expect(performance.now() - started).toBeGreaterThan(1_000);
  const pinging = wire();
  await pinging.connect('myclientid', { keepalive: 1 });
  pinging.send({ cmd: 'pingreq' });
  await pinging.next('pingresp');
});

test('redelivery on reconnect: what was not acknowledged comes again, marked, under the same identifier', async () => {
  const before = wire();
  await before.connect('myclientid', { clean: false });
  await before.subscribe([all, 1]);
  await station.send(facts.slice(0, 2));
  const first = await before.next('publish');
  const second = await before.next('publish');
  before.send({ cmd: 'puback', messageId: Number(first.messageId) });
  await disconnect(before);
  const after = wire();
  await after.connect('myclientid', { clean: false });
  const again = await after.next('publish');
  expect([seqOf(again), again.dup, again.messageId]).toEqual([2, true, second.messageId]);
});

test('$ topics: neither they nor filters that begin with a wildcard can be subscribed to', async () => {
  const client = wire();
  await client.connect('myclientid');
  expect(await client.subscribe(['#', 0], ['+/+', 0], ['$SYS/#', 0], [`$share/group/${all}`, 0])).toEqual([
    0x80, 0x80, 0x80, 0x80,
  ]);
});

test('unsubscribe: ends what was subscribed to, and nothing else', async () => {
  const client = wire();
  await client.connect('myclientid');
  await client.subscribe([starts, 1], [eventsTopic(testSite, 'scan.recorded'), 1]);
  client.send({ cmd: 'unsubscribe', messageId: 9, unsubscriptions: [starts, 'never/subscribed'] });
  await client.next('unsuback');
  await station.send([facts[0]]);
  await client.subscribe([all, 1]);
  await station.send([facts[1]]);
  expect(seqOf(await client.next('publish'))).toBe(2);
});

test('subscribe failure: each filter is answered by itself', async () => {
  const client = wire();
  await client.connect('myclientid');
  const granted = await client.subscribe(
    [starts, 1],
    ['nosubscribe', 1],
    [factsTopic(testSite, 'pack-1'), 1],
    [all, 0],
  );
  expect(granted).toEqual([1, 0x80, 0x80, 0]);
});
