import type { LlrpMessage, LlrpParameter, ParameterOf } from './message.ts';
import type { LlrpTagRead } from './report-fields.ts';
import type { TagReportReader } from './tag-report.ts';
import { bytesOf } from './testing-messages.ts';

export const epc = '3035307B2831B383E4E7A7C5';

export function report(...tags: LlrpParameter[][]): LlrpMessage {
  const parameters = tags.map((tag) => ({ type: 'TagReportData' as const, parameters: tag }));
  return { type: 'RO_ACCESS_REPORT', version: 1, id: 1, parameters };
}

export function readsOf(reader: TagReportReader, message: LlrpMessage): readonly LlrpTagRead[] {
  const read = reader.read(bytesOf(message));
  return read.ok ? read.reads : [];
}

export const epc96: LlrpParameter = { type: 'EPC_96', EPC: epc };
export const antenna = (AntennaID: number): LlrpParameter => ({ type: 'AntennaID', AntennaID });
export const rssi = (PeakRSSI: number): LlrpParameter => ({ type: 'PeakRSSI', PeakRSSI });

export function selector(
  enabled: Partial<ParameterOf<'TagReportContentSelector'>>,
): ParameterOf<'TagReportContentSelector'> {
  return {
    type: 'TagReportContentSelector',
    EnableROSpecID: false,
    EnableSpecIndex: false,
    EnableInventoryParameterSpecID: false,
    EnableAntennaID: false,
    EnableChannelIndex: false,
    EnablePeakRSSI: false,
    EnableFirstSeenTimestamp: false,
    EnableLastSeenTimestamp: false,
    EnableTagSeenCount: false,
    EnableAccessSpecID: false,
    ...enabled,
  };
}
