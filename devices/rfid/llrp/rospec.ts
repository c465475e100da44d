import type { LlrpParameter, ParameterOf } from '../../../protocols/llrp/message.ts';
import { parametersIn } from '../../../protocols/llrp/message.ts';
import { type AntennaSetting, planAntennas } from './antenna-power.ts';
import { inventoryCommand } from './inventory-command.ts';
import type { LlrpReaderConfig } from './llrp-config.ts';
import { presets } from './presets.ts';
import type { ReaderFacts } from './reader-facts.ts';
import { reportSpec } from './report-spec.ts';

/**
 * The number of our InventoryParameterSpec, which a client may choose freely: "PP". By it our own ROSpec is known again, with
 * whatever settings it was made, from one of another client under the same number.
 */
const signature = 0x5050;

export interface RoSpecPlan {
  /** Null where nothing is left to read with. */
  readonly roSpec: ParameterOf<'ROSpec'> | null;
  readonly troubles: readonly string[];
}

/** What the reader shall do, as far as it can (LLRP 1.0.1, 10.2). It begins to read when it is enabled. */
export function planRoSpec(config: LlrpReaderConfig, facts: ReaderFacts): RoSpecPlan {
  const { antennas, troubles } = planAntennas(config, facts);
  if (antennas.length === 0) return { roSpec: null, troubles };
  const command = inventoryCommand(config, facts);
  const roSpec: ParameterOf<'ROSpec'> = {
    type: 'ROSpec',
    ROSpecID: config.roSpecId,
    Priority: 0,
    CurrentState: 'Disabled',
    parameters: [
      { type: 'ROBoundarySpec', parameters: boundary(config) },
      aiSpec(config, antennas, facts, command.command),
      reportSpec(config, facts),
    ],
  };
  return { roSpec, troubles: [...troubles, ...command.troubles] };
}

function boundary({ startOnInput }: LlrpReaderConfig): LlrpParameter[] {
  if (startOnInput === undefined) {
    return [
      { type: 'ROSpecStartTrigger', ROSpecStartTriggerType: 'Immediate' },
      { type: 'ROSpecStopTrigger', ROSpecStopTriggerType: 'Null', DurationTriggerValue: 0 },
    ];
  }
  const { port, high, timeoutMs } = startOnInput;
  const input = (event: boolean, timeout: number): LlrpParameter => ({
    type: 'GPITriggerValue',
    GPIPortNum: port,
    GPIEvent: event,
    Timeout: timeout,
  });
  return [
    { type: 'ROSpecStartTrigger', ROSpecStartTriggerType: 'GPI', parameters: [input(high, 0)] },
    {
      type: 'ROSpecStopTrigger',
      ROSpecStopTriggerType: 'GPI_With_Timeout',
      DurationTriggerValue: 0,
      parameters: [input(!high, timeoutMs)],
    },
  ];
}

function aiSpec(
  config: LlrpReaderConfig,
  antennas: readonly AntennaSetting[],
  facts: ReaderFacts,
  command: LlrpParameter,
): LlrpParameter {
  const durationMs = config.reportEveryMs ?? presets[config.use].reportEveryMs;
  return {
    type: 'AISpec',
    AntennaIDs: antennas.map(({ antenna }) => antenna),
    parameters: [
      {
        type: 'AISpecStopTrigger',
        AISpecStopTriggerType: durationMs === 0 ? 'Null' : 'Duration',
        DurationTrigger: durationMs,
      },
      {
        type: 'InventoryParameterSpec',
        InventoryParameterSpecID: signature,
        ProtocolID: 'EPCGlobalClass1Gen2',
        parameters: antennas.map((antenna) => antennaConfiguration(config, antenna, facts, command)),
      },
    ],
  };
}

function antennaConfiguration(
  config: LlrpReaderConfig,
  { antenna, powerIndex }: AntennaSetting,
  facts: ReaderFacts,
  command: LlrpParameter,
): LlrpParameter {
  const transmitter: LlrpParameter[] =
    powerIndex === null
      ? []
      : [
          {
            type: 'RFTransmitter',
            HopTableID: config.hopTable ?? (facts.isHopping ? (facts.hopTables[0] ?? 1) : 0),
            ChannelIndex: config.channel ?? 1,
            TransmitPower: powerIndex,
          },
        ];
  return { type: 'AntennaConfiguration', AntennaID: antenna, parameters: [...transmitter, command] };
}

/** Whether we made it, in whatever version of the settings. */
function isOurs(roSpec: ParameterOf<'ROSpec'>): boolean {
  const specs = parametersIn(roSpec, 'AISpec').flatMap((spec) =>
    parametersIn(spec, 'InventoryParameterSpec'),
  );
  return specs.length > 0 && specs.every((spec) => spec.InventoryParameterSpecID === signature);
}

/** Why we cannot work beside what is in the reader; null where we can. */
export function conflictWith(
  found: readonly ParameterOf<'ROSpec'>[],
  config: LlrpReaderConfig,
): string | null {
  const remedy = 'stop the program that it belongs to, or set takeOver';
  for (const roSpec of found) {
    if (roSpec.ROSpecID === config.roSpecId) {
      if (!isOurs(roSpec))
        return `ROSpec ${roSpec.ROSpecID} in the reader is not ours: set another roSpecId, or takeOver`;
    } else if (roSpec.CurrentState === 'Active' && overlaps(roSpec, config)) {
      return `ROSpec ${roSpec.ROSpecID} of another program is reading with the same antennas: ${remedy}`;
    }
  }
  return null;
}

function overlaps(roSpec: ParameterOf<'ROSpec'>, { antennas }: LlrpReaderConfig): boolean {
  const used = parametersIn(roSpec, 'AISpec').flatMap((spec) => spec.AntennaIDs);
  return antennas === undefined || used.includes(0) || antennas.some(({ antenna }) => used.includes(antenna));
}
