import { connect as connectTcp, type Socket } from 'node:net';
import type { MqttClient } from 'mqtt';
import { generate } from 'mqtt-packet';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { factEvent } from '../protocols/wire/event.ts';
import { gatewayStatus } from '../protocols/wire/status.ts';
import {
  ackTopic,
  eventsTopic,
  factsTopic,
  reportTopic,
  stationClientId,
  workTopic,
} from '../protocols/wire/topics.ts';
import type { RunningGateway } from './main.ts';
import {
  chainOf,
  connectMqtt,
  connectStation,
  getJson,
  newDataDir,
  reportOf,
  startTestGateway,
  testSite,
} from './testing-gateway.ts';

let gateway: RunningGateway;
const clients: MqttClient[] = [];
const sockets: Socket[] = [];

beforeEach(async () => {
  gateway = await startTestGateway(newDataDir());
});
afterEach(async () => {
  for (const client of clients.splice(0)) client.end(true);
  for (const socket of sockets.splice(0)) socket.destroy();
  await gateway.stop();
});

async function station(name: string) {
  const connected = await connectStation(gateway.mqttUrl, name);
  clients.push(connected.client);
  return connected;
}
async function subscriber(clientId: string, options = {}) {
  const client = await connectMqtt(gateway.mqttUrl, { clientId, ...options });
  client.on('error', () => {});
  clients.push(client);
  return client;
}
/** A socket on which a test speaks MQTT by itself. */
function rawSocket(): Socket {
  const { hostname, port } = new URL(gateway.mqttUrl);
  const socket = connectTcp(Number(port), hostname);
  socket.on('error', () => {});
  sockets.push(socket);
  return socket;
}
const closeOf = (client: { once(event: 'close', done: () => void): unknown }) =>
  new Promise<void>((resolve) => client.once('close', () => resolve()));
const refused = async (token?: string) =>
  gatewayStatus.parse(await getJson(`${gateway.httpUrl}/v1/status`, token)).refused;

describe('a station', () => {
  test.each([
    ['the facts of another station', factsTopic(testSite, 'pack-2')],
    ['the acknowledgement of its own facts', ackTopic(testSite, 'pack-1')],
    ['the work of the site', workTopic(testSite)],
    ['events', eventsTopic(testSite, 'order.started')],
    ['anything else', 'elsewhere'],
  ])('that publishes %s is cut', async (_what, topic) => {
    const { client } = await station('pack-1');
    const closed = closeOf(client);
    client.publish(topic, '{}', { qos: 1 }, () => {});
    await closed;
    expect(await refused()).toEqual({ MQTT_PUBLISH_FORBIDDEN: 1 });
  });

  test('may subscribe to its own acknowledgements and the work topic only', async () => {
    const { client } = await station('pack-1');
    const topics = [
      workTopic(testSite),
      ackTopic(testSite, 'pack-2'),
      '#',
      '$SYS/#',
      eventsTopic(testSite, '#'),
    ];
    for (const [index, topic] of topics.entries()) {
      const granted = await client.subscribeAsync(topic).then(
        (grants) => grants[0]?.qos,
        () => 128,
      );
      expect(granted).toBe(index === 0 ? 0 : 128);
    }
    expect(await refused()).toEqual({ MQTT_SUBSCRIBE_FORBIDDEN: 4 });
  });

  test('shows in the status whether it is there, how far it is and what it last said of itself', async () => {
    const { client, send } = await station('pack-1');
    await send(chainOf('pack-1', 2));
    const report = reportOf('pack-1', 2);
    client.publish(reportTopic(testSite, 'pack-1'), JSON.stringify(report), { qos: 0 });
    const stations = async () => gatewayStatus.parse(await getJson(`${gateway.httpUrl}/v1/status`)).stations;
    await vi.waitFor(async () => {
      expect(await stations()).toMatchObject([{ station: 'pack-1', connected: true, upTo: 2, report }]);
    });
    client.end(true);
    await vi.waitFor(async () => expect(await stations()).toMatchObject([{ connected: false, upTo: 2 }]));
  });

  test('that takes more for acknowledged than is held hears where it stands: the log was put back', async () => {
    const { client, acks, send } = await station('pack-1');
    const facts = chainOf('pack-1', 2);
    await send(facts);
    await vi.waitFor(() => expect(acks.at(-1)?.upTo).toBe(2));
    const heard = acks.length;
    for (const acknowledged of [2, 5])
      client.publish(reportTopic(testSite, 'pack-1'), JSON.stringify(reportOf('pack-1', acknowledged)), {
        qos: 0,
      });
    await vi.waitFor(() => expect(acks.length).toBeGreaterThan(heard));
    expect(acks.slice(heard)).toMatchObject([{ upTo: 2, hash: facts[1]?.hash }]);
  });

  test('that connects a second time takes the place of its old connection and stays connected', async () => {
    const first = await station('pack-1');
    const closed = closeOf(first.client);
    const second = await station('pack-1');
    await closed;
    await second.send(chainOf('pack-1', 1));
    await vi.waitFor(() => expect(second.acks.at(-1)?.upTo).toBe(1));
    const { stations } = gatewayStatus.parse(await getJson(`${gateway.httpUrl}/v1/status`));
    expect(stations).toMatchObject([{ station: 'pack-1', connected: true }]);
  });
});

describe('a subscriber', () => {
  test('receives each fact as a CloudEvent on the topic of its type, live', async () => {
    const all = await subscriber('billing');
    const received: { topic: string; event: unknown; qos: number }[] = [];
    all.on('message', (topic, payload, { qos }) =>
      received.push({ topic, event: JSON.parse(payload.toString()), qos }),
    );
    await all.subscribeAsync(eventsTopic(testSite, '#'), { qos: 1 });
    const dispatches = await subscriber('shipping');
    const others: string[] = [];
    dispatches.on('message', (topic) => others.push(topic));
    await dispatches.subscribeAsync(eventsTopic(testSite, 'shipment.dispatched'), { qos: 0 });
    const facts = chainOf('pack-1', 120);
    await (await station('pack-1')).send(facts);
    await vi.waitFor(() => expect(received).toHaveLength(120));
    expect(received.map(({ event }) => factEvent.parse(event).data)).toEqual(facts);
    expect(received[0]).toMatchObject({ topic: eventsTopic(testSite, 'order.started'), qos: 1 });
    expect(factEvent.parse(received[119]?.event)).toMatchObject({ packproofcursor: 120, subject: 'SO-120' });
    expect(others).toEqual([]);
  });

  test('that publishes anything is cut, and hears nothing outside the events', async () => {
    const client = await subscriber('curious');
    for (const topic of [
      '#',
      '$SYS/#',
      factsTopic(testSite, '+'),
      'packproof/v1/+/events/#',
      'packproof/v1/paris/events/#',
    ]) {
      await expect(client.subscribeAsync(topic)).rejects.toThrow();
    }
    const closed = closeOf(client);
    client.publish(eventsTopic(testSite, 'order.started'), '{}', { qos: 1 }, () => {});
    await closed;
    expect(await refused()).toEqual({ MQTT_SUBSCRIBE_FORBIDDEN: 5, MQTT_PUBLISH_FORBIDDEN: 1 });
  });
});

describe('the door', () => {
  const guarded = {
    mqtt: {
      port: 0,
      stationTokens: { 'pack-1': 'token-of-pack-one' },
      subscriberTokens: { billing: 'token-of-billing-x' },
    },
  };
  const connackOf = (options: object): Promise<number | string> =>
    connectMqtt(gateway.mqttUrl, options).then(
      (client) => {
        clients.push(client);
        return 0;
      },
      (error: Error & { code?: number }) => error.code ?? error.message,
    );

  test('takes stations and subscribers by their tokens only', async () => {
    await gateway.stop();
    const readerToken = 'token-of-a-reader';
    gateway = await startTestGateway(newDataDir(), {
      ...guarded,
      http: { port: 0, tokens: { [readerToken]: 'reader' } },
    });
    const clientId = stationClientId(testSite, 'pack-1');
    expect(await connackOf({ clientId })).toBe(4);
    expect(await connackOf({ clientId, username: 'pack-1', password: 'token-of-pack-two' })).toBe(4);
    expect(await connackOf({ clientId, username: 'pack-1', password: 'token-of-pack-one' })).toBe(0);
    const other = stationClientId(testSite, 'pack-2');
    expect(await connackOf({ clientId: other, username: 'pack-1', password: 'token-of-pack-one' })).toBe(4);
    expect(await connackOf({ clientId: 'b', username: 'billing', password: 'token-of-billing-x' })).toBe(0);
    expect(await connackOf({ clientId: 'b', username: 'constructor', password: 'token-of-billing-x' })).toBe(
      4,
    );
    expect(await refused(readerToken)).toEqual({ MQTT_NOT_AUTHORIZED: 4 });
    // A station's token opens its work over HTTP too, and nothing else.
    const { httpUrl } = gateway;
    expect(await getJson(`${httpUrl}/v1/work`, 'token-of-pack-one')).toMatchObject({ code: 'WORK_NOT_YET' });
    expect(await getJson(`${httpUrl}/v1/events`, 'token-of-pack-one')).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await getJson(`${httpUrl}/v1/status`, 'token-of-pack-one')).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await getJson(`${gateway.httpUrl}/v1/status`)).toMatchObject({ code: 'NOT_SIGNED_IN' });
  });

  test('refuses stations of other sites, wills and other versions of MQTT', async () => {
    expect(await connackOf({ clientId: stationClientId('paris', 'pack-1') })).toBe(2);
    expect(await connackOf({ clientId: 'packproof-station:odd' })).toBe(2);
    const will = {
      topic: eventsTopic(testSite, 'x'),
      payload: Buffer.from('gone'),
      qos: 0 as const,
      retain: false,
    };
    expect(await connackOf({ clientId: 'w', will })).toBe(5);
    expect(await connackOf({ clientId: 'old', protocolVersion: 3, protocolId: 'MQIsdp' })).toBe(1);
    expect(await refused()).toEqual({
      MQTT_CLIENT_ID_REFUSED: 2,
      MQTT_WILL_REFUSED: 1,
      MQTT_PROTOCOL_UNSUPPORTED: 1,
    });
  });

  test('refuses an empty client id that wants to keep a session', async () => {
    const socket = rawSocket();
    // CONNECT, MQTT 3.1.1, no flags at all, keep alive 10, client id of no length.
    socket.write(Buffer.from('100c00044d5154540400000a0000', 'hex'));
    const answer = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
    expect(answer.toString('hex')).toBe('20020002');
  });

  test('closes what does not begin with a CONNECT, and reads one in pieces', async () => {
    const noise = rawSocket();
    noise.write('GET / HTTP/1.1\r\n\r\n');
    await closeOf(noise);
    const huge = rawSocket();
    huge.write(Buffer.from([0x10, 0xff, 0xff, 0x7f]));
    await closeOf(huge);
    expect(await refused()).toEqual({ MQTT_CONNECT_INVALID: 2 });
    const slow = rawSocket();
    const connect = generate({
      cmd: 'connect',
      clientId: 'slow',
      protocolVersion: 4,
      clean: true,
      keepalive: 0,
    });
    for (const byte of connect) slow.write(Buffer.from([byte]));
    const answer = await new Promise<Buffer>((resolve) => slow.once('data', resolve));
    expect(answer.toString('hex')).toBe('20020000');
  });

  test('is not opened to other machines without TLS, nor without tokens', async () => {
    const mqtt = { host: '0.0.0.0', port: 0 };
    const withTls = (tls: object) => startTestGateway(newDataDir(), { mqtt, tls });
    await expect(withTls({ mode: 'off' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      place: 'tls.mode',
    });
    await expect(withTls({ mode: 'off', plainOutsideLoopback: 'behind a TLS proxy' })).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      place: 'mqtt.stationTokens',
    });
  });
});
