import { jsonKinds } from './rfid-json-kinds.ts';
import type { RfidKind } from './rfid-kind.ts';
import { uhfKinds } from './rfid-uhf-kinds.ts';

const llrp: RfidKind = {
  faults: async () => (await import('../../../devices/simulators/llrp-reader/faults.ts')).llrpFaults,
  models: async () => (await import('../../../devices/simulators/llrp-reader/models.ts')).modelNames,
  start: async (options) => {
    const { llrpFaults } = await import('../../../devices/simulators/llrp-reader/faults.ts');
    const { startLlrpReader } = await import('../../../devices/simulators/llrp-reader/llrp-reader.ts');
    const { modelNames } = await import('../../../devices/simulators/llrp-reader/models.ts');
    const { model: asked, host, port, tags, rate, seed } = options;
    const model = modelNames.find((name) => name === asked) ?? 'impinj-r420';
    const reader = await startLlrpReader({ host, port, model, tags, rate, seed });
    return {
      address: `llrp://${host}:${reader.port}`,
      inject: (name) => {
        const fault = llrpFaults.find((known) => known === name);
        if (fault !== undefined) reader.inject(fault);
      },
      stop: () => reader.stop(),
    };
  },
};

/** The readers that can be simulated, by what they speak. */
export const rfidKinds: Readonly<Record<string, RfidKind>> = { llrp, ...uhfKinds, ...jsonKinds };
