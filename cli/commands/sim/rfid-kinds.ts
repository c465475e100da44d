/** What `packproof sim rfid` was told; each kind takes of it what it has. */
export interface RfidSimOptions {
  readonly host: string;
  readonly port: number;
  readonly model?: string;
  readonly tags: number;
  readonly rate: number;
  readonly seed: number;
}

/** A simulated reader that runs. */
interface RunningReader {
  readonly address: string;
  /** Does once what is wrong by that name; lasting faults go on. */
  inject(fault: string): void;
  stop(): Promise<void>;
}

export interface RfidKind {
  /** What it can be made to do wrong, and whose reader it can be; others are refused. */
  faults(): Promise<readonly string[]>;
  models(): Promise<readonly string[]>;
  start(options: RfidSimOptions): Promise<RunningReader>;
}

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
export const rfidKinds: Readonly<Record<string, RfidKind>> = { llrp };
