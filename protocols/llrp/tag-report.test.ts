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

const epc = '3035307B2831B383E4E7A7C5';

function report(...tags: LlrpParameter[][]): LlrpMessage {
  const parameters = tags.map((tag) => ({ type: 'TagReportData' as const, parameters: tag }));
  return { type: 'RO_ACCESS_REPORT', version: 1, id: 1, parameters };
}

function readsOf(reader: TagReportReader, message: LlrpMessage): readonly LlrpTagRead[] {
  const read = reader.read(bytesOf(message));
  return read.ok ? read.reads : [];
}

const epc96: LlrpParameter = { type: 'EPC_96', EPC: epc };
const antenna = (AntennaID: number): LlrpParameter => ({ type: 'AntennaID', AntennaID });
const rssi = (PeakRSSI: number): LlrpParameter => ({ type: 'PeakRSSI', PeakRSSI });

function selector(
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

describe('a tag', () => {
  test('with all that the standard reports', () => {
    const tag: LlrpParameter[] = [
      epc96,
      { type: 'ROSpecID', ROSpecID: 1234 },
      { type: 'SpecIndex', SpecIndex: 1 },
      antenna(3),
      rssi(-61),
      { type: 'ChannelIndex', ChannelIndex: 12 },
      { type: 'FirstSeenTimestampUTC', Microseconds: 1_700_000_000_123_456n },
      { type: 'LastSeenTimestampUTC', Microseconds: 1_700_000_001_000_000n },
      { type: 'TagSeenCount', TagCount: 17 },
      { type: 'C1G2_PC', PC_Bits: 0x3000 },
      { type: 'C1G2_CRC', CRC: 1 },
    ];
    expect(readsOf(new TagReportReader(), report(tag))).toEqual([
      {
        epc,
        pc: 0x3000,
        antenna: 3,
        rssiDbm: -61,
        count: 17,
        firstSeenUs: 1_700_000_000_123_456,
        lastSeenUs: 1_700_000_001_000_000,
        roSpecId: 1234,
        more: { channel: 12 },
      },
    ]);
  });

  test('with nothing but its EPC, of any length', () => {
    const tags: LlrpParameter[][] = [
      [{ type: 'EPCData', EPC: { bits: 128, hex: `${epc}ABCD0123` } }],
      [{ type: 'EPCData', EPC: { bits: 96, hex: epc } }],
      [{ type: 'EPCData', EPC: { bits: 0, hex: '' } }],
    ];
    const bare = {
      pc: null,
      antenna: 0,
      rssiDbm: null,
      count: 1,
      firstSeenUs: null,
      lastSeenUs: null,
      roSpecId: null,
    };
    expect(readsOf(new TagReportReader(), report(...tags))).toEqual([
      { epc: `${epc}ABCD0123`, ...bare },
      { epc, ...bare },
      { epc: '', ...bare },
    ]);
  });

  test("with what Impinj adds: RSSI in 1/100 dBm, a turn of 4096, 1/16 Hz and the tag's identity", () => {
    const tag: LlrpParameter[] = [
      epc96,
      rssi(-61),
      { type: 'ImpinjPeakRSSI', RSSI: -6125 },
      { type: 'ImpinjRFPhaseAngle', PhaseAngle: 1024 },
      { type: 'ImpinjRFDopplerFrequency', DopplerFrequency: -40 },
      { type: 'ImpinjSerializedTID', TID: [0xe280, 0x1160, 0x2000] },
    ];
    const [read] = readsOf(new TagReportReader(), report(tag));
    expect(read).toMatchObject({
      rssiDbm: -61.25,
      more: { tid: 'E28011602000', phaseRadians: Math.PI / 2, dopplerHz: -2.5 },
    });
  });

  test('with the phase of Zebra readers, which is counted from minus half a turn', () => {
    const phases = [-0x8000, -0x4000, 0, 0x4000].map((Phase): LlrpParameter[] => [
      epc96,
      { type: 'MotoTagPhase', Phase },
    ]);
    const reads = readsOf(new TagReportReader(), report(...phases));
    expect(reads.map(({ more }) => more?.phaseRadians)).toEqual([Math.PI, 1.5 * Math.PI, 0, Math.PI / 2]);
  });

  test('times since the start of the reader are no UTC', () => {
    const tag: LlrpParameter[] = [
      epc96,
      { type: 'FirstSeenTimestampUptime', Microseconds: 5n },
      { type: 'LastSeenTimestampUptime', Microseconds: 6n },
    ];
    const utc: LlrpParameter[] = [
      epc96,
      { type: 'FirstSeenTimestampUTC', Microseconds: 7n },
      { type: 'LastSeenTimestampUTC', Microseconds: 2n ** 53n },
    ];
    expect(readsOf(new TagReportReader(), report(tag, utc, tag))).toMatchObject([
      { firstSeenUs: null, lastSeenUs: null },
      { firstSeenUs: 7, lastSeenUs: null },
      { firstSeenUs: null, lastSeenUs: null },
    ]);
  });

  test('a count of none stands for one read', () => {
    expect(
      readsOf(new TagReportReader(), report([epc96, { type: 'TagSeenCount', TagCount: 0 }])),
    ).toMatchObject([{ count: 1 }]);
  });
});

describe('an absent field is the same as last', () => {
  test('from tag to tag and from report to report', () => {
    const reader = new TagReportReader();
    const first = readsOf(reader, report([epc96, antenna(2), rssi(-50)], [epc96, rssi(-51)]));
    const second = readsOf(reader, report([epc96]));
    expect([...first, ...second]).toMatchObject([
      { antenna: 2, rssiDbm: -50 },
      { antenna: 2, rssiDbm: -51 },
      { antenna: 2, rssiDbm: -51 },
    ]);
  });

  test('only where it was asked for', () => {
    const reader = new TagReportReader();
    reader.enable(selector({ EnableAntennaID: true }));
    expect(readsOf(reader, report([epc96, antenna(2), rssi(-50)], [epc96]))).toMatchObject([
      { antenna: 2, rssiDbm: -50 },
      { antenna: 2, rssiDbm: null },
    ]);
  });

  test('but not what it was under another selector, nor on another connection', () => {
    const reader = new TagReportReader();
    readsOf(reader, report([epc96, antenna(2)]));
    reader.enable(selector({ EnableAntennaID: true }));
    expect(readsOf(reader, report([epc96]))).toMatchObject([{ antenna: 0 }]);
    expect(readsOf(new TagReportReader(), report([epc96]))).toMatchObject([{ antenna: 0 }]);
  });

  test("but never a vendor's field: an identity belongs to its tag", () => {
    const tid: LlrpParameter = { type: 'ImpinjSerializedTID', TID: [0xe280] };
    const reads = readsOf(new TagReportReader(), report([epc96, tid], [epc96]));
    expect(reads.map(({ more }) => more)).toEqual([{ tid: 'E280' }, undefined]);
  });

  test('and a broken report changes nothing', () => {
    const reader = new TagReportReader();
    readsOf(reader, report([epc96, antenna(2)]));
    expect(reader.read(bytesOf(report([epc96, antenna(9)], [rssi(-1)]))).ok).toBe(false);
    expect(readsOf(reader, report([epc96]))).toMatchObject([{ antenna: 2 }]);
  });
});

describe('refused', () => {
  test('a tag without EPC', () => {
    expect(new TagReportReader().read(bytesOf(report([epc96], [antenna(1)])))).toEqual({
      ok: false,
      error: {
        code: 'missing-parameter',
        offset: 27,
        path: 'RO_ACCESS_REPORT/TagReportData[1]',
        field: null,
        expected: 'EPCData or EPC_96',
      },
    });
  });

  test('another message', () => {
    expect(new TagReportReader().read(bytesOf({ type: 'KEEPALIVE', version: 1, id: 1 }))).toMatchObject({
      error: { code: 'not-a-report', expected: 'type 61, not 62' },
    });
  });

  test('a broken parameter, with its path', () => {
    const bytes = bytesOf(report([epc96, antenna(1)]));
    bytes[27] = 0x85;
    expect(new TagReportReader().read(bytes)).toMatchObject({
      error: { code: 'truncated', path: 'RO_ACCESS_REPORT/TagReportData[0]/LastSeenTimestampUptime[1]' },
    });
  });
});

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
