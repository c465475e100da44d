import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeMessage } from './decode.ts';
import {
  type LlrpMessage,
  type LlrpParameter,
  type ParameterName,
  type ParameterOf,
  parametersIn,
} from './message.ts';
import {
  contentOf,
  type LlrpTagRead,
  noFields,
  type ReportContent,
  type ReportFields,
} from './report-fields.ts';
import { TagReportReader } from './tag-report.ts';
import { bytesOf, parameterOf } from './testing-messages.ts';
import { report, selector } from './testing-tag-report.ts';

/** The same reads, made from the tree the plain way. */
function readsOfTree(
  message: LlrpMessage,
  content: ReportContent,
  start: ReportFields,
): LlrpTagRead[] | null {
  let last = start;
  const reads: LlrpTagRead[] = [];
  for (const tag of parametersIn(message, 'TagReportData')) {
    const kept = Object.entries(last).filter(([name]) => content[name as keyof ReportFields]);
    last = { ...noFields(), ...Object.fromEntries(kept) };
    let found: string | null = null;
    for (const parameter of tag.parameters ?? []) {
      last = { ...last, ...fieldsOf(parameter) };
      found = epcIn(parameter) ?? found;
    }
    if (found === null) {
      return null;
    }
    reads.push(readOf(found, last, tag));
  }
  return reads;
}

function epcIn(parameter: LlrpParameter): string | null {
  return parameter.type === 'EPC_96'
    ? parameter.EPC
    : parameter.type === 'EPCData'
      ? parameter.EPC.hex
      : null;
}

function fieldsOf(parameter: LlrpParameter): Partial<ReportFields> {
  const time = (microseconds: bigint) => (microseconds < 2n ** 53n ? Number(microseconds) : null);
  const makers: { [N in ParameterName]?: (found: ParameterOf<N>) => Partial<ReportFields> } = {
    ROSpecID: (found) => ({ roSpecId: found.ROSpecID }),
    AntennaID: (found) => ({ antenna: found.AntennaID }),
    PeakRSSI: (found) => ({ rssiDbm: found.PeakRSSI }),
    ChannelIndex: (found) => ({ channel: found.ChannelIndex }),
    C1G2_PC: (found) => ({ pc: found.PC_Bits }),
    TagSeenCount: (found) => ({ count: found.TagCount || 1 }),
    FirstSeenTimestampUTC: (found) => ({ firstSeenUs: time(found.Microseconds) }),
    LastSeenTimestampUTC: (found) => ({ lastSeenUs: time(found.Microseconds) }),
    FirstSeenTimestampUptime: () => ({ firstSeenUs: null }),
    LastSeenTimestampUptime: () => ({ lastSeenUs: null }),
  };
  const maker = parameter.type === 'UnknownParameter' ? undefined : makers[parameter.type];
  return (maker as ((found: LlrpParameter) => Partial<ReportFields>) | undefined)?.(parameter) ?? {};
}

/** What a vendor's parameter carries, also where it does not have its declared form. */
function customOf(parameter: LlrpParameter): { readonly key: string; readonly data: DataView } | null {
  const bytes = bytesOf({ type: 'KEEPALIVE', version: 1, id: 1, parameters: [parameter] }).slice(10);
  const view = new DataView(bytes.buffer);
  const isCustom = bytes.length >= 14 && view.getUint16(0) === 1023;
  return isCustom
    ? { key: `${view.getUint32(4)}/${view.getUint32(8)}`, data: new DataView(bytes.buffer, 12) }
    : null;
}

function readOf(found: string, fields: ReportFields, tag: ParameterOf<'TagReportData'>): LlrpTagRead {
  const { channel, ...rest } = fields;
  let read: LlrpTagRead = { epc: found, ...rest };
  let more: LlrpTagRead['more'] = channel === null ? {} : { channel };
  for (const parameter of tag.parameters ?? []) {
    const custom = customOf(parameter);
    if (custom !== null) {
      read = custom.key === '25882/57' ? { ...read, rssiDbm: custom.data.getInt16(0) / 100 } : read;
      more = { ...more, ...detailOf(custom.key, custom.data) };
    }
  }
  return Object.keys(more).length === 0 ? read : { ...read, more };
}

function detailOf(key: string, data: DataView): LlrpTagRead['more'] & object {
  const turn = (share: number) => (share - Math.floor(share)) * 2 * Math.PI;
  const words = data.getUint16(0);
  switch (key) {
    case '25882/56':
      return { phaseRadians: turn(words / 4096) };
    case '25882/68':
      return { dopplerHz: data.getInt16(0) / 16 };
    case '161/709':
      return { phaseRadians: turn(data.getInt16(0) / 65_536) };
    case '25882/55':
      return words === 0 || words * 2 > data.byteLength - 2 ? {} : { tid: wordsOf(data, words) };
    default:
      return {};
  }
}

function wordsOf(data: DataView, count: number): string {
  const words = Array.from({ length: count }, (_, at) => data.getUint16(2 + at * 2));
  return words.map((word) => word.toString(16).toUpperCase().padStart(4, '0')).join('');
}

const inReports: readonly string[] = [
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
  'C1G2_CRC',
  'AccessSpecID',
  'C1G2ReadOpSpecResult',
  'ImpinjSerializedTID',
  'ImpinjRFPhaseAngle',
  'ImpinjPeakRSSI',
  'ImpinjRFDopplerFrequency',
  'MotoTagPhase',
  'Custom',
];

const anyTag = fc
  .tuple(
    fc.constantFrom('EPC_96', 'EPCData').chain((type) => parameterOf(type)),
    fc.array(
      fc.constantFrom(...inReports).chain((type) => parameterOf(type, 0)),
      { maxLength: 8 },
    ),
  )
  .map(([first, rest]) => [first, ...rest] as unknown as LlrpParameter[]);
const anyReport = fc.array(anyTag, { maxLength: 5 }).map((tags) => report(...tags));
const anyContent = fc
  .record({
    EnableAntennaID: fc.boolean(),
    EnablePeakRSSI: fc.boolean(),
    EnableFirstSeenTimestamp: fc.boolean(),
  })
  .map((enabled) => selector(enabled));

/** The tree's reads of one report after another; null for a report that has none to give. */
function compared(reports: readonly Uint8Array[], chosen: ParameterOf<'TagReportContentSelector'>): void {
  const reader = new TagReportReader();
  reader.enable(chosen);
  let last = noFields();
  for (const bytes of reports) {
    const read = reader.read(bytes);
    const decoded = decodeMessage(bytes);
    const expected = decoded.ok ? readsOfTree(decoded.message, contentOf(chosen), last) : null;
    if (decoded.ok) {
      expect(read.ok ? read.reads : null).toEqual(expected);
    }
    const final = read.ok ? read.reads.at(-1) : undefined;
    if (final !== undefined && decoded.ok) {
      last = lastFields(decoded.message, last, contentOf(chosen));
    } else if (read.ok && !decoded.ok) {
      return;
    }
  }
}

function lastFields(message: LlrpMessage, start: ReportFields, content: ReportContent): ReportFields {
  let last = start;
  for (const tag of parametersIn(message, 'TagReportData')) {
    const kept = Object.entries(last).filter(([name]) => content[name as keyof ReportFields]);
    last = { ...noFields(), ...Object.fromEntries(kept) };
    for (const parameter of tag.parameters ?? []) {
      last = { ...last, ...fieldsOf(parameter) };
    }
  }
  return last;
}

describe('the scan and the tree', () => {
  test('give the same reads', () => {
    fc.assert(
      fc.property(fc.array(anyReport.map(bytesOf), { minLength: 1, maxLength: 3 }), anyContent, compared),
      { numRuns: 200 },
    );
  });

  test('give the same where bytes were changed, and refuse together', () => {
    const changed = fc
      .tuple(anyReport.map(bytesOf), fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 3 }))
      .map(([bytes, changes]) => {
        for (const [at, value] of changes) {
          bytes[10 + (at % bytes.length)] = value;
        }
        return bytes;
      });
    fc.assert(
      fc.property(changed, anyContent, (bytes, chosen) => compared([bytes], chosen)),
      { numRuns: 1000 },
    );
  });

  test('random bytes give reads or an error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), (body) => {
        const bytes = Uint8Array.of(4, 61, 0, 0, 0, 10 + body.length, 0, 0, 0, 1, ...body);
        const read = new TagReportReader().read(bytes);
        expect(read.ok || read.error.offset <= bytes.length).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
