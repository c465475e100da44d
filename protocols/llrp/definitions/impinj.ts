import { any, type Content, customMessage, customParameter, type Fields, maybe, one } from '../declare.ts';
import { flag, named, reserved, s16, s32, text, u8, u16, u16v, u32, u32v, u64 } from '../fields.ts';

/** Impinj's private enterprise number. */
export const impinj = 25882;

const switched = { 0: 'Disabled', 1: 'Enabled' } as const;

function parameter<F extends Fields>(subtype: number, fields: F, content: readonly Content[] = []) {
  return customParameter(impinj, subtype, fields, content);
}

/** Messages of Impinj readers (Impinj Octane LLRP). Without IMPINJ_ENABLE_EXTENSIONS a reader refuses the parameters. */
export const impinjMessages = {
  IMPINJ_ENABLE_EXTENSIONS: customMessage(impinj, 21, { Reserved: reserved(32) }, [any('Custom')]),
  IMPINJ_ENABLE_EXTENSIONS_RESPONSE: customMessage(impinj, 22, {}, [one('LLRPStatus'), any('Custom')]),
  IMPINJ_SAVE_SETTINGS: customMessage(impinj, 23, { SaveConfiguration: flag, Reserved: reserved(7) }, [
    any('Custom'),
  ]),
  IMPINJ_SAVE_SETTINGS_RESPONSE: customMessage(impinj, 24, {}, [one('LLRPStatus'), any('Custom')]),
};

/** Setting up an Impinj reader (Impinj Octane LLRP). */
export const impinjConfigurationParameters = {
  ImpinjRequestedData: parameter(
    21,
    {
      RequestedData: named(32, {
        1000: 'All_Capabilities',
        1001: 'Impinj_Detailed_Version',
        1002: 'Impinj_Frequency_Capabilities',
        2000: 'All_Configuration',
        2001: 'Impinj_Sub_Regulatory_Region',
        2002: 'Impinj_Forklift_Configuration',
        2003: 'Impinj_GPI_Debounce_Configuration',
        2004: 'Impinj_Reader_Temperature',
        2005: 'Impinj_Link_Monitor_Configuration',
        2006: 'Impinj_Report_Buffer_Configuration',
        2007: 'Impinj_Access_Spec_Configuration',
        2008: 'Impinj_GPS_NMEA_Sentences',
      }),
    },
    [any('Custom')],
  ),
  ImpinjSubRegulatoryRegion: parameter(22, { RegulatoryRegion: u16 }, [any('Custom')]),
  ImpinjInventorySearchMode: parameter(
    23,
    {
      InventorySearchMode: named(16, {
        0: 'Reader_Selected',
        1: 'Single_Target',
        2: 'Dual_Target',
        3: 'Single_Target_With_Suppression',
        5: 'Single_Target_Reset',
        6: 'Dual_Target_With_BtoA_Select',
      }),
    },
    [any('Custom')],
  ),
  ImpinjFixedFrequencyList: parameter(
    26,
    {
      FixedFrequencyMode: named(16, ['Disabled', 'Auto_Select', 'Channel_List']),
      Reserved: reserved(16),
      ChannelList: u16v,
    },
    [any('Custom')],
  ),
  ImpinjReducedPowerFrequencyList: parameter(
    27,
    { ReducedPowerMode: named(16, switched), Reserved: reserved(16), ChannelList: u16v },
    [any('Custom')],
  ),
  /** Times in milliseconds. */
  ImpinjLowDutyCycle: parameter(
    28,
    { LowDutyCycleMode: named(16, switched), EmptyFieldTimeout: u16, FieldPingInterval: u16 },
    [any('Custom')],
  ),
  ImpinjDetailedVersion: parameter(
    29,
    {
      ModelName: text,
      SerialNumber: text,
      SoftwareVersion: text,
      FirmwareVersion: text,
      FPGAVersion: text,
      PCBAVersion: text,
    },
    [any('Custom')],
  ),
  /** In kHz. */
  ImpinjFrequencyCapabilities: parameter(30, { FrequencyList: u32v }, [any('Custom')]),
  ImpinjGPIDebounceConfiguration: parameter(36, { GPIPortNum: u16, GPIDebounceTimerMSec: u32 }, [
    any('Custom'),
  ]),
  /** In degrees Celsius. */
  ImpinjReaderTemperature: parameter(37, { Temperature: s16 }, [any('Custom')]),
  ImpinjLinkMonitorConfiguration: parameter(
    38,
    { LinkMonitorMode: named(16, switched), LinkDownThreshold: u16 },
    [any('Custom')],
  ),
  ImpinjReportBufferConfiguration: parameter(39, { ReportBufferMode: named(16, ['Normal', 'Low_Latency']) }, [
    any('Custom'),
  ]),
  ImpinjAccessSpecConfiguration: parameter(40, {}, [any('Custom')]),
  ImpinjBlockWriteWordCount: parameter(41, { WordCount: u16 }, [any('Custom')]),
  ImpinjOpSpecRetryCount: parameter(63, { RetryCount: u16 }, [any('Custom')]),
  ImpinjAdvancedGPOConfiguration: parameter(
    64,
    {
      GPOPortNum: u16,
      GPOMode: named(16, [
        'Normal',
        'Pulsed',
        'Reader_Operational_Status',
        'LLRP_Connection_Status',
        'Reader_Inventory_Status',
        'Network_Connection_Status',
        'Reader_Inventory_Tags_Status',
      ]),
      GPOPulseDurationMSec: u32,
    },
    [any('Custom')],
  ),
  ImpinjAccessSpecOrdering: parameter(66, { OrderingMode: named(16, ['FIFO', 'Ascending']) }, [
    any('Custom'),
  ]),
  ImpinjInventoryConfiguration: parameter(
    69,
    { EnableAntDwellTimeLimit: flag, EnableSelectGapClose: flag, Reserved: reserved(6) },
    [any('Custom')],
  ),
  ImpinjLoopSpec: parameter(59, { LoopCount: u32 }, [any('Custom')]),
  ImpinjArrayVersion: parameter(1520, { SerialNumber: text, FirmwareVersion: text, PCBAVersion: text }, [
    any('Custom'),
  ]),
  ImpinjAntennaConfiguration: parameter(1524, {}, [any('Custom')]),
  /** In microseconds. */
  ImpinjAntennaEventHysteresis: parameter(
    1526,
    { AntennaEventConnected: u64, AntennaEventDisconnected: u64 },
    [any('Custom')],
  ),
  ImpinjHubVersions: parameter(1537, {}, [any('Custom')]),
  ImpinjHubConfiguration: parameter(
    1538,
    {
      HubID: u16,
      Connected: named(16, ['Unknown', 'Disconnected', 'Connected']),
      Fault: named(16, [
        'No_Fault',
        'RF_Power',
        'RF_Power_On_Hub_1',
        'RF_Power_On_Hub_2',
        'RF_Power_On_Hub_3',
        'RF_Power_On_Hub_4',
        'No_Init',
        'Serial_Overflow',
        'Disconnected',
      ]),
    },
    [any('Custom')],
  ),
  ImpinjIntelligentAntennaManagement: parameter(1554, { ManagementEnabled: flag, Reserved: reserved(7) }, [
    any('Custom'),
  ]),
  ImpinjAntennaEventConfiguration: parameter(
    1576,
    { EnableAntennaAttemptNotification: flag, Reserved: reserved(7) },
    [any('Custom')],
  ),
  ImpinjAntennaAttemptEvent: parameter(1577, { AntennaID: u16 }),
  ImpinjBLEVersion: parameter(1580, { FirmwareVersion: text }, [any('Custom')]),
  ImpinjRFPowerSweep: parameter(
    1582,
    { EnableRFPowerSweep: flag, Reserved: reserved(7), MinimumPowerLevel: u16, PowerLevelStepSize: u16 },
    [any('Custom')],
  ),
};

/** What an Impinj reader tells of each tag, and which of it is asked for (Impinj Octane LLRP). */
export const impinjReportParameters = {
  ImpinjTagReportContentSelector: parameter(50, {}, [
    maybe('ImpinjEnableSerializedTID'),
    maybe('ImpinjEnableRFPhaseAngle'),
    maybe('ImpinjEnablePeakRSSI'),
    maybe('ImpinjEnableGPSCoordinates'),
    maybe('ImpinjEnableOptimizedRead'),
    maybe('ImpinjEnableRFDopplerFrequency'),
    maybe('ImpinjEnableTxPower'),
    any('Custom'),
  ]),
  ImpinjEnableSerializedTID: parameter(51, { SerializedTIDMode: named(16, switched) }, [any('Custom')]),
  ImpinjEnableRFPhaseAngle: parameter(52, { RFPhaseAngleMode: named(16, switched) }, [any('Custom')]),
  ImpinjEnablePeakRSSI: parameter(53, { PeakRSSIMode: named(16, switched) }, [any('Custom')]),
  ImpinjEnableGPSCoordinates: parameter(54, { GPSCoordinatesMode: named(16, switched) }, [any('Custom')]),
  ImpinjEnableOptimizedRead: parameter(65, { OptimizedReadMode: named(16, switched) }, [
    any('C1G2Read'),
    any('Custom'),
  ]),
  ImpinjEnableRFDopplerFrequency: parameter(67, { RFDopplerFrequencyMode: named(16, switched) }, [
    any('Custom'),
  ]),
  ImpinjEnableTxPower: parameter(72, { TxPowerMode: named(16, switched) }, [any('Custom')]),
  ImpinjSerializedTID: parameter(55, { TID: u16v }, [any('Custom')]),
  /** 0 to 4095 for a full turn. */
  ImpinjRFPhaseAngle: parameter(56, { PhaseAngle: u16 }, [any('Custom')]),
  /** In 1/100 dBm. */
  ImpinjPeakRSSI: parameter(57, { RSSI: s16 }, [any('Custom')]),
  /** In millionths of a degree. */
  ImpinjGPSCoordinates: parameter(58, { Latitude: s32, Longitude: s32 }, [any('Custom')]),
  ImpinjGPSNMEASentences: parameter(60, {}, [
    maybe('ImpinjGGASentence'),
    maybe('ImpinjRMCSentence'),
    any('Custom'),
  ]),
  ImpinjGGASentence: parameter(61, { GGASentence: text }, [any('Custom')]),
  ImpinjRMCSentence: parameter(62, { RMCSentence: text }, [any('Custom')]),
  /** In 1/16 Hz. */
  ImpinjRFDopplerFrequency: parameter(68, { DopplerFrequency: s16 }, [any('Custom')]),
  ImpinjTxPower: parameter(73, { TxPower: u16 }, [any('Custom')]),
  ImpinjTIDParity: parameter(1566, { ParityError: flag, Reserved: reserved(15) }, [any('Custom')]),
};

const permalockResults = [
  'Success',
  'Insufficient_Power',
  'Nonspecific_Tag_Error',
  'No_Response_From_Tag',
  'Nonspecific_Reader_Error',
  'Incorrect_Password_Error',
  'Tag_Memory_Overrun_Error',
] as const;

/** Operations of Impinj readers and Monza tags (Impinj Octane LLRP). */
export const impinjAccessParameters = {
  ImpinjBlockPermalock: parameter(
    42,
    {
      OpSpecID: u16,
      AccessPassword: u32,
      MB: named(2, ['Reserved', 'EPC', 'TID', 'User']),
      Reserved: reserved(6),
      BlockPointer: u16,
      BlockMask: u16v,
    },
    [any('Custom')],
  ),
  ImpinjBlockPermalockOpSpecResult: parameter(43, { Result: named(8, permalockResults), OpSpecID: u16 }, [
    any('Custom'),
  ]),
  ImpinjGetBlockPermalockStatus: parameter(
    44,
    {
      OpSpecID: u16,
      AccessPassword: u32,
      MB: named(2, ['Reserved', 'EPC', 'TID', 'User']),
      Reserved: reserved(6),
      BlockPointer: u16,
      BlockRange: u16,
    },
    [any('Custom')],
  ),
  ImpinjGetBlockPermalockStatusOpSpecResult: parameter(
    45,
    {
      Result: named(8, [
        'Success',
        'Nonspecific_Tag_Error',
        'No_Response_From_Tag',
        'Nonspecific_Reader_Error',
        'Incorrect_Password_Error',
        'Tag_Memory_Overrun_Error',
      ]),
      OpSpecID: u16,
      PermalockStatus: u16v,
    },
    [any('Custom')],
  ),
  ImpinjSetQTConfig: parameter(
    46,
    {
      OpSpecID: u16,
      AccessPassword: u32,
      DataProfile: named(8, ['Unknown', 'Private', 'Public']),
      AccessRange: named(8, ['Unknown', 'Normal_Range', 'Short_Range']),
      Persistence: named(8, ['Unknown', 'Temporary', 'Permanent']),
      Reserved: reserved(32),
    },
    [any('Custom')],
  ),
  ImpinjSetQTConfigOpSpecResult: parameter(47, { Result: u8, OpSpecID: u16 }, [any('Custom')]),
  ImpinjGetQTConfig: parameter(48, { OpSpecID: u16, AccessPassword: u32 }, [any('Custom')]),
  ImpinjGetQTConfigOpSpecResult: parameter(
    49,
    {
      Result: u8,
      OpSpecID: u16,
      DataProfile: named(8, ['Unknown', 'Private', 'Public']),
      AccessRange: named(8, ['Unknown', 'Normal_Range', 'Short_Range']),
      Reserved: reserved(32),
    },
    [any('Custom')],
  ),
};
