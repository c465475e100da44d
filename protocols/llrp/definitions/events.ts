import { any, maybe, some, tlv } from '../declare.ts';
import { flag, named, reserved, text, u8, u16, u32 } from '../fields.ts';
import { timestamp } from './status.ts';

/** What a reader tells by itself (LLRP 1.0.1, 13.2.5 and 13.2.6). The loop events came with 1.1. */
export const eventParameters = {
  ReaderEventNotificationSpec: tlv(244, {}, [some('EventNotificationState')]),
  EventNotificationState: tlv(245, {
    EventType: named(16, [
      'Upon_Hopping_To_Next_Channel',
      'GPI_Event',
      'ROSpec_Event',
      'Report_Buffer_Fill_Warning',
      'Reader_Exception_Event',
      'RFSurvey_Event',
      'AISpec_Event',
      'AISpec_Event_With_Details',
      'Antenna_Event',
      'SpecLoop_Event',
    ]),
    NotificationState: flag,
    Reserved: reserved(7),
  }),
  ReaderEventNotificationData: tlv(246, {}, [
    timestamp,
    maybe('HoppingEvent'),
    maybe('GPIEvent'),
    maybe('ROSpecEvent'),
    maybe('ReportBufferLevelWarningEvent'),
    maybe('ReportBufferOverflowErrorEvent'),
    maybe('ReaderExceptionEvent'),
    maybe('RFSurveyEvent'),
    maybe('AISpecEvent'),
    maybe('AntennaEvent'),
    maybe('ConnectionAttemptEvent'),
    maybe('ConnectionCloseEvent'),
    maybe('SpecLoopEvent'),
    any('Custom'),
  ]),
  HoppingEvent: tlv(247, { HopTableID: u16, NextChannelIndex: u16 }),
  GPIEvent: tlv(248, { GPIPortNumber: u16, GPIEvent: flag, Reserved: reserved(7) }),
  ROSpecEvent: tlv(249, {
    EventType: named(8, ['Start_Of_ROSpec', 'End_Of_ROSpec', 'Preemption_Of_ROSpec']),
    ROSpecID: u32,
    PreemptingROSpecID: u32,
  }),
  ReportBufferLevelWarningEvent: tlv(250, { ReportBufferPercentageFull: u8 }),
  ReportBufferOverflowErrorEvent: tlv(251, {}),
  ReaderExceptionEvent: tlv(252, { Message: text }, [
    maybe('ROSpecID'),
    maybe('SpecIndex'),
    maybe('InventoryParameterSpecID'),
    maybe('AntennaID'),
    maybe('AccessSpecID'),
    maybe('OpSpecID'),
    any('Custom'),
  ]),
  RFSurveyEvent: tlv(253, {
    EventType: named(8, ['Start_Of_RFSurvey', 'End_Of_RFSurvey']),
    ROSpecID: u32,
    SpecIndex: u16,
  }),
  AISpecEvent: tlv(254, { EventType: named(8, ['End_Of_AISpec']), ROSpecID: u32, SpecIndex: u16 }, [
    maybe('C1G2SingulationDetails'),
  ]),
  AntennaEvent: tlv(255, {
    EventType: named(8, ['Antenna_Disconnected', 'Antenna_Connected']),
    AntennaID: u16,
  }),
  ConnectionAttemptEvent: tlv(256, {
    Status: named(16, [
      'Success',
      'Failed_A_Reader_Initiated_Connection_Already_Exists',
      'Failed_A_Client_Initiated_Connection_Already_Exists',
      'Failed_Reason_Other_Than_A_Connection_Already_Exists',
      'Another_Connection_Attempted',
    ]),
  }),
  ConnectionCloseEvent: tlv(257, {}),
  SpecLoopEvent: tlv(356, { ROSpecID: u32, LoopCount: u32 }),
};
