import { any, maybe, one, some, tlv } from '../declare.ts';
import { flag, named, namedList, reserved, s16, text, u8, u16, u32, u32v } from '../fields.ts';

/** LLRP 1.0.1, 7.1.4. */
export const airProtocols = ['Unspecified', 'EPCGlobalClass1Gen2'] as const;

/** What a reader can do (LLRP 1.0.1, 9.2). MaximumReceiveSensitivity and RFSurveyFrequencyCapabilities came with 1.1. */
export const capabilityParameters = {
  GeneralDeviceCapabilities: tlv(
    137,
    {
      MaxNumberOfAntennaSupported: u16,
      CanSetAntennaProperties: flag,
      HasUTCClockCapability: flag,
      Reserved: reserved(14),
      DeviceManufacturerName: u32,
      ModelName: u32,
      ReaderFirmwareVersion: text,
    },
    [
      some('ReceiveSensitivityTableEntry'),
      any('PerAntennaReceiveSensitivityRange'),
      one('GPIOCapabilities'),
      some('PerAntennaAirProtocol'),
      maybe('MaximumReceiveSensitivity'),
    ],
  ),
  MaximumReceiveSensitivity: tlv(363, { MaximumSensitivityValue: s16 }),
  ReceiveSensitivityTableEntry: tlv(139, { Index: u16, ReceiveSensitivityValue: s16 }),
  PerAntennaReceiveSensitivityRange: tlv(149, {
    AntennaID: u16,
    ReceiveSensitivityIndexMin: u16,
    ReceiveSensitivityIndexMax: u16,
  }),
  PerAntennaAirProtocol: tlv(140, { AntennaID: u16, ProtocolID: namedList(airProtocols) }),
  GPIOCapabilities: tlv(141, { NumGPIs: u16, NumGPOs: u16 }),
  LLRPCapabilities: tlv(142, {
    CanDoRFSurvey: flag,
    CanReportBufferFillWarning: flag,
    SupportsClientRequestOpSpec: flag,
    CanDoTagInventoryStateAwareSingulation: flag,
    SupportsEventAndReportHolding: flag,
    Reserved: reserved(3),
    MaxNumPriorityLevelsSupported: u8,
    ClientRequestOpSpecTimeout: u16,
    MaxNumROSpecs: u32,
    MaxNumSpecsPerROSpec: u32,
    MaxNumInventoryParameterSpecsPerAISpec: u32,
    MaxNumAccessSpecs: u32,
    MaxNumOpSpecsPerAccessSpec: u32,
  }),
  RegulatoryCapabilities: tlv(
    143,
    {
      CountryCode: u16,
      CommunicationsStandard: named(16, [
        'Unspecified',
        'US_FCC_Part_15',
        'ETSI_302_208',
        'ETSI_300_220',
        'Australia_LIPD_1W',
        'Australia_LIPD_4W',
        'Japan_ARIB_STD_T89',
        'Hong_Kong_OFTA_1049',
        'Taiwan_DGT_LP0002',
        'Korea_MIC_Article_5_2',
      ]),
    },
    [maybe('UHFBandCapabilities'), any('Custom')],
  ),
  UHFBandCapabilities: tlv(144, {}, [
    some('TransmitPowerLevelTableEntry'),
    one('FrequencyInformation'),
    some('C1G2UHFRFModeTable'),
    maybe('RFSurveyFrequencyCapabilities'),
  ]),
  TransmitPowerLevelTableEntry: tlv(145, { Index: u16, TransmitPowerValue: s16 }),
  FrequencyInformation: tlv(146, { Hopping: flag, Reserved: reserved(7) }, [
    any('FrequencyHopTable'),
    maybe('FixedFrequencyTable'),
  ]),
  FrequencyHopTable: tlv(147, { HopTableID: u8, Reserved: reserved(8), Frequency: u32v }),
  FixedFrequencyTable: tlv(148, { Frequency: u32v }),
  RFSurveyFrequencyCapabilities: tlv(365, { MinimumFrequency: u32, MaximumFrequency: u32 }),
};
