import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync, type MqttClient } from 'mqtt';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createLog } from '../../../kernel/log.ts';
import { ManualClock } from '../../../kernel/manual-clock.ts';
import { freePort } from '../../../test/harness/ports.ts';
import type { EventFault } from '../../simulators/mqtt-reader/event-faults.ts';
import { createImpinjReader } from '../../simulators/mqtt-reader/impinj-reader.ts';
import type { SimulatedJsonReader } from '../../simulators/mqtt-reader/json-reader.ts';
import { createZebraReader, zebraTopics } from '../../simulators/mqtt-reader/zebra-reader.ts';
import type { SimulatedTag } from '../../simulators/uhf-module/module-model.ts';
import { openReader } from '../open-reader.ts';
import type { RfidEvent, RfidReader } from '../reader.ts';
import { type ReaderConfig, readerConfig } from '../reader-config.ts';
import { aedesBroker, mosquittoBroker, type TestBroker } from './testing-broker.ts';

const patience = { timeout: 30_000, interval: 5 };
const topic = 'site/rfid/door-1';
const login = { username: 'root', password: 'impinj' };
const tag = (serial: number, antenna = 1): SimulatedTag => ({
  epc: `30340789000C0E40${serial.toString(16).toUpperCase().padStart(8, '0')}`,
  antenna,
  rssiDbm: -52,
});

let clock: ManualClock;
let ticking: NodeJS.Timeout;
let broker: TestBroker | null = null;
let device: SimulatedJsonReader;
let reader: RfidReader;
let events: RfidEvent[];

beforeEach(() => {
  clock = new ManualClock();
  ticking = setInterval(() => clock.advance(10), 10);
  events = [];
});
afterEach(async () => {
  await reader.close();
  await device.unplug();
  await broker?.dispose();
  broker = null;
  clearInterval(ticking);
});

const flow = (faults: readonly EventFault[] = []) => ({
  tags: [tag(1), tag(2, 2)],
  ratePerSecond: 100,
  clock,
  faults,
  faultEvery: 5,
});
const start = () => reader.start((event) => events.push(event));
const states = () => events.flatMap((event) => (event.kind === 'state' ? [event.state] : []));
const state = (wanted: string) => vi.waitFor(() => expect(states().at(-1)).toBe(wanted), patience);
const details = () => events.flatMap((event) => (event.kind === 'state' ? [event.detail ?? ''] : []));
const epcs = (from = 0) =>
  events.slice(from).flatMap((event) => (event.kind === 'reads' ? event.reads.map((read) => read.epc) : []));
const reads = (...serials: number[]) => {
  const from = events.length;
  const wanted = serials.map((serial) => tag(serial).epc);
  return vi.waitFor(() => expect(epcs(from)).toEqual(expect.arrayContaining(wanted)), patience);
};
const absent = () =>
  vi.waitFor(async () => {
    await pass(500);
    expect(details().at(-1)).toMatch(/^at the broker/);
  }, patience);
const garbled = () => events.flatMap((event) => (event.kind === 'garbled' ? [event] : []));
const pass = async (ms: number, eachMs = 100) => {
  for (let passed = 0; passed < ms; passed += eachMs) {
    clock.advance(eachMs);
    await new Promise((resolve) => setImmediate(resolve));
  }
};
const open = (config: object): ReaderConfig => {
  const parsed = readerConfig.parse(config);
  reader = openReader(parsed, { clock, log: createLog('test', 'silent') });
  return parsed;
};

interface Rig {
  attach(faults?: readonly EventFault[], more?: object): Promise<void>;
  readonly overBroker: boolean;
}

async function upBroker(kind: 'aedes' | 'mosquitto'): Promise<TestBroker> {
  broker = kind === 'aedes' ? await aedesBroker() : await mosquittoBroker();
  if (broker === null) throw new Error('mosquitto is not installed');
  await broker.up();
  return broker;
}

const zebraTopicsConfig = () => {
  const { data, events, command, response } = zebraTopics(topic);
  return { data: [data], events: [events], control: { command, response } };
};

const rigs: Record<string, Rig> = Object.fromEntries(
  (['aedes', 'mosquitto'] as const).flatMap((kind): [string, Rig][] => [
    [
      `Zebra reader over ${kind}`,
      {
        overBroker: true,
        attach: async (faults, more = {}) => {
          const { url } = await upBroker(kind);
          device = createZebraReader({ ...flow(faults), url, topic });
          open({ kind: 'zebra-mqtt', id: 'door-1', url, topics: zebraTopicsConfig(), ...more });
        },
      },
    ],
    [
      `Impinj reader over ${kind} and REST`,
      {
        overBroker: true,
        attach: async (faults, more = {}) => {
          const { url } = await upBroker(kind);
          const impinj = createImpinjReader({
            ...flow(faults),
            host: '127.0.0.1',
            port: 0,
            ...login,
            mqtt: { url, topic },
          });
          device = impinj;
          // So that its port is known.
          await impinj.plug();
          await impinj.unplug();
          const rest = { url: impinj.url, ...login };
          open({ kind: 'impinj-mqtt', id: 'door-1', url, topics: { data: [topic] }, rest, ...more });
        },
      },
    ],
  ]),
);
rigs['Impinj reader over HTTP'] = {
  overBroker: false,
  attach: async (faults, more = {}) => {
    const impinj = createImpinjReader({
      ...flow(faults),
      host: '127.0.0.1',
      port: await freePort(),
      ...login,
    });
    device = impinj;
    open({ kind: 'impinj-http', id: 'door-1', url: impinj.url, ...login, ...more });
  },
};

const installed = (await mosquittoBroker()) !== null;

describe.each(Object.entries(rigs))('a %s', (name, rig) => {
  const rigTest = test.skipIf(name.includes('mosquitto') && !installed);

  rigTest('connects when the reader comes, is started, and reads', async () => {
    await rig.attach();
    start();
    await vi.waitFor(async () => {
      await pass(500);
      expect(states().at(-1)).toBe('disconnected');
    }, patience);
    await device.plug();
    await vi.waitFor(async () => {
      await pass(1_000);
      expect(states().at(-1)).toBe('connected');
    }, patience);
    await reads(1, 2);
    const read = events.flatMap((event) => (event.kind === 'reads' ? event.reads : []))[0];
    expect(read).toMatchObject({ epc: tag(1).epc, antenna: 1, rssiDbm: -52, pc: 0x3000 });
    expect(garbled()).toEqual([]);
    device.input(2, true);
    await vi.waitFor(() => expect(events).toContainEqual({ kind: 'input', port: 2, high: true }), patience);
  });

  rigTest('reads only while it is told to', async () => {
    await rig.attach();
    await device.plug();
    start();
    await reads(1, 2);
    reader.setReading(false);
    await vi.waitFor(() => expect(device.reading).toBe(false), patience);
    const before = events.length;
    await pass(1_000);
    expect(epcs(before)).toEqual([]);
    reader.setReading(true);
    await reads(1, 2);
  });

  rigTest('is gone when it says nothing any more, and comes back started', async () => {
    await rig.attach([], { silentMs: 20_000 });
    await device.plug();
    start();
    await reads(1, 2);
    device.mute(true);
    await vi.waitFor(async () => {
      await pass(1_000);
      expect(states().at(-1)).toBe('disconnected');
    }, patience);
    expect(details().some((detail) => /nothing was heard of the reader for 20 s/.test(detail))).toBe(true);
    device.mute(false);
    await vi.waitFor(async () => {
      await pass(500);
      expect(states().at(-1)).toBe('connected');
    }, patience);
    await reads(1, 2);
  });

  rigTest('is heard through each fault, and bad messages are told with their place', async () => {
    await rig.attach(['split', 'merge', 'garbage', 'delay', 'wrong', 'duplicate', 'silent']);
    await device.plug();
    start();
    await vi.waitFor(() => expect(garbled().length).toBeGreaterThanOrEqual(4), patience);
    await reads(1, 2);
    const reasons = garbled().map(({ reason }) => reason);
    expect(reasons).toContainEqual(expect.stringMatching(/^byte \d+ of .*value should be \{ or \[$/));
    expect(reasons).toContainEqual(expect.stringMatching(/(idHex|epcHex) should be whole bytes of hex$/));
  });

  rigTest('tells how far its clock is ahead, and when that changes', async () => {
    await rig.attach();
    device.setClock(7_200_000);
    await device.plug();
    start();
    const offsets = () => events.flatMap((event) => (event.kind === 'clock' ? [event.offsetMs] : []));
    await vi.waitFor(() => expect(offsets().at(-1)).toBeGreaterThan(7_199_000), patience);
    expect(offsets().at(-1)).toBeLessThanOrEqual(7_200_100);
    device.setClock(7_260_000);
    await vi.waitFor(() => expect(offsets().at(-1)).toBeGreaterThan(7_259_000), patience);
  });

  rigTest('is silent after its end, and ends twice', async () => {
    await rig.attach();
    await device.plug();
    start();
    await reads(1, 2);
    await Promise.all([reader.close(), reader.close()]);
    const before = events.length;
    reader.setReading(false);
    await pass(60_000, 1_000);
    expect(events).toHaveLength(before);
  });
});

describe.each(Object.keys(rigs).filter((name) => rigs[name]?.overBroker))('a %s', (name) => {
  const rigTest = test.skipIf(name.includes('mosquitto') && !installed);

  rigTest('is told as gone when the broker is, and comes back with it', async () => {
    await rigs[name]?.attach();
    await device.plug();
    start();
    await reads(1, 2);
    await broker?.down();
    await state('disconnected');
    expect(details().at(-1)).toMatch(/^broker: /);
    await broker?.up();
    await vi.waitFor(async () => {
      await pass(500);
      expect(states().at(-1)).toBe('connected');
    }, patience);
    await reads(1, 2);
  });
});

describe('through a broker', () => {
  let peer: MqttClient;
  const message = (eventNum: number) =>
    JSON.stringify({
      type: 'SIMPLE',
      timestamp: '2026-01-05T06:00:00.000+0000',
      data: { antenna: 1, eventNum, format: 'epc', idHex: tag(eventNum).epc, peakRssi: -40, reads: 1 },
    });
  const data = `${topic}/data`;
  const attach = async (more: object = {}) => {
    const { url } = await upBroker('aedes');
    device = createZebraReader({ ...flow(), url, topic });
    peer = await connectAsync(url, { clientId: 'peer' });
    open({ kind: 'zebra-mqtt', id: 'door-1', url, topics: { data: [data] }, ...more });
  };
  afterEach(() => peer.endAsync(true));

  test('what comes twice counts once, and what the broker kept for anybody not at all', async () => {
    await attach();
    await peer.publishAsync(data, message(1), { qos: 1, retain: true });
    start();
    await absent();
    for (const eventNum of [2, 2, 3, 2, 3]) await peer.publishAsync(data, message(eventNum), { qos: 1 });
    await vi.waitFor(() => expect(epcs()).toEqual([tag(2).epc, tag(3).epc]), patience);
  });

  test('what was sent while we were away comes afterwards, and is no sign of life', async () => {
    await attach({ clientId: 'station-1' });
    start();
    await absent();
    await reader.close();
    await peer.publishAsync(data, message(5), { qos: 1 });
    events = [];
    open({
      kind: 'zebra-mqtt',
      id: 'door-1',
      url: broker?.url,
      clientId: 'station-1',
      topics: { data: [data] },
    });
    start();
    await vi.waitFor(() => expect(epcs()).toEqual([tag(5).epc]), patience);
    expect(states()).toEqual([]);
    expect(events.filter((event) => event.kind === 'clock')).toEqual([]);
  });

  test('a reader that is started elsewhere says so when it is told to stop, and its reads end here', async () => {
    await attach();
    start();
    await absent();
    reader.setReading(false);
    expect(events.at(-1)).toMatchObject({ kind: 'trouble' });
    await peer.publishAsync(data, message(1), { qos: 1 });
    await state('connected');
    expect(epcs()).toEqual([]);
  });
});

test('a broker that refuses the password fails by name, and the password is in no log', async () => {
  broker = await aedesBroker({ name: 'station', password: 'right' });
  await broker.up();
  const { url } = broker;
  device = createZebraReader({ ...flow(), url, topic });
  const lines: string[] = [];
  const log = createLog('test', 'trace');
  for (const level of ['trace', 'debug', 'info', 'warn'] as const) {
    log[level] = ((...line: unknown[]) => void lines.push(JSON.stringify(line))) as typeof log.info;
  }
  const config = {
    kind: 'zebra-mqtt',
    id: 'r',
    url,
    username: 'station',
    password: 'wr0ng',
    topics: { data: ['a'] },
  };
  reader = openReader(readerConfig.parse(config), { clock, log });
  start();
  await state('failed');
  expect(details().at(-1)).toMatch(/not authorized|bad user/i);
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.join()).not.toContain('wr0ng');
});

const openssl = spawnSync('openssl', ['version']).error === undefined;

test.skipIf(!openssl)('a self-signed certificate is trusted when it is named, and only then', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'packproof-tls-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const names = ['-subj', '/CN=reader', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2'];
  spawnSync('openssl', [...args, ...names, '-keyout', key, '-out', cert]);
  const tls = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  const impinj = createImpinjReader({ ...flow(), host: '127.0.0.1', port: await freePort(), ...login, tls });
  device = impinj;
  await impinj.plug();
  const config = { kind: 'impinj-http', id: 'r', url: impinj.url, ...login };
  open(config);
  start();
  await vi.waitFor(() => expect(details().at(-1)).toMatch(/self.signed/), patience);
  await reader.close();
  open({ ...config, tls: { ca: join(folder, 'missing.pem') } });
  start();
  await vi.waitFor(() => expect(details().at(-1)).toMatch(/missing\.pem/), patience);
  await reader.close();
  open({ ...config, tls: { ca: cert } });
  start();
  await reads(1, 2);
  rmSync(folder, { recursive: true });
});

test('an Impinj reader that refuses the password fails by name', async () => {
  await rigs['Impinj reader over HTTP']?.attach([], { password: 'wrong' });
  await device.plug();
  start();
  await state('failed');
  expect(details().at(-1)).toBe('the reader refuses the user or the password');
});

test.each([
  [{ kind: 'zebra-mqtt', id: 'r', url: 'mqtt://u:p@host', topics: { data: ['a'] } }, 'url'],
  [{ kind: 'zebra-mqtt', id: 'r', url: 'http://host', topics: { data: ['a'] } }, 'url'],
  [{ kind: 'zebra-mqtt', id: 'r', url: 'mqtt://host', topics: { data: ['a/b#'] } }, 'topics.data.0'],
  [{ kind: 'impinj-http', id: 'r', url: 'https://host' }, 'password'],
  [{ kind: 'impinj-http', id: 'r', url: 'https://host', password: 'p', tls: { cert: 'c' } }, 'tls'],
])('settings %j are refused at %s', (config, place) => {
  const parsed = readerConfig.safeParse(config);
  expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toContain(place);
});

test.each(['a', 'a/b', '#', 'a/#', '+', '+/b/+', '/a'])('the topic filter %s is taken', (filter) => {
  const config = { kind: 'zebra-mqtt', id: 'r', url: 'mqtts://host:8883', topics: { data: [filter] } };
  expect(readerConfig.safeParse(config).success).toBe(true);
});
