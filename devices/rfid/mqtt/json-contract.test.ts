import type { Clock } from '../../../kernel/clock.ts';
import { createLog } from '../../../kernel/log.ts';
import { createImpinjReader } from '../../simulators/mqtt-reader/impinj-reader.ts';
import type { SimulatedJsonReader } from '../../simulators/mqtt-reader/json-reader.ts';
import { createZebraReader, zebraTopics } from '../../simulators/mqtt-reader/zebra-reader.ts';
import { openReader } from '../open-reader.ts';
import { type ReaderRig, readerContract } from '../reader.contract.ts';
import { readerConfig } from '../reader-config.ts';
import { aedesBroker } from './testing-broker.ts';

const topic = 'site/rfid/door-1';
const login = { username: 'root', password: 'impinj' };
const epcs = ['30340789000C0E4000000001', '30340789000C0E4000000002', '3034'];
/** Long enough for a reader's answers, short enough to be waited for. */
const silentMs = 12_000;

const flowAt = (clock: Clock) => ({
  tags: epcs.map((epc, index) => ({ epc, antenna: (index % 2) + 1, rssiDbm: -60 })),
  ratePerSecond: 50,
  clock,
});

function rigOf(
  device: SimulatedJsonReader,
  config: object,
  clock: Clock,
  dispose: () => Promise<void>,
): ReaderRig {
  let aheadMs = 0;
  return {
    reader: openReader(readerConfig.parse({ id: 'r1', silentMs, ...config }), {
      clock,
      log: createLog('test', 'silent'),
    }),
    epcs,
    plug: () => device.plug(),
    unplug: () => device.unplug(),
    isReading: () => device.reading,
    silence: () => {
      device.mute(true);
      clock.after(2 * silentMs, () => device.mute(false));
    },
    input: (port, high) => device.input(port, high),
    jumpClock: (byMs) => {
      aheadMs += byMs;
      device.setClock(aheadMs);
    },
    dispose,
  };
}

readerContract('a Zebra reader over MQTT', async (clock) => {
  const broker = await aedesBroker();
  await broker.up();
  const { url } = broker;
  const device = createZebraReader({ ...flowAt(clock), url, topic });
  const { data, events, command, response } = zebraTopics(topic);
  const topics = { data: [data], events: [events], control: { command, response } };
  return rigOf(device, { kind: 'zebra-mqtt', url, topics }, clock, async () => {
    await device.unplug();
    await broker.down();
  });
});

/** Its port is free again, and known. */
async function impinjAt(clock: Clock, mqtt?: { url: string; topic: string }) {
  const options = { ...flowAt(clock), ...login, host: '127.0.0.1', port: 0, keepAliveMs: 4_000 };
  const device = createImpinjReader({ ...options, ...(mqtt === undefined ? {} : { mqtt }) });
  await device.plug();
  await device.unplug();
  return device;
}

readerContract('an Impinj reader over MQTT and REST', async (clock) => {
  const broker = await aedesBroker();
  await broker.up();
  const { url } = broker;
  const device = await impinjAt(clock, { url, topic });
  const config = {
    kind: 'impinj-mqtt',
    url,
    topics: { data: [topic] },
    rest: { url: device.url, ...login },
  };
  return rigOf(device, config, clock, async () => {
    await device.unplug();
    await broker.down();
  });
});

readerContract('an Impinj reader over HTTP', async (clock) => {
  const device = await impinjAt(clock);
  return rigOf(device, { kind: 'impinj-http', url: device.url, ...login }, clock, () => device.unplug());
});
