import type { MqttClient } from 'mqtt';
import { generate } from 'mqtt-packet';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  ackTopic,
  eventsTopic,
  factsTopic,
  reportTopic,
  stationClientId,
  workTopic,
} from '../../protocols/wire/topics.ts';
import { Chain, closed, connect, connectAs, type Sender, statusOf, tcpTo } from './over-mqtt.ts';
import { type Site, site as siteName, startSite } from './site.ts';
import { soon } from './soon.ts';

let site: Site;
const others = new Chain('good');
let good: Sender;
let clients: MqttClient[] = [];
let before: Readonly<Record<string, number>>;

beforeAll(async () => {
  site = await startSite({ without: ['central', 'cloud-sync', 'edge', 'simulator'] });
  good = await connectAs(site.mqttUrl, others.station);
});
afterAll(async () => {
  good.client.end(true);
  await site.stop();
});
beforeEach(async () => {
  before = (await statusOf(site.urls.gateway)).refused;
});
/** Whatever a test did: the connection of a good station has lived through it, and its facts flow. */
afterEach(async () => {
  for (const client of clients) client.end(true);
  clients = [];
  const fact = others.next();
  await good.send(fact);
  await soon('the acknowledgement of a good station', () =>
    good.acks.at(-1)?.upTo === fact.seq ? true : undefined,
  );
});

/** The refusals since the test began, by code. */
async function refusals(): Promise<Record<string, number>> {
  const { refused } = await statusOf(site.urls.gateway);
  const since = Object.entries(refused).map(([code, count]) => [code, count - (before[code] ?? 0)] as const);
  return Object.fromEntries(since.filter(([, count]) => count > 0));
}

async function counted(wanted: Readonly<Record<string, number>>): Promise<void> {
  const found = await soon('the refusals to be counted', async () => {
    const now = await refusals();
    const sum = (counts: object) => Object.values(counts).reduce<number>((all, one) => all + one, 0);
    return sum(now) >= sum(wanted) ? now : undefined;
  });
  expect(found).toEqual(wanted);
  for (const code of Object.keys(wanted))
    expect(site.logged).toContainEqual(expect.objectContaining({ event: 'gateway.refused', code }));
}

async function as(station: string): Promise<Sender> {
  const sender = await connectAs(site.mqttUrl, station);
  clients.push(sender.client);
  return sender;
}
async function subscriber(options: object = {}): Promise<MqttClient> {
  const client = await connect(site.mqttUrl, { clientId: `s-${clients.length}`, ...options });
  clients.push(client);
  return client;
}
const connack = (options: object) =>
  subscriber(options).then(
    () => 0,
    (error: { code?: number }) => error.code,
  );
const standing = async (station: string) => {
  const { stations, log } = await statusOf(site.urls.gateway);
  return { upTo: stations.find((each) => each.station === station)?.upTo, ...log };
};

describe('a connection', () => {
  test.each([
    [
      'of a station of another site',
      { clientId: stationClientId('paris', 'x') },
      2,
      'MQTT_CLIENT_ID_REFUSED',
    ],
    ['of a station without a name', { clientId: 'packproof-station:HAM:' }, 2, 'MQTT_CLIENT_ID_REFUSED'],
    ['of a station with wildcards', { clientId: 'packproof-station:HAM:+' }, 2, 'MQTT_CLIENT_ID_REFUSED'],
    ['with an endless name', { clientId: 'x'.repeat(201) }, 2, 'MQTT_CLIENT_ID_REFUSED'],
    ['of MQTT 3.1', { protocolVersion: 3, protocolId: 'MQIsdp' }, 1, 'MQTT_PROTOCOL_UNSUPPORTED'],
    ['of MQTT 5', { protocolVersion: 5 }, 1, 'MQTT_PROTOCOL_UNSUPPORTED'],
    [
      'with a will, retained',
      { will: { topic: eventsTopic(siteName, 'x'), payload: Buffer.from('x'), qos: 1, retain: true } },
      5,
      'MQTT_WILL_REFUSED',
    ],
  ])('%s is refused with the reason', async (_what, options, code, counter) => {
    expect(await connack(options)).toBe(code);
    await counted({ [counter]: 1 });
  });

  test('with an empty client id is taken for a clean session only', async () => {
    expect(await connack({ clientId: '', clean: true })).toBe(0);
    const socket = tcpTo(site.mqttUrl);
    socket.write(Buffer.from('100c00044d5154540400000a0000', 'hex'));
    const answer = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
    expect(answer.toString('hex')).toBe('20020002');
    await counted({ MQTT_CLIENT_ID_REFUSED: 1 });
  });

  const firstBytes: readonly (readonly [what: string, bytes: Buffer])[] = [
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\nhost: x\r\n\r\n')],
    ['TLS', Buffer.from('16030100c8010000c40303', 'hex')],
    ['noise', Buffer.from(Array.from({ length: 2000 }, (_, n) => (n * 7 + 3) % 256))],
    ['zeros', Buffer.alloc(64)],
    ['a CONNECT of 256 MiB', Buffer.from([0x10, 0xff, 0xff, 0xff, 0x7f])],
    ['a length that never ends', Buffer.from([0x10, 0xff, 0xff, 0xff, 0xff, 0xff])],
    ['an empty CONNECT', Buffer.from([0x10, 0x00])],
    ['a CONNECT whose client id is longer than itself', Buffer.from('100c00044d5154540402000affff', 'hex')],
    ['a PUBLISH', generate({ cmd: 'publish', topic: 'x', payload: 'x', qos: 0, dup: false, retain: false })],
    ['a PINGREQ', Buffer.from([0xc0, 0x00])],
  ];
  test.each(firstBytes)('that begins with %s is closed', async (_what, bytes) => {
    const socket = tcpTo(site.mqttUrl);
    const gone = closed(socket);
    socket.resume();
    socket.write(bytes);
    await gone;
    await counted({ MQTT_CONNECT_INVALID: 1 });
  });

  test.each([
    [
      'a second CONNECT',
      generate({ cmd: 'connect', clientId: 'two', protocolVersion: 4, clean: true, keepalive: 0 }),
    ],
    ['a packet type that does not exist', Buffer.from([0xf0, 0x00])],
    ['a SUBSCRIBE to nothing', Buffer.from('8202000a', 'hex')],
    ['a topic that is no UTF-8', Buffer.from('30050002c328 78'.replace(' ', ''), 'hex')],
    ['a topic with a wildcard', Buffer.from('300400012378', 'hex')],
    ['an unframed stream', Buffer.from(Array.from({ length: 500 }, (_, n) => 255 - (n % 251)))],
  ])('that goes on with %s is closed and counted once', async (_what, bytes) => {
    const socket = tcpTo(site.mqttUrl);
    const gone = closed(socket);
    const hello = { cmd: 'connect', clientId: 'one', protocolVersion: 4, clean: true, keepalive: 0 } as const;
    socket.write(generate(hello));
    await new Promise((resolve) => socket.once('data', resolve));
    socket.resume();
    socket.write(bytes);
    await gone;
    expect(Object.values(await refusals())).toEqual([1]);
  });

  test('a thousand of them at once, silent: counted, and the good ones go on and come in', async () => {
    const sockets = Array.from({ length: 1_000 }, () => tcpTo(site.mqttUrl));
    const gone = Promise.all(sockets.map(closed));
    for (const socket of sockets) socket.resume();
    // Of 400 that may come in at a time the silent ones are closed after five seconds, which lets others in where a machine is slow.
    const refused = await soon('all but 400 of them to be refused', async () => {
      const now = await refusals();
      const { MQTT_TOO_MANY_CONNECTIONS: full = 0, MQTT_CONNECT_INVALID: silent = 0 } = now;
      return full + silent >= 600 ? { full, silent, others: Object.keys(now).length } : undefined;
    });
    expect(refused.full).toBeGreaterThan(0);
    expect(refused.others).toBeLessThanOrEqual(2);
    expect(site.logged).toContainEqual(
      expect.objectContaining({ event: 'gateway.refused', code: 'MQTT_TOO_MANY_CONNECTIONS' }),
    );
    await good.send(others.next());
    for (const socket of sockets) socket.destroy();
    await gone;
    const chain = new Chain('late');
    const late = await soon('room for one more', () => as('late'));
    await late.send(chain.next());
  });

  test('a thousand quick ones, one after the other, leave nothing behind', async () => {
    const hello = { cmd: 'connect', clientId: '', protocolVersion: 4, clean: true, keepalive: 0 } as const;
    for (let round = 0; round < 20; round += 1) {
      const sockets = Array.from({ length: 50 }, (_, nth) => {
        const socket = tcpTo(site.mqttUrl);
        const clientId = nth % 2 === 0 ? stationClientId(siteName, `q${nth}`) : `q${nth}`;
        socket.end(generate({ ...hello, clientId }));
        socket.resume();
        return socket;
      });
      await Promise.all(sockets.map(closed));
    }
    await soon('the stations to be gone', async () => {
      const { stations } = await statusOf(site.urls.gateway);
      return stations.every(({ station, connected }) => station === 'good' || !connected) ? true : undefined;
    });
    expect(await refusals()).toEqual({});
  });
});

describe('a message', () => {
  test.each([
    ['to another site', factsTopic('paris', 'rogue')],
    ['in the name of another station', factsTopic(siteName, 'good')],
    ['as an acknowledgement', ackTopic(siteName, 'good')],
    ['as an acknowledgement to itself', ackTopic(siteName, 'rogue')],
    ['as work', workTopic(siteName)],
    ['as an event', eventsTopic(siteName, 'shipment.dispatched')],
    ['to the broker itself', '$SYS/x'],
    ['to a topic that nobody knows', 'elsewhere'],
  ])('%s ends the connection', async (_what, topic) => {
    const { client } = await as('rogue');
    const gone = closed(client);
    client.publish(topic, '{}', { qos: 1 }, () => {});
    await gone;
    await counted({ MQTT_PUBLISH_FORBIDDEN: 1 });
  });

  test('to a topic of endless levels ends the connection', async () => {
    const { client } = await as('rogue');
    const gone = closed(client);
    client.publish('x/'.repeat(5_000), '{}', { qos: 1 }, () => {});
    await gone;
    await counted({ MQTT_CONNECTION_FAILED: 1 });
  });

  test('on an unknown topic of its own is set aside', async () => {
    const { client } = await as('rogue');
    await client.publishAsync(`${factsTopic(siteName, 'rogue')}/v9`, '{}', { qos: 1 });
    await counted({ MQTT_TOPIC_UNKNOWN: 1 });
  });

  const batch = (over: object) =>
    JSON.stringify({ v: 1, site: siteName, station: 'bad', facts: [{}], ...over });
  test.each([
    ['that is empty', '', 'BATCH_INVALID'],
    ['that is no JSON', 'hello', 'BATCH_INVALID'],
    ['that is binary', Buffer.from([0, 1, 2, 255, 254]), 'BATCH_INVALID'],
    ['that is cut off', batch({}).slice(0, -3), 'BATCH_INVALID'],
    ['that is another JSON', '[1, 2, 3]', 'BATCH_INVALID'],
    ['of another version', batch({ v: 2 }), 'BATCH_INVALID'],
    ['without facts', batch({ facts: [] }), 'BATCH_INVALID'],
    ['with more facts than fit', batch({ facts: Array(501).fill({ seq: 1 }) }), 'BATCH_INVALID'],
    ['with an unknown member', batch({ more: 1 }), 'BATCH_INVALID'],
    ['nested deeply', '['.repeat(100_000) + ']'.repeat(100_000), 'BATCH_INVALID'],
    ['of another station', batch({ station: 'good' }), 'BATCH_FOREIGN'],
    ['of another site', batch({ site: 'paris' }), 'BATCH_FOREIGN'],
    ['with a fact without a seq', batch({ facts: [{ type: 'x' }] }), 'FACT_WITHOUT_SEQ'],
    ['with a seq that is none', batch({ facts: [{ seq: '1' }, { seq: -1 }, null, 7] }), 'FACT_WITHOUT_SEQ'],
  ])('of facts %s is set aside, and the station goes on', async (_what, payload, code) => {
    const bad = await as('bad');
    const cursor = (await standing('bad')).cursor;
    await bad.raw(payload);
    await counted({ [code]: 1 });
    expect(await standing('bad')).toMatchObject({ cursor, conflicts: 0 });
    expect(bad.client.connected).toBe(true);
  });

  test('beyond the largest packet ends the connection before it has come', async () => {
    const { client } = await as('bad');
    const gone = closed(client);
    client.publish(factsTopic(siteName, 'bad'), Buffer.alloc(1_100_000, 0x20), { qos: 1 }, () => {});
    await gone;
    await counted({ MQTT_PACKET_TOO_LARGE: 1 });
  });

  test.each([
    ['that is no JSON', '{'],
    ['of another station', JSON.stringify({ v: 1, service: 'edge', station: 'good' })],
    ['that is huge', JSON.stringify({ text: 'x'.repeat(100_000) })],
  ])('of its condition %s is refused', async (_what, payload) => {
    const { client } = await as('bad');
    await client.publishAsync(reportTopic(siteName, 'bad'), payload, { qos: 1 });
    await counted({ STATION_REPORT_INVALID: 1 });
  });

  test('that is to be retained is not', async () => {
    const keeper = new Chain('keeper');
    const { client } = await as('keeper');
    const facts = { v: 1, site: siteName, station: 'keeper', facts: [keeper.next()] };
    await client.publishAsync(factsTopic(siteName, 'keeper'), JSON.stringify(facts), {
      qos: 1,
      retain: true,
    });
    const heard: { topic: string; retain: boolean }[] = [];
    const listener = await subscriber();
    listener.on('message', (topic, _payload, { retain }) => heard.push({ topic, retain }));
    await listener.subscribeAsync(eventsTopic(siteName, '#'), { qos: 1 });
    const again = await as('keeper');
    await again.send(keeper.next());
    await soon('the live event', () => (heard.length > 0 ? true : undefined));
    expect(heard.filter(({ retain }) => retain)).toEqual([]);
    expect(new Set(heard.map(({ topic }) => topic))).toEqual(
      new Set([eventsTopic(siteName, 'station.started')]),
    );
    expect((await standing('keeper')).upTo).toBe(2);
  });
});

describe('a subscription', () => {
  test.each([
    '#',
    '+/#',
    '$SYS/#',
    'packproof/v1/+/events/#',
    'packproof/v1/paris/events/#',
    factsTopic(siteName, '+'),
  ])('of a subscriber to %s is refused', async (topic) => {
    const client = await subscriber();
    await expect(client.subscribeAsync(topic)).rejects.toThrow();
    await counted({ MQTT_SUBSCRIBE_FORBIDDEN: 1 });
  });

  test.each(['#', ackTopic(siteName, 'good'), ackTopic(siteName, '+'), eventsTopic(siteName, '#')])(
    'of a station to %s is refused',
    async (topic) => {
      const { client } = await as('rogue');
      await expect(client.subscribeAsync(topic)).rejects.toThrow();
      await counted({ MQTT_SUBSCRIBE_FORBIDDEN: 1 });
    },
  );

  test('of a subscriber that publishes ends', async () => {
    const client = await subscriber();
    const gone = closed(client);
    client.publish(factsTopic(siteName, 'good'), '{}', { qos: 1, retain: true }, () => {});
    await gone;
    await counted({ MQTT_PUBLISH_FORBIDDEN: 1 });
  });
});

describe('a fact', () => {
  test('with a wrong hash or no sense is set aside in its place, and what follows flows', async () => {
    const chain = new Chain('poison');
    const { send, acks } = await as('poison');
    const { setAside, conflicts } = await standing('poison');
    const [first, second, third, fourth] = [chain.next(), chain.next(), chain.next(), chain.next()];
    await send(first, { ...second, operator: 'eve' }, third);
    // One that follows another fact has no place here: it would take that of the fact that belongs there.
    await send({ ...fourth, prev: first.hash });
    await soon('the refusal', () => acks.at(-1)?.refused);
    await send({ ...fourth, operator: 'eve' });
    await send({ seq: 5, nonsense: true }, { ...chain.next(), seq: 6, v: 2 });
    await soon('all six', () => (acks.at(-1)?.upTo === 6 ? true : undefined));
    expect(await standing('poison')).toMatchObject({
      upTo: 6,
      setAside: setAside + 4,
      conflicts: conflicts + 1,
    });
  });

  test('under a seq that was taken by another is kept as a conflict; the log stays as it was', async () => {
    const chain = new Chain('twin');
    const { send } = await as('twin');
    const { conflicts } = await standing('twin');
    await send(chain.next(), chain.next());
    await send(new Chain('twin').next({ operator: 'other' }));
    await counted({ FACT_CONFLICT: 1 });
    expect(await standing('twin')).toMatchObject({ upTo: 2, conflicts: conflicts + 1 });
    await send(chain.next());
    expect(await standing('twin')).toMatchObject({ upTo: 3, conflicts: conflicts + 1 });
  });

  test('behind a gap waits to be sent again, and the gap is named', async () => {
    const chain = new Chain('gap');
    const { send, acks } = await as('gap');
    const [first, second, third] = [chain.next(), chain.next(), chain.next()];
    await send(third, { ...third, seq: Number.MAX_SAFE_INTEGER });
    await soon('the gap', () => (acks.at(-1)?.gap?.from === 1 ? true : undefined));
    expect((await standing('gap')).upTo).toBe(0);
    await send(first, second, third);
    await soon('all', () => (acks.at(-1)?.upTo === 3 ? true : undefined));
  });
});
