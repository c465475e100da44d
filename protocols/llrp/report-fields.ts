import type { TagRead } from '../rfid/tag-read.ts';
import { type ParameterOf, parametersIn } from './message.ts';

/** A tag read, and the ROSpec that made it where the reader tells. */
export interface LlrpTagRead extends TagRead {
  readonly roSpecId: number | null;
}

/** What a reader may leave out of the report of a tag while it is the same as in the report before. */
export interface ReportFields {
  roSpecId: number | null;
  antenna: number;
  rssiDbm: number | null;
  count: number;
  firstSeenUs: number | null;
  lastSeenUs: number | null;
  channel: number | null;
  pc: number | null;
}

export type ReportContent = { readonly [K in keyof ReportFields]: boolean };

/** A reader's report before the first one. */
export function noFields(): ReportFields {
  return {
    roSpecId: null,
    antenna: 0,
    rssiDbm: null,
    count: 1,
    firstSeenUs: null,
    lastSeenUs: null,
    channel: null,
    pc: null,
  };
}

/** For a ROSpec whose selector is not known: whatever was sent once counts as asked for. */
export const everyContent: ReportContent = {
  roSpecId: true,
  antenna: true,
  rssiDbm: true,
  count: true,
  firstSeenUs: true,
  lastSeenUs: true,
  channel: true,
  pc: true,
};

/** What the selector of a ROReportSpec asks for. */
export function contentOf(selector: ParameterOf<'TagReportContentSelector'>): ReportContent {
  const memory = parametersIn(selector, 'C1G2EPCMemorySelector');
  return {
    roSpecId: selector.EnableROSpecID,
    antenna: selector.EnableAntennaID,
    rssiDbm: selector.EnablePeakRSSI,
    count: selector.EnableTagSeenCount,
    firstSeenUs: selector.EnableFirstSeenTimestamp,
    lastSeenUs: selector.EnableLastSeenTimestamp,
    channel: selector.EnableChannelIndex,
    pc: memory.some(({ EnablePCBits }) => EnablePCBits),
  };
}

/** Before the next tag: what was not asked for is not carried over from the tag before. */
export function dropUnasked(fields: ReportFields, content: ReportContent): void {
  fields.roSpecId = content.roSpecId ? fields.roSpecId : null;
  fields.antenna = content.antenna ? fields.antenna : 0;
  fields.rssiDbm = content.rssiDbm ? fields.rssiDbm : null;
  fields.count = content.count ? fields.count : 1;
  fields.firstSeenUs = content.firstSeenUs ? fields.firstSeenUs : null;
  fields.lastSeenUs = content.lastSeenUs ? fields.lastSeenUs : null;
  fields.channel = content.channel ? fields.channel : null;
  fields.pc = content.pc ? fields.pc : null;
}
