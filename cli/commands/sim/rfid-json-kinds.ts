import type { SimulatedJsonReader } from '../../../devices/simulators/mqtt-reader/json-reader.ts';
import { systemClock } from '../../../kernel/clock.ts';
import type { RfidKind, RfidSimOptions } from './rfid-kind.ts';

/** What the simulated Impinj readers ask for. */
const login = { username: 'root', password: 'impinj' };

function jsonKind(make: (options: RfidSimOptions) => Promise<SimulatedJsonReader>): RfidKind {
  return {
    faults: async () => (await import('../../../devices/simulators/mqtt-reader/event-faults.ts')).eventFaults,
    models: async () => [],
    start: async (options) => {
      const { eventFaults } = await import('../../../devices/simulators/mqtt-reader/event-faults.ts');
      const reader = await make(options);
      await reader.plug();
      return {
        address: reader.address,
        inject: (name) => {
          const fault = eventFaults.find((known) => known === name);
          if (fault !== undefined) reader.inject(fault);
        },
        stop: () => reader.unplug(),
      };
    },
  };
}

async function flowOf({ tags, rate }: RfidSimOptions) {
  const { tagEpc } = await import('../../../devices/simulators/llrp-reader/tag-field.ts');
  const field = Array.from({ length: tags }, (_, index) => ({
    epc: tagEpc(index + 1),
    antenna: (index % 2) + 1,
    rssiDbm: -55 - (index % 20),
  }));
  return { tags: field, ratePerSecond: rate, clock: systemClock };
}

function brokerOf({ broker }: RfidSimOptions): string {
  if (broker === undefined) throw new Error('it needs --broker');
  return broker;
}

const zebra = jsonKind(async (options) => {
  const { createZebraReader } = await import('../../../devices/simulators/mqtt-reader/zebra-reader.ts');
  return createZebraReader({ ...(await flowOf(options)), url: brokerOf(options), topic: options.topic });
});

const impinjMqtt = jsonKind(async (options) => {
  const { createImpinjReader } = await import('../../../devices/simulators/mqtt-reader/impinj-reader.ts');
  const { host, port, topic } = options;
  const mqtt = { url: brokerOf(options), topic };
  return createImpinjReader({ ...(await flowOf(options)), ...login, host, port, mqtt });
});

const impinjHttp = jsonKind(async (options) => {
  const { createImpinjReader } = await import('../../../devices/simulators/mqtt-reader/impinj-reader.ts');
  const { host, port } = options;
  return createImpinjReader({ ...(await flowOf(options)), ...login, host, port });
});

export const jsonKinds = {
  'zebra-mqtt': zebra,
  'impinj-mqtt': impinjMqtt,
  'impinj-http': impinjHttp,
} satisfies Record<string, RfidKind>;
