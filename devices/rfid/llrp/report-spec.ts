import type { LlrpParameter, ParameterOf } from '../../../protocols/llrp/message.ts';
import type { LlrpReaderConfig } from './llrp-config.ts';
import { presets } from './presets.ts';
import type { ReaderFacts } from './reader-facts.ts';

/** What every report of ours tells of a tag; the decoder of reports has to know it. */
export const reportSelector: ParameterOf<'TagReportContentSelector'> = {
  type: 'TagReportContentSelector',
  EnableROSpecID: true,
  EnableSpecIndex: false,
  EnableInventoryParameterSpecID: false,
  EnableAntennaID: true,
  EnableChannelIndex: true,
  EnablePeakRSSI: true,
  EnableFirstSeenTimestamp: true,
  EnableLastSeenTimestamp: true,
  EnableTagSeenCount: true,
  EnableAccessSpecID: false,
  parameters: [{ type: 'C1G2EPCMemorySelector', EnableCRC: false, EnablePCBits: true, EnableXPCBits: false }],
};

/** When the reader reports, and what of each tag (LLRP 1.0.1, 13.2.1). */
export function reportSpec(config: LlrpReaderConfig, facts: ReaderFacts): ParameterOf<'ROReportSpec'> {
  return {
    type: 'ROReportSpec',
    ROReportTrigger: 'Upon_N_Tags_Or_End_Of_AISpec',
    N: config.reportEveryTags ?? presets[config.use].reportEveryTags,
    parameters: [reportSelector, ...vendorSelector(config, facts)],
  };
}

function vendorSelector({ phase, tid }: LlrpReaderConfig, { vendor }: ReaderFacts): LlrpParameter[] {
  if (vendor === 'impinj') return [impinjSelector(phase, tid)];
  if (vendor !== 'zebra' || !phase) return [];
  return [
    {
      type: 'MotoTagReportContentSelector',
      EnableZoneID: false,
      EnableZoneName: false,
      EnableAntennaPhysicalPortConfig: false,
      EnablePhase: true,
      EnableGPS: false,
      EnableMLTReport: false,
    },
  ];
}

/** The RSSI in hundredths is always asked for: smoothing compares antennas by it. */
function impinjSelector(phase: boolean, tid: boolean): LlrpParameter {
  const switched = (on: boolean) => (on ? 'Enabled' : 'Disabled');
  return {
    type: 'ImpinjTagReportContentSelector',
    parameters: [
      { type: 'ImpinjEnableSerializedTID', SerializedTIDMode: switched(tid) },
      { type: 'ImpinjEnableRFPhaseAngle', RFPhaseAngleMode: switched(phase) },
      { type: 'ImpinjEnablePeakRSSI', PeakRSSIMode: 'Enabled' },
    ],
  };
}
