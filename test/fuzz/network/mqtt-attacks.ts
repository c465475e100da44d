import { generate, type Packet } from 'mqtt-packet';
import { eventsTopic, factsTopic, stationClientId } from '../../../protocols/wire/topics.ts';
import { mutant } from '../mutate.ts';
import { after, closed, rawClient, sayAndLeave } from './raw-client.ts';

export interface MqttTarget {
  readonly port: number;
  readonly site: string;
}

/** One way to treat the port badly; each call takes a bounded time. */
export interface Attack<Target> {
  readonly name: string;
  run(target: Target, random: () => number): Promise<void>;
}

const bytesOf = (...packets: readonly Packet[]) => packets.map((packet) => generate(packet));

const connectAs = (clientId: string): Packet => ({
  cmd: 'connect',
  protocolId: 'MQTT',
  protocolVersion: 4,
  clean: true,
  clientId,
  keepalive: 30,
});
const subscribeTo = (messageId: number, ...topics: readonly string[]): Packet => ({
  cmd: 'subscribe',
  messageId,
  subscriptions: topics.map((topic) => ({ topic, qos: 1 })),
});
const publishTo = (topic: string, payload: string | Buffer, messageId = 1): Packet => ({
  cmd: 'publish',
  topic,
  payload,
  qos: 1,
  messageId,
  dup: false,
  retain: false,
});

/** One of each packet that a client may send, and those that only a server sends. */
function everyPacket(site: string): Buffer[] {
  const facts = factsTopic(site, 'X1');
  return bytesOf(
    connectAs(stationClientId(site, 'X1')),
    connectAs('subscriber-x'),
    subscribeTo(7, eventsTopic(site, '#')),
    { cmd: 'unsubscribe', messageId: 8, unsubscriptions: [eventsTopic(site, '#')] },
    publishTo(facts, JSON.stringify({ v: 1, site, station: 'X1', facts: [{ seq: 1 }] })),
    { cmd: 'puback', messageId: 3 },
    { cmd: 'pubrec', messageId: 3 },
    { cmd: 'pubrel', messageId: 3 },
    { cmd: 'pubcomp', messageId: 3 },
    { cmd: 'pingreq' },
    { cmd: 'pingresp' },
    { cmd: 'connack', returnCode: 0, sessionPresent: false },
    { cmd: 'suback', messageId: 7, granted: [1] },
    { cmd: 'unsuback', messageId: 8, granted: [] },
    { cmd: 'disconnect' },
  );
}

const below = (random: () => number, limit: number) => Math.floor(random() * limit);
const many = (count: number, what: (n: number) => Promise<void>) =>
  Promise.all(Array.from({ length: count }, (_, n) => what(n)));

const stationSays = (site: string, ...bytes: readonly Uint8Array[]) => [
  ...bytesOf(connectAs(stationClientId(site, 'X1'))),
  ...bytes,
];

const subscriberSays = (site: string, ...bytes: readonly Uint8Array[]) => [
  ...bytesOf(connectAs('subscriber-x'), subscribeTo(1, eventsTopic(site, '#'))),
  ...bytes,
];
/** Behind a good CONNECT of either kind of client. */
const someoneSays = (random: () => number) => (random() < 0.5 ? stationSays : subscriberSays);

export const mqttAttacks: readonly Attack<MqttTarget>[] = [
  {
    name: 'each packet by itself behind a good CONNECT',
    run: async ({ port, site }) => {
      for (const says of [stationSays, subscriberSays])
        await Promise.all(everyPacket(site).map((packet) => sayAndLeave(port, says(site, packet), 100)));
    },
  },
  {
    name: 'malformed packets before the CONNECT',
    run: async ({ port, site }, random) => {
      const seeds = everyPacket(site);
      await many(20, () => sayAndLeave(port, [mutant(seeds, random)], 100));
    },
  },
  {
    name: 'malformed packets behind a good CONNECT',
    run: async ({ port, site }, random) => {
      const seeds = everyPacket(site);
      await many(20, () => {
        const noise = Array.from({ length: 1 + below(random, 5) }, () => mutant(seeds, random));
        return sayAndLeave(port, someoneSays(random)(site, ...noise), 100);
      });
    },
  },
  {
    name: 'good packets in the wrong order',
    run: async ({ port, site }, random) => {
      const packets = everyPacket(site);
      await many(20, () => {
        const order = Array.from(
          { length: 2 + below(random, 10) },
          () => packets[below(random, packets.length)] ?? Buffer.alloc(0),
        );
        return sayAndLeave(port, random() < 0.5 ? order : someoneSays(random)(site, ...order), 100);
      });
    },
  },
  {
    name: 'giant lengths',
    run: async ({ port, site }, random) => {
      const first = [0x10, 0x30, 0x32, 0x82, 0xa2, 0x40][below(random, 6)] ?? 0x30;
      const head = Buffer.from([first, 0xff, 0xff, 0xff, below(random, 2) === 0 ? 0x7f : 0xff]);
      const body = Buffer.alloc(256 * 1024, 'x');
      await many(5, () => sayAndLeave(port, [head, body], 100));
      await many(5, () => sayAndLeave(port, stationSays(site, head, body, body, body, body, body), 200));
      // A topic that is longer than its packet, a string that is longer than all.
      await many(5, () =>
        sayAndLeave(port, stationSays(site, Buffer.from('320affff6162630001', 'hex')), 100),
      );
    },
  },
  {
    name: 'one byte at a time',
    run: async ({ port, site }, random) => {
      const bytes = Buffer.concat(stationSays(site, ...everyPacket(site)));
      await many(20, async () => {
        const socket = rawClient(port);
        const pauseMs = 20 + below(random, 300);
        for (const byte of bytes.subarray(0, 12)) {
          if (socket.destroyed) break;
          socket.write(Buffer.from([byte]));
          await after(pauseMs);
        }
        socket.destroy();
      });
    },
  },
  {
    name: 'connections that say nothing',
    run: async ({ port }) => {
      await many(60, async () => {
        const socket = rawClient(port);
        await Promise.race([closed(socket), after(1_500)]);
        socket.destroy();
      });
    },
  },
  {
    name: 'subscribers that never read',
    run: async ({ port, site }) => {
      await many(5, async (n) => {
        const socket = rawClient(port);
        socket.write(Buffer.concat(bytesOf(connectAs(`deaf-${n}`), subscribeTo(1, eventsTopic(site, '#')))));
        socket.pause();
        await after(1_500);
        socket.destroy();
      });
    },
  },
  {
    name: 'thousands of connections',
    run: async ({ port, site }) => {
      for (let wave = 0; wave < 10; wave += 1) {
        await many(50, async (n) => {
          const socket = rawClient(port);
          if (n % 2 === 0) socket.write(Buffer.concat(bytesOf(connectAs(`visitor-${n}`))));
          if (n % 3 === 0) socket.write(Buffer.concat(stationSays(site)));
          await Promise.race([new Promise((resolve) => socket.once('connect', resolve)), after(200)]);
          socket.destroy();
        });
      }
    },
  },
  {
    name: 'a storm of subscriptions',
    run: async ({ port, site }, random) => {
      await many(4, async (n) => {
        const storm = Array.from({ length: 200 }, (_, messageId) =>
          subscribeTo(
            messageId + 1,
            ...Array.from({ length: 10 }, () => eventsTopic(site, `${below(random, 1_000)}/+/#`)),
          ),
        );
        await sayAndLeave(port, bytesOf(connectAs(`storm-${n}`), ...storm), 500);
      });
    },
  },
  {
    name: 'a flood of bad batches',
    run: async ({ port, site }, random) => {
      const topic = factsTopic(site, 'X1');
      const batch = JSON.stringify({
        v: 1,
        site,
        station: 'X1',
        facts: [{ seq: 1e9, noise: 'x'.repeat(2_000) }],
      });
      const large = Buffer.alloc(500 * 1024, '{');
      const flood = Array.from({ length: 300 }, (_, n) =>
        publishTo(topic, n % 60 === 0 ? large : mutate(batch, random), (n % 60_000) + 1),
      );
      await sayAndLeave(port, stationSays(site, ...bytesOf(...flood)), 1_000);
    },
  },
  {
    name: 'publishing where it is not allowed',
    run: async ({ port, site }) => {
      const topics = [factsTopic(site, 'H1'), eventsTopic(site, 'order.started'), '$SYS/x', 'a/b'];
      await many(topics.length, (n) =>
        sayAndLeave(port, stationSays(site, ...bytesOf(publishTo(topics[n] ?? '', 'x'))), 100),
      );
    },
  },
];

function mutate(text: string, random: () => number): string {
  const at = below(random, text.length);
  return random() < 0.5 ? text : text.slice(0, at) + String.fromCharCode(below(random, 256)) + text.slice(at);
}
