import {
  type LlrpParameter,
  type ParameterOf,
  parameterIn,
  parametersIn,
} from '../../../protocols/llrp/message.ts';
import type { Sighting } from './tag-field.ts';

/** Reads of one tag by one antenna since the last report; times in microseconds by the reader's clock. */
export interface TagEntry {
  readonly sighting: Sighting;
  readonly count: number;
  readonly firstSeenUs: number;
  readonly lastSeenUs: number;
}

export interface ReportStyle {
  readonly roSpecId: number;
  readonly spec: ParameterOf<'ROReportSpec'> | undefined;
  readonly isUtc: boolean;
  /** An own parameter of a maker that nobody knows. */
  readonly addsUnknown: boolean;
}

const defaultSelector = {
  EnableROSpecID: true,
  EnableSpecIndex: false,
  EnableInventoryParameterSpecID: false,
  EnableAntennaID: true,
  EnableChannelIndex: false,
  EnablePeakRSSI: true,
  EnableFirstSeenTimestamp: true,
  EnableLastSeenTimestamp: true,
  EnableTagSeenCount: true,
  EnableAccessSpecID: false,
} as const;

/** The report of one tag, with what was asked for, in the order of LLRP 1.0.1, 13.2.3. */
export function tagReportData(entry: TagEntry, style: ReportStyle): LlrpParameter {
  const { sighting } = entry;
  const epc: LlrpParameter =
    sighting.epc.length === 24
      ? { type: 'EPC_96', EPC: sighting.epc }
      : { type: 'EPCData', EPC: { bits: sighting.epc.length * 4, hex: sighting.epc } };
  return {
    type: 'TagReportData',
    parameters: [epc, ...standardFields(entry, style), ...vendorFields(sighting, style)],
  };
}

function standardFields({ sighting, count, firstSeenUs, lastSeenUs }: TagEntry, style: ReportStyle) {
  const asked = parameterIn(style.spec ?? {}, 'TagReportContentSelector') ?? defaultSelector;
  const memory = parametersIn({ ...('type' in asked ? asked : {}) }, 'C1G2EPCMemorySelector');
  const zone = style.isUtc ? 'UTC' : 'Uptime';
  const fields: readonly (readonly [boolean, LlrpParameter])[] = [
    [asked.EnableROSpecID, { type: 'ROSpecID', ROSpecID: style.roSpecId }],
    [asked.EnableSpecIndex, { type: 'SpecIndex', SpecIndex: 1 }],
    [asked.EnableAntennaID, { type: 'AntennaID', AntennaID: sighting.antenna }],
    [asked.EnablePeakRSSI, { type: 'PeakRSSI', PeakRSSI: Math.round(sighting.rssiDbm) }],
    [asked.EnableChannelIndex, { type: 'ChannelIndex', ChannelIndex: sighting.channel }],
    [
      asked.EnableFirstSeenTimestamp,
      { type: `FirstSeenTimestamp${zone}`, Microseconds: BigInt(firstSeenUs) },
    ],
    [asked.EnableLastSeenTimestamp, { type: `LastSeenTimestamp${zone}`, Microseconds: BigInt(lastSeenUs) }],
    [asked.EnableTagSeenCount, { type: 'TagSeenCount', TagCount: Math.min(count, 0xffff) }],
    [
      memory.some(({ EnablePCBits }) => EnablePCBits),
      { type: 'C1G2_PC', PC_Bits: (sighting.epc.length / 4) * 2 ** 11 },
    ],
  ];
  return fields.flatMap(([isAsked, field]) => (isAsked ? [field] : []));
}

function vendorFields(
  { epc, rssiDbm, phase }: Sighting,
  { spec, addsUnknown }: ReportStyle,
): LlrpParameter[] {
  const impinj = parameterIn(spec ?? {}, 'ImpinjTagReportContentSelector') ?? {};
  const fields: LlrpParameter[] = [];
  if (parameterIn(impinj, 'ImpinjEnableSerializedTID')?.SerializedTIDMode === 'Enabled') {
    const serial = [Number.parseInt(epc.slice(-8, -4), 16), Number.parseInt(epc.slice(-4), 16)];
    fields.push({ type: 'ImpinjSerializedTID', TID: [0xe280, 0x1160, 0x2000, 0, ...serial] });
  }
  if (parameterIn(impinj, 'ImpinjEnableRFPhaseAngle')?.RFPhaseAngleMode === 'Enabled') {
    fields.push({ type: 'ImpinjRFPhaseAngle', PhaseAngle: Math.floor(phase * 4096) });
  }
  if (parameterIn(impinj, 'ImpinjEnablePeakRSSI')?.PeakRSSIMode === 'Enabled') {
    fields.push({ type: 'ImpinjPeakRSSI', RSSI: Math.round(rssiDbm * 100) });
  }
  if (parameterIn(spec ?? {}, 'MotoTagReportContentSelector')?.EnablePhase === true) {
    fields.push({ type: 'MotoTagPhase', Phase: Math.floor(phase * 65_536) - 32_768 });
  }
  if (addsUnknown) fields.push(unknownCustom);
  return fields;
}

/** Of a maker that nobody knows. */
export const unknownCustom: LlrpParameter = {
  type: 'Custom',
  VendorIdentifier: 4711,
  ParameterSubtype: 8,
  Data: 'C0FFEE',
};

/** Leaves out of each tag what is the same as in the tag before (LLRP 1.0.1, 13.2.3.1). */
export class SameAsLast {
  private readonly last = new Map<string, string>();

  compress(tag: LlrpParameter): LlrpParameter {
    const kept = (tag.parameters ?? []).filter((parameter) => !this.isKnown(parameter));
    return { ...tag, parameters: kept } as LlrpParameter;
  }

  private isKnown(parameter: LlrpParameter): boolean {
    if (!compressible.has(parameter.type)) return false;
    const value = Object.entries(parameter).join();
    const isSame = this.last.get(parameter.type) === value;
    this.last.set(parameter.type, value);
    return isSame;
  }
}

const compressible: ReadonlySet<string> = new Set([
  'ROSpecID',
  'AntennaID',
  'PeakRSSI',
  'ChannelIndex',
  'FirstSeenTimestampUTC',
  'FirstSeenTimestampUptime',
  'LastSeenTimestampUTC',
  'LastSeenTimestampUptime',
  'TagSeenCount',
  'C1G2_PC',
]);
