import { any, maybe, one, some, tlv, tv } from '../declare.ts';
import { bitString, flag, named, reserved, s8, u16, u32, u64, u96 } from '../fields.ts';
import { opSpecResults } from './access-operation.ts';
import { timestamp } from './status.ts';

/** Which reports a reader sends, and the reports (LLRP 1.0.1, 13.2). The triggers by time came with 1.1. */
export const reportParameters = {
  ROReportSpec: tlv(
    237,
    {
      ROReportTrigger: named(8, [
        'None',
        'Upon_N_Tags_Or_End_Of_AISpec',
        'Upon_N_Tags_Or_End_Of_ROSpec',
        'Upon_N_Seconds_Or_End_Of_AISpec',
        'Upon_N_Seconds_Or_End_Of_ROSpec',
        'Upon_N_Milliseconds_Or_End_Of_AISpec',
        'Upon_N_Milliseconds_Or_End_Of_ROSpec',
      ]),
      N: u16,
    },
    [one('TagReportContentSelector'), any('Custom')],
  ),
  TagReportContentSelector: tlv(
    238,
    {
      EnableROSpecID: flag,
      EnableSpecIndex: flag,
      EnableInventoryParameterSpecID: flag,
      EnableAntennaID: flag,
      EnableChannelIndex: flag,
      EnablePeakRSSI: flag,
      EnableFirstSeenTimestamp: flag,
      EnableLastSeenTimestamp: flag,
      EnableTagSeenCount: flag,
      EnableAccessSpecID: flag,
      Reserved: reserved(6),
    },
    [any('C1G2EPCMemorySelector'), any('Custom')],
  ),
  AccessReportSpec: tlv(239, {
    AccessReportTrigger: named(8, ['Whenever_ROReport_Is_Generated', 'End_Of_AccessSpec']),
  }),
  TagReportData: tlv(240, {}, [
    one('EPCData', 'EPC_96'),
    maybe('ROSpecID'),
    maybe('SpecIndex'),
    maybe('InventoryParameterSpecID'),
    maybe('AntennaID'),
    maybe('PeakRSSI'),
    maybe('ChannelIndex'),
    maybe('FirstSeenTimestampUTC'),
    maybe('FirstSeenTimestampUptime'),
    maybe('LastSeenTimestampUTC'),
    maybe('LastSeenTimestampUptime'),
    maybe('TagSeenCount'),
    any('C1G2_PC', 'C1G2_CRC', 'C1G2XPCW1', 'C1G2XPCW2'),
    maybe('AccessSpecID'),
    opSpecResults,
  ]),
  EPCData: tlv(241, { EPC: bitString }),
  EPC_96: tv(13, { EPC: u96 }),
  ROSpecID: tv(9, { ROSpecID: u32 }),
  SpecIndex: tv(14, { SpecIndex: u16 }),
  InventoryParameterSpecID: tv(10, { InventoryParameterSpecID: u16 }),
  AntennaID: tv(1, { AntennaID: u16 }),
  /** In dBm. */
  PeakRSSI: tv(6, { PeakRSSI: s8 }),
  ChannelIndex: tv(7, { ChannelIndex: u16 }),
  FirstSeenTimestampUTC: tv(2, { Microseconds: u64 }),
  FirstSeenTimestampUptime: tv(3, { Microseconds: u64 }),
  LastSeenTimestampUTC: tv(4, { Microseconds: u64 }),
  LastSeenTimestampUptime: tv(5, { Microseconds: u64 }),
  TagSeenCount: tv(8, { TagCount: u16 }),
  AccessSpecID: tv(16, { AccessSpecID: u32 }),
  OpSpecID: tv(17, { OpSpecID: u16 }),
  RFSurveyReportData: tlv(242, {}, [
    maybe('ROSpecID'),
    maybe('SpecIndex'),
    some('FrequencyRSSILevelEntry'),
    any('Custom'),
  ]),
  /** Frequencies in kHz, levels in dBm. */
  FrequencyRSSILevelEntry: tlv(243, { Frequency: u32, Bandwidth: u32, AverageRSSI: s8, PeakRSSI: s8 }, [
    timestamp,
  ]),
};
