import { any, maybe, one, some, tlv } from '../declare.ts';
import { flag, named, reserved, u8, u16, u16v, u32 } from '../fields.ts';
import { airProtocols } from './capabilities.ts';

/** What a reader shall do, and when (LLRP 1.0.1, 10.2). LoopSpec came with 1.1. */
export const readerOperationParameters = {
  ROSpec: tlv(
    177,
    { ROSpecID: u32, Priority: u8, CurrentState: named(8, ['Disabled', 'Inactive', 'Active']) },
    [one('ROBoundarySpec'), some('AISpec', 'RFSurveySpec', 'LoopSpec', 'Custom'), maybe('ROReportSpec')],
  ),
  ROBoundarySpec: tlv(178, {}, [one('ROSpecStartTrigger'), one('ROSpecStopTrigger')]),
  ROSpecStartTrigger: tlv(
    179,
    { ROSpecStartTriggerType: named(8, ['Null', 'Immediate', 'Periodic', 'GPI']) },
    [maybe('PeriodicTriggerValue'), maybe('GPITriggerValue')],
  ),
  /** In milliseconds. */
  PeriodicTriggerValue: tlv(180, { Offset: u32, Period: u32 }, [maybe('UTCTimestamp')]),
  GPITriggerValue: tlv(181, { GPIPortNum: u16, GPIEvent: flag, Reserved: reserved(7), Timeout: u32 }),
  ROSpecStopTrigger: tlv(
    182,
    { ROSpecStopTriggerType: named(8, ['Null', 'Duration', 'GPI_With_Timeout']), DurationTriggerValue: u32 },
    [maybe('GPITriggerValue')],
  ),
  AISpec: tlv(183, { AntennaIDs: u16v }, [
    one('AISpecStopTrigger'),
    some('InventoryParameterSpec'),
    any('Custom'),
  ]),
  AISpecStopTrigger: tlv(
    184,
    {
      AISpecStopTriggerType: named(8, ['Null', 'Duration', 'GPI_With_Timeout', 'Tag_Observation']),
      DurationTrigger: u32,
    },
    [maybe('GPITriggerValue'), maybe('TagObservationTrigger')],
  ),
  /** The last two triggers came with 1.1. */
  TagObservationTrigger: tlv(185, {
    TriggerType: named(8, [
      'Upon_Seeing_N_Tags_Or_Timeout',
      'Upon_Seeing_No_More_New_Tags_For_Tms_Or_Timeout',
      'N_Attempts_To_See_All_Tags_In_FOV_Or_Timeout',
      'Upon_Seeing_N_Unique_Tags_Or_Timeout',
      'Upon_Seeing_No_More_New_Unique_Tags_For_Tms_Or_Timeout',
    ]),
    Reserved: reserved(8),
    NumberOfTags: u16,
    NumberOfAttempts: u16,
    T: u16,
    Timeout: u32,
  }),
  InventoryParameterSpec: tlv(186, { InventoryParameterSpecID: u16, ProtocolID: named(8, airProtocols) }, [
    any('AntennaConfiguration'),
    any('Custom'),
  ]),
  RFSurveySpec: tlv(187, { AntennaID: u16, StartFrequency: u32, EndFrequency: u32 }, [
    one('RFSurveySpecStopTrigger'),
    any('Custom'),
  ]),
  RFSurveySpecStopTrigger: tlv(188, {
    StopTriggerType: named(8, ['Null', 'Duration', 'N_Iterations_Through_Frequency_Range']),
    DurationPeriod: u32,
    N: u32,
  }),
  LoopSpec: tlv(355, { LoopCount: u32 }),
};
