import {
  type MessageOf,
  type ParameterOf,
  parameterIn,
  parametersIn,
} from '../../../protocols/llrp/message.ts';

type Vendor = 'impinj' | 'zebra' | 'other';

/** What a reader's capabilities say that the client needs. */
export interface ReaderFacts {
  readonly vendor: Vendor;
  /** Numbers of the maker's own (LLRP 1.0.1, 9.2.1). */
  readonly model: number;
  readonly firmware: string;
  readonly antennas: number;
  readonly hasUtcClock: boolean;
  readonly canHoldReports: boolean;
  readonly canWarnOfBuffer: boolean;
  readonly maxFilters: number;
  /** From the lowest power up. */
  readonly powers: readonly { readonly index: number; readonly dbm: number }[];
  readonly hopTables: readonly number[];
  readonly isHopping: boolean;
  readonly modes: readonly number[];
}

/** Private enterprise numbers. */
const vendors: Readonly<Record<number, Vendor>> = { 25882: 'impinj', 161: 'zebra' };

/** A reader that leaves something out gets what every reader has. */
export function factsOf(response: MessageOf<'GET_READER_CAPABILITIES_RESPONSE'>): ReaderFacts {
  const device = parameterIn(response, 'GeneralDeviceCapabilities');
  const llrp = parameterIn(response, 'LLRPCapabilities');
  return {
    vendor: vendors[device?.DeviceManufacturerName ?? 0] ?? 'other',
    model: device?.ModelName ?? 0,
    firmware: (device?.ReaderFirmwareVersion ?? '').slice(0, 100),
    antennas: device?.MaxNumberOfAntennaSupported ?? 0,
    hasUtcClock: device?.HasUTCClockCapability ?? true,
    canHoldReports: llrp?.SupportsEventAndReportHolding ?? false,
    canWarnOfBuffer: llrp?.CanReportBufferFillWarning ?? false,
    maxFilters: parameterIn(response, 'C1G2LLRPCapabilities')?.MaxNumSelectFiltersPerQuery ?? 0,
    ...bandFacts(bandOf(response)),
  };
}

function bandOf(response: MessageOf<'GET_READER_CAPABILITIES_RESPONSE'>) {
  const regulatory = parameterIn(response, 'RegulatoryCapabilities');
  return parameterIn(regulatory ?? {}, 'UHFBandCapabilities') ?? {};
}

function bandFacts(band: ParameterOf<'UHFBandCapabilities'> | Record<string, never>) {
  const frequencies = parameterIn(band, 'FrequencyInformation');
  return {
    powers: parametersIn(band, 'TransmitPowerLevelTableEntry')
      .map((entry) => ({ index: entry.Index, dbm: entry.TransmitPowerValue / 100 }))
      .sort((one, other) => one.dbm - other.dbm),
    hopTables: parametersIn(frequencies ?? {}, 'FrequencyHopTable').map((table) => table.HopTableID),
    isHopping: frequencies?.Hopping ?? false,
    modes: parametersIn(band, 'C1G2UHFRFModeTable').flatMap((table) =>
      parametersIn(table, 'C1G2UHFRFModeTableEntry').map((entry) => entry.ModeIdentifier),
    ),
  };
}

/** A line for a person. */
export function factsText({ vendor, model, firmware }: ReaderFacts): string {
  const maker = { impinj: 'Impinj', zebra: 'Zebra', other: 'LLRP reader' }[vendor];
  return `${maker} ${model}, firmware ${firmware || 'unknown'}`;
}
