import type { LlrpParameter } from '../../../protocols/llrp/message.ts';

/** What differs from one maker's reader to another's. */
export interface ReaderModel {
  /** Private enterprise number of the maker, and its number for the model. */
  readonly maker: number;
  readonly number: number;
  readonly firmware: string;
  readonly antennas: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly hasUtcClock: boolean;
  readonly canHold: boolean;
  /** Begins an AISpec anew when it has ended, until the ROSpec is stopped. */
  readonly repeats: boolean;
  /** LLRP 1.1 too. */
  readonly speaks11: boolean;
  /** Power levels in 1/100 dBm, by index from 1. */
  readonly powers: readonly number[];
  readonly modes: readonly number[];
  /** In kHz. */
  readonly frequencies: readonly number[];
  readonly maxFilters: number;
  readonly maxRoSpecs: number;
}

const steps = (from: number, to: number, step: number) =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, place) => from + place * step);
/** The 50 channels of FCC part 15. */
const fcc = steps(902_750, 927_250, 500);

const models = {
  'impinj-r420': {
    maker: 25882,
    number: 2001002,
    firmware: '5.14.0.240',
    antennas: 4,
    inputs: 4,
    outputs: 4,
    hasUtcClock: true,
    canHold: true,
    repeats: true,
    speaks11: false,
    powers: steps(1000, 3250, 25),
    modes: [0, 1, 2, 3, 4, 1000, 1002],
    frequencies: fcc,
    maxFilters: 2,
    maxRoSpecs: 1,
  },
  'zebra-fx9600': {
    maker: 161,
    number: 96004,
    firmware: '3.29.18.0',
    antennas: 4,
    inputs: 4,
    outputs: 4,
    hasUtcClock: true,
    canHold: true,
    repeats: true,
    speaks11: true,
    powers: steps(0, 3000, 10),
    modes: [1, 2, 3, 4, 5],
    frequencies: fcc,
    maxFilters: 32,
    maxRoSpecs: 4,
  },
  plain: {
    maker: 0,
    number: 1,
    firmware: '1.0',
    antennas: 2,
    inputs: 1,
    outputs: 0,
    hasUtcClock: false,
    canHold: false,
    repeats: false,
    speaks11: false,
    powers: [1500, 2000, 2500, 2700],
    modes: [0],
    frequencies: [865_700, 866_300, 866_900, 867_500],
    maxFilters: 0,
    maxRoSpecs: 4,
  },
} satisfies Record<string, ReaderModel>;

export type ModelName = keyof typeof models;
export const modelNames = Object.keys(models) as readonly ModelName[];

export function modelNamed(name: ModelName): ReaderModel {
  return models[name];
}

/** What GET_READER_CAPABILITIES_RESPONSE holds besides the status (LLRP 1.0.1, 9.2). */
export function capabilitiesOf(model: ReaderModel): LlrpParameter[] {
  return [
    generalCapabilities(model),
    {
      type: 'LLRPCapabilities',
      CanDoRFSurvey: false,
      CanReportBufferFillWarning: true,
      SupportsClientRequestOpSpec: false,
      CanDoTagInventoryStateAwareSingulation: false,
      SupportsEventAndReportHolding: model.canHold,
      MaxNumPriorityLevelsSupported: 1,
      ClientRequestOpSpecTimeout: 0,
      MaxNumROSpecs: model.maxRoSpecs,
      MaxNumSpecsPerROSpec: 32,
      MaxNumInventoryParameterSpecsPerAISpec: 1,
      MaxNumAccessSpecs: 0,
      MaxNumOpSpecsPerAccessSpec: 8,
    },
    {
      type: 'RegulatoryCapabilities',
      CountryCode: 840,
      CommunicationsStandard: 'US_FCC_Part_15',
      parameters: [bandCapabilities(model)],
    },
    {
      type: 'C1G2LLRPCapabilities',
      CanSupportBlockErase: false,
      CanSupportBlockWrite: true,
      CanSupportBlockPermalock: false,
      CanSupportTagRecommissioning: false,
      CanSupportUMIMethod2: false,
      CanSupportXPC: false,
      MaxNumSelectFiltersPerQuery: model.maxFilters,
    },
  ];
}

function generalCapabilities(model: ReaderModel): LlrpParameter {
  const antennas = Array.from({ length: model.antennas }, (_, place) => place + 1);
  return {
    type: 'GeneralDeviceCapabilities',
    MaxNumberOfAntennaSupported: model.antennas,
    CanSetAntennaProperties: false,
    HasUTCClockCapability: model.hasUtcClock,
    DeviceManufacturerName: model.maker,
    ModelName: model.number,
    ReaderFirmwareVersion: model.firmware,
    parameters: [
      { type: 'ReceiveSensitivityTableEntry', Index: 1, ReceiveSensitivityValue: 0 },
      { type: 'GPIOCapabilities', NumGPIs: model.inputs, NumGPOs: model.outputs },
      ...antennas.map(
        (AntennaID): LlrpParameter => ({
          type: 'PerAntennaAirProtocol',
          AntennaID,
          ProtocolID: ['EPCGlobalClass1Gen2'],
        }),
      ),
    ],
  };
}

function bandCapabilities({ powers, frequencies, modes }: ReaderModel): LlrpParameter {
  return {
    type: 'UHFBandCapabilities',
    parameters: [
      ...powers.map(
        (TransmitPowerValue, place): LlrpParameter => ({
          type: 'TransmitPowerLevelTableEntry',
          Index: place + 1,
          TransmitPowerValue,
        }),
      ),
      {
        type: 'FrequencyInformation',
        Hopping: true,
        parameters: [{ type: 'FrequencyHopTable', HopTableID: 1, Frequency: frequencies }],
      },
      { type: 'C1G2UHFRFModeTable', parameters: modes.map(modeEntry) },
    ],
  };
}

function modeEntry(ModeIdentifier: number): LlrpParameter {
  return {
    type: 'C1G2UHFRFModeTableEntry',
    ModeIdentifier,
    DRValue: 'DRV_64_3',
    EPCHAGTCConformance: false,
    MValue: 'MV_4',
    ForwardLinkModulation: 'PR_ASK',
    SpectralMaskIndicator: 'DI',
    BDRValue: 250_000,
    PIEValue: 1500,
    MinTariValue: 20_000,
    MaxTariValue: 20_000,
    StepTariValue: 0,
  };
}
