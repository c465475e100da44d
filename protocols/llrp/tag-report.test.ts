import { describe, expect, test } from 'vitest';
import type { LlrpParameter } from './message.ts';
import { TagReportReader } from './tag-report.ts';
import { bytesOf } from './testing-messages.ts';
import { antenna, epc, epc96, readsOf, report, rssi, selector } from './testing-tag-report.ts';

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
