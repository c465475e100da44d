import { any, type Content, customMessage, customParameter, type Fields, maybe, one } from '../declare.ts';
import { bytesToEnd, flag, named, reserved, s16, text, u8, u16, u16v, u32, u64 } from '../fields.ts';

/** The private enterprise number of Symbol, later Motorola, later Zebra. */
export const motorola = 161;

function parameter<F extends Fields>(subtype: number, fields: F, content: readonly Content[] = []) {
  return customParameter(motorola, subtype, fields, content);
}

/** Messages of Zebra readers (Zebra RFID Reader Software Interface Control Guide 72E-131718). */
export const motorolaMessages = {
  MOTO_GET_TAG_EVENT_REPORT: customMessage(motorola, 2, {}),
  MOTO_PURGE_TAGS: customMessage(motorola, 3, {
    PurgeTagEventStateOnly: flag,
    Reserved: reserved(7),
    Data: bytesToEnd,
  }),
  MOTO_PURGE_TAGS_RESPONSE: customMessage(motorola, 4, {}, [one('LLRPStatus')]),
  MOTO_TAG_EVENT_NOTIFY: customMessage(motorola, 5, {}),
};

/**
 * Capabilities of Zebra readers. The guide prints 24 reserved bits more than FX readers send: the widths here are those
 * seen on the wire, and a parameter of another width stays an undecoded `Custom`.
 */
export const motorolaCapabilityParameters = {
  MotoGeneralRequestCapabilities: parameter(50, { RequestedData: u8 }),
  MotoGeneralCapabilities: parameter(1, {
    Version: u32,
    CanGetGeneralParams: flag,
    CanReportPartNumber: flag,
    CanReportRadioVersion: flag,
    CanSupportRadioPowerState: flag,
    CanSupportRadioTransmitDelay: flag,
    CanSupportZebraTrigger: flag,
    Reserved: reserved(2),
  }),
  MotoAutonomousCapabilities: parameter(100, {
    Version: u32,
    CanSupportAutonomousMode: flag,
    Reserved: reserved(7),
  }),
  MotoAdvancedCapabilities: parameter(110, {
    Version: u32,
    CanReportPhase: flag,
    CanSupportZone: flag,
    CanSupportAntennaRFConfig: flag,
    CanSupportPeriodicTagReports: flag,
    CanSupportSledBatteryStatus: flag,
    CanSupportLogicalAntenna: flag,
    CanReportGPS: flag,
    Reserved: reserved(1),
  }),
  MotoTagEventsGenerationCapabilities: parameter(120, {
    Version: u32,
    CanSelectTagEvents: flag,
    CanSelectTagReportingFormat: flag,
    CanSelectMovingEvent: flag,
    Reserved: reserved(5),
  }),
  MotoFilterCapabilities: parameter(200, {
    Version: u32,
    CanFilterTagsBasedOnRSSI: flag,
    CanFilterTagsBasedOnTimeOfDay: flag,
    CanFilterTagsBasedOnUTCTimeStamp: flag,
    Reserved: reserved(5),
  }),
  MotoPersistenceCapabilities: parameter(300, {
    Version: u32,
    CanSaveConfiguration: flag,
    CanSaveTags: flag,
    CanSaveEvents: flag,
    Reserved: reserved(5),
  }),
  MotoC1G2LLRPCapabilities: parameter(400, {
    Version: u32,
    CanSupportBlockPermalock: flag,
    CanSupportRecommissioning: flag,
    CanWriteUMI: flag,
    CanSupportNXPCustomCommands: flag,
    CanSupportFujitsuCustomCommands: flag,
    CanSupportG2V2Commands: flag,
    Reserved: reserved(2),
  }),
};

/** Setting up a Zebra reader. */
export const motorolaConfigurationParameters = {
  MotoGeneralGetParams: parameter(51, { RequestedData: u8 }),
  MotoVersion: parameter(256, { ModuleName: text, ModuleVersion: text }),
  MotoVersionList: parameter(504, {}, [any('MotoVersion')]),
  MotoAutonomousState: parameter(101, { AutonomousModeState: flag, Reserved: reserved(7) }),
  MotoDefaultSpec: parameter(102, { UseDefaultSpecForAutoMode: flag, Reserved: reserved(7) }, [
    one('ROSpec'),
    any('AccessSpec'),
  ]),
  MotoPersistenceSaveParams: parameter(350, {
    SaveConfiguration: flag,
    SaveTagData: flag,
    SaveTagEventData: flag,
    Reserved: reserved(5),
  }),
  MotoCustomCommandOptions: parameter(466, {
    EnableNXPSetAndResetQuietCommands: flag,
    Reserved: reserved(31),
  }),
  MotoRadioPowerState: parameter(500, { RadioPowerState: flag, Reserved: reserved(7) }),
  MotoRadioTransmitDelay: parameter(511, {
    RadioTransmitDelay: named(8, ['Off', 'On_No_Tag', 'On_No_Unique_Tag']),
    Time: u8,
  }),
  MotoAntennaConfig: parameter(703, {}, [
    maybe('MotoAntennaStopCondition'),
    maybe('MotoAntennaPhysicalPortConfig'),
    maybe('MotoAntennaQueryConfig'),
  ]),
  MotoAntennaStopCondition: parameter(704, {
    AntennaStopTrigger: named(8, ['Dwell_Time', 'Number_Inventory_Cycles']),
    AntennaStopConditionValue: u16,
  }),
  MotoAntennaPhysicalPortConfig: parameter(705, { PhysicalTransmitPort: u16, PhysicalReceivePort: u16 }),
  MotoAntennaQueryConfig: parameter(710, {
    EnableSLAll: flag,
    EnableABFlip: flag,
    Reserved: reserved(14),
  }),
  MotoConnectionFailureReason: parameter(465, { ErrorCode: u8, ErrorDescription: text }),
};

const eventSelection = ['Never', 'Immediate', 'Moderated'] as const;

/** What a Zebra reader tells of tags, and which of it is asked for. */
export const motorolaReportParameters = {
  /** Timeouts in milliseconds. */
  MotoTagEventSelector: parameter(121, {
    ReportNewTagEvent: named(8, eventSelection),
    NewTagEventModeratedTimeout: u16,
    ReportTagInvisibleEvent: named(8, eventSelection),
    TagInvisibleEventModeratedTimeout: u16,
    ReportTagVisibilityChangeEvent: named(8, eventSelection),
    TagVisibilityChangeEventModeratedTimeout: u16,
  }),
  MotoTagReportMode: parameter(122, {
    ReportFormat: named(8, ['No_Reporting', 'Report_Notification', 'Report_Events']),
  }),
  MotoTagEventList: parameter(123, {}, [any('MotoTagEventEntry')]),
  MotoTagEventEntry: parameter(124, {
    EventType: named(8, [
      'Unknown',
      'New_Tag_Visible',
      'Tag_Not_Visible',
      'Tag_Visibility_Changed',
      'Tag_Moving',
      'Tag_Stationary',
    ]),
    Microseconds: u64,
  }),
  MotoC1G2ExtendedPC: parameter(450, { XPC: u16v }),
  MotoTagReportContentSelector: parameter(708, {
    EnableZoneID: flag,
    EnableZoneName: flag,
    EnableAntennaPhysicalPortConfig: flag,
    EnablePhase: flag,
    EnableGPS: flag,
    EnableMLTReport: flag,
    Reserved: reserved(26),
  }),
  /** From -32768 for minus half a turn to 32767 for nearly half a turn. */
  MotoTagPhase: parameter(709, { Phase: s16 }),
  MotoTagGPS: parameter(1000, { Longitude: u32, Latitude: u32, Altitude: u32 }),
  MotoNXPBrandIDCheckStatus: parameter(712, { BrandID: u8 }),
};
