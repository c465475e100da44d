import { expect, test } from 'vitest';
import { z } from 'zod';
import { hexOf } from '../../protocols/bytes/hex.ts';
import { checkMessage } from '../../protocols/llrp/check.ts';
import { capabilityParameters } from '../../protocols/llrp/definitions/capabilities.ts';
import type { LlrpMessage, LlrpParameter } from '../../protocols/llrp/message.ts';
import { bytesOf, messageOfBytes } from '../../protocols/llrp/testing-messages.ts';
import { countVectors } from './tally.ts';
import { describeVectors, readVector } from './vectors.ts';

const number = z.number().int();
const flag = z.boolean();

/** The capabilities of a real reader, as another implementation read them off the wire. */
const capabilitiesForm = z.object({
  GeneralDeviceCapabilities: z.object({
    MaxSupportedAntennas: number,
    CanSetAntennaProperties: flag,
    HasUTCClock: flag,
    DeviceManufacturer: number,
    Model: number,
    FirmwareVersion: z.string(),
    ReceiveSensitivities: z.array(z.object({ Index: number, ReceiveSensitivity: number })),
    GPIOCapabilities: z.object({ NumGPIs: number, NumGPOs: number }),
    PerAntennaAirProtocols: z.array(z.object({ AntennaID: number, AirProtocolIDs: z.string() })),
  }),
  LLRPCapabilities: z.object({
    CanDoRFSurvey: flag,
    CanReportBufferFillWarning: flag,
    SupportsClientRequestOpSpec: flag,
    CanDoTagInventoryStateAwareSingulation: flag,
    SupportsEventsAndReportHolding: flag,
    MaxPriorityLevelSupported: number,
    ClientRequestedOpSpecTimeout: number,
    MaxROSpecs: number,
    MaxSpecsPerROSpec: number,
    MaxInventoryParameterSpecsPerAISpec: number,
    MaxAccessSpecs: number,
    MaxOpSpecsPerAccessSpec: number,
  }),
  RegulatoryCapabilities: z.object({
    CountryCode: number,
    CommunicationsStandard: number,
    UHFBandCapabilities: z.object({
      TransmitPowerLevels: z.array(z.object({ Index: number, TransmitPowerValue: number })),
      FrequencyInformation: z.object({
        Hopping: flag,
        FrequencyHopTables: z.array(z.object({ HopTableID: number, Frequencies: z.array(number) })),
      }),
      C1G2RFModes: z.object({
        UHFC1G2RFModeTableEntries: z.array(
          z.object({
            ModeID: number,
            DivideRatio: number,
            IsEPCHagConformant: flag,
            Modulation: number,
            ForwardLinkModulation: number,
            SpectralMask: number,
            BackscatterDataRate: number,
            PIERatio: number,
            MinTariTime: number,
            MaxTariTime: number,
            StepTariTime: number,
          }),
        ),
      }),
    }),
  }),
  C1G2LLRPCapabilities: z.object({
    SupportsBlockErase: flag,
    SupportsBlockWrite: flag,
    SupportsBlockPermalock: flag,
    SupportsTagRecommissioning: flag,
    SupportsUMIMethod2: flag,
    SupportsXPC: flag,
    MaxSelectFiltersPerQuery: number,
  }),
});

const configurationForm = z.object({
  Identification: z.object({ IDType: number, ReaderID: z.string() }),
  AntennaProperties: z.array(z.object({ AntennaConnected: flag, AntennaID: number, AntennaGain: number })),
  AntennaConfigurations: z.array(
    z.object({
      AntennaID: number,
      RFReceiver: number,
      RFTransmitter: z.object({ HopTableID: number, ChannelIndex: number, TransmitPowerIndex: number }),
      C1G2InventoryCommand: z.object({
        TagInventoryStateAware: flag,
        RFControl: z.object({ RFModeID: number, Tari: number }),
        SingulationControl: z.object({ Session: number, TagPopulation: number, TagTransitTime: number }),
      }),
    }),
  ),
  ReaderEventNotificationSpec: z.object({
    EventNotificationStates: z.array(z.object({ ReaderEventType: number, NotificationEnabled: flag })),
  }),
  AccessReportSpec: number,
  LLRPConfigurationStateValue: number,
  KeepAliveSpec: z.object({ Trigger: number, Interval: number }),
  GPIPortCurrentStates: z.array(z.object({ Port: number, Enabled: flag, State: number })),
  GPOWriteData: z.array(z.object({ Port: number, Data: flag })),
  EventsAndReports: flag,
});

const form = z.object({ ReaderCapabilities: capabilitiesForm, ReaderConfig: configurationForm });

type Capabilities = z.output<typeof capabilitiesForm>;
type Configuration = z.output<typeof configurationForm>;

const success: LlrpParameter = { type: 'LLRPStatus', StatusCode: 'M_Success', ErrorDescription: '' };

function capabilitiesMessage(from: Capabilities): LlrpMessage {
  const parameters = [success, general(from), llrp(from), regulatory(from), airProtocol(from)];
  return { type: 'GET_READER_CAPABILITIES_RESPONSE', version: 1, id: 1, parameters };
}

function general({ GeneralDeviceCapabilities: from }: Capabilities): LlrpParameter {
  const { nameOf } = capabilityParameters.PerAntennaAirProtocol.fields.ProtocolID;
  return {
    type: 'GeneralDeviceCapabilities',
    MaxNumberOfAntennaSupported: from.MaxSupportedAntennas,
    CanSetAntennaProperties: from.CanSetAntennaProperties,
    HasUTCClockCapability: from.HasUTCClock,
    DeviceManufacturerName: from.DeviceManufacturer,
    ModelName: from.Model,
    ReaderFirmwareVersion: from.FirmwareVersion,
    parameters: [
      ...from.ReceiveSensitivities.map(({ Index, ReceiveSensitivity }) => ({
        type: 'ReceiveSensitivityTableEntry' as const,
        Index,
        ReceiveSensitivityValue: ReceiveSensitivity,
      })),
      { type: 'GPIOCapabilities', ...from.GPIOCapabilities },
      ...from.PerAntennaAirProtocols.map(({ AntennaID, AirProtocolIDs }) => ({
        type: 'PerAntennaAirProtocol' as const,
        AntennaID,
        ProtocolID: [...Buffer.from(AirProtocolIDs, 'base64')].map((id) =>
          nameOf.get(id) === 'EPCGlobalClass1Gen2' ? ('EPCGlobalClass1Gen2' as const) : id,
        ),
      })),
    ],
  };
}

function llrp({ LLRPCapabilities: from }: Capabilities): LlrpParameter {
  return {
    type: 'LLRPCapabilities',
    CanDoRFSurvey: from.CanDoRFSurvey,
    CanReportBufferFillWarning: from.CanReportBufferFillWarning,
    SupportsClientRequestOpSpec: from.SupportsClientRequestOpSpec,
    CanDoTagInventoryStateAwareSingulation: from.CanDoTagInventoryStateAwareSingulation,
    SupportsEventAndReportHolding: from.SupportsEventsAndReportHolding,
    MaxNumPriorityLevelsSupported: from.MaxPriorityLevelSupported,
    ClientRequestOpSpecTimeout: from.ClientRequestedOpSpecTimeout,
    MaxNumROSpecs: from.MaxROSpecs,
    MaxNumSpecsPerROSpec: from.MaxSpecsPerROSpec,
    MaxNumInventoryParameterSpecsPerAISpec: from.MaxInventoryParameterSpecsPerAISpec,
    MaxNumAccessSpecs: from.MaxAccessSpecs,
    MaxNumOpSpecsPerAccessSpec: from.MaxOpSpecsPerAccessSpec,
  };
}

function regulatory({ RegulatoryCapabilities: from }: Capabilities): LlrpParameter {
  const band = from.UHFBandCapabilities;
  const hopTables = band.FrequencyInformation.FrequencyHopTables.map(({ HopTableID, Frequencies }) => ({
    type: 'FrequencyHopTable' as const,
    HopTableID,
    Frequency: Frequencies,
  }));
  const parameters: LlrpParameter[] = [
    ...band.TransmitPowerLevels.map((level) => ({ type: 'TransmitPowerLevelTableEntry' as const, ...level })),
    { type: 'FrequencyInformation', Hopping: band.FrequencyInformation.Hopping, parameters: hopTables },
    { type: 'C1G2UHFRFModeTable', parameters: rfModes(from) },
  ];
  return {
    type: 'RegulatoryCapabilities',
    CountryCode: from.CountryCode,
    CommunicationsStandard: from.CommunicationsStandard,
    parameters: [{ type: 'UHFBandCapabilities', parameters }],
  };
}

function rfModes({ UHFBandCapabilities }: Capabilities['RegulatoryCapabilities']): LlrpParameter[] {
  return UHFBandCapabilities.C1G2RFModes.UHFC1G2RFModeTableEntries.map((mode) => ({
    type: 'C1G2UHFRFModeTableEntry',
    ModeIdentifier: mode.ModeID,
    DRValue: mode.DivideRatio,
    EPCHAGTCConformance: mode.IsEPCHagConformant,
    MValue: mode.Modulation,
    ForwardLinkModulation: mode.ForwardLinkModulation,
    SpectralMaskIndicator: mode.SpectralMask,
    BDRValue: mode.BackscatterDataRate,
    PIEValue: mode.PIERatio,
    MinTariValue: mode.MinTariTime,
    MaxTariValue: mode.MaxTariTime,
    StepTariValue: mode.StepTariTime,
  }));
}

function airProtocol({ C1G2LLRPCapabilities: from }: Capabilities): LlrpParameter {
  return {
    type: 'C1G2LLRPCapabilities',
    CanSupportBlockErase: from.SupportsBlockErase,
    CanSupportBlockWrite: from.SupportsBlockWrite,
    CanSupportBlockPermalock: from.SupportsBlockPermalock,
    CanSupportTagRecommissioning: from.SupportsTagRecommissioning,
    CanSupportUMIMethod2: from.SupportsUMIMethod2,
    CanSupportXPC: from.SupportsXPC,
    MaxNumSelectFiltersPerQuery: from.MaxSelectFiltersPerQuery,
  };
}

function configurationMessage(from: Configuration): LlrpMessage {
  const parameters: LlrpParameter[] = [
    success,
    {
      type: 'Identification',
      IDType: from.Identification.IDType,
      ReaderID: hexOf(Buffer.from(from.Identification.ReaderID, 'base64')),
    },
    ...from.AntennaProperties.map((antenna) => ({ type: 'AntennaProperties' as const, ...antenna })),
    ...from.AntennaConfigurations.map(antennaConfiguration),
    { type: 'ReaderEventNotificationSpec', parameters: eventStates(from) },
    { type: 'AccessReportSpec', AccessReportTrigger: from.AccessReportSpec },
    {
      type: 'LLRPConfigurationStateValue',
      LLRPConfigurationStateValue: from.LLRPConfigurationStateValue,
    },
    {
      type: 'KeepaliveSpec',
      KeepaliveTriggerType: from.KeepAliveSpec.Trigger,
      PeriodicTriggerValue: from.KeepAliveSpec.Interval,
    },
    ...from.GPIPortCurrentStates.map(({ Port, Enabled, State }) => ({
      type: 'GPIPortCurrentState' as const,
      GPIPortNum: Port,
      Config: Enabled,
      State,
    })),
    ...from.GPOWriteData.map(({ Port, Data }) => ({
      type: 'GPOWriteData' as const,
      GPOPortNumber: Port,
      GPOData: Data,
    })),
    { type: 'EventsAndReports', HoldEventsAndReportsUponReconnect: from.EventsAndReports },
  ];
  return { type: 'GET_READER_CONFIG_RESPONSE', version: 1, id: 2, parameters };
}

function antennaConfiguration(from: Configuration['AntennaConfigurations'][number]): LlrpParameter {
  const { RFTransmitter, C1G2InventoryCommand } = from;
  return {
    type: 'AntennaConfiguration',
    AntennaID: from.AntennaID,
    parameters: [
      { type: 'RFReceiver', ReceiverSensitivity: from.RFReceiver },
      {
        type: 'RFTransmitter',
        HopTableID: RFTransmitter.HopTableID,
        ChannelIndex: RFTransmitter.ChannelIndex,
        TransmitPower: RFTransmitter.TransmitPowerIndex,
      },
      {
        type: 'C1G2InventoryCommand',
        TagInventoryStateAware: C1G2InventoryCommand.TagInventoryStateAware,
        parameters: [
          {
            type: 'C1G2RFControl',
            ModeIndex: C1G2InventoryCommand.RFControl.RFModeID,
            Tari: C1G2InventoryCommand.RFControl.Tari,
          },
          { type: 'C1G2SingulationControl', ...C1G2InventoryCommand.SingulationControl },
        ],
      },
    ],
  };
}

function eventStates({ ReaderEventNotificationSpec }: Configuration): LlrpParameter[] {
  return ReaderEventNotificationSpec.EventNotificationStates.map((state) => ({
    type: 'EventNotificationState',
    EventType: state.ReaderEventType,
    NotificationState: state.NotificationEnabled,
  }));
}

describeVectors('a real reader', () => {
  const count = countVectors('LLRP answers built from a real reader');
  const reader = () => form.parse(JSON.parse(readVector('llrp/reader-config/SpeedwayR-12-34-FF.json')));

  test.each([
    ['capabilities', () => capabilitiesMessage(reader().ReaderCapabilities)],
    ['configuration', () => configurationMessage(reader().ReaderConfig)],
  ])('its %s are a faultless message that comes back the same', (_, message) => {
    count.try(() => {
      const bytes = bytesOf(message());
      const decoded = messageOfBytes(bytes);
      expect(checkMessage(decoded)).toEqual([]);
      expect(hexOf(bytesOf(decoded))).toBe(hexOf(bytes));
    });
  });
});
