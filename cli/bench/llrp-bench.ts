import { encodeMessage } from '../../protocols/llrp/encode.ts';
import type { LlrpMessage, ParameterOf } from '../../protocols/llrp/message.ts';
import { TagReportReader } from '../../protocols/llrp/tag-report.ts';
import { peerPackage } from './peer.ts';
import { itemsPerSecond } from './rate.ts';
import type { Measurement } from './report.ts';

const tagsPerReport = 200;
const reports = 50;

interface PeerMessage {
  decode(): { toLLRPData(): { data: { TagReportData: readonly unknown[] } } };
}

/** Reports of tags as a reader sends them, to tag reads; beside the one LLRP package of npm, on the same bytes. */
export async function benchLlrp(): Promise<Measurement[]> {
  const messages = Array.from({ length: reports }, (_, index) => reportBytes(index));
  const reader = new TagReportReader();
  const ours = itemsPerSecond(reports * tagsPerReport, () => {
    for (const bytes of messages) {
      const report = reader.read(bytes);
      if (!report.ok || report.reads.length !== tagsPerReport) throw new Error('a report was not read');
    }
  });
  return [
    {
      what: `LLRP reports of ${tagsPerReport} tags to tag reads`,
      value: ours,
      unit: 'tags/s',
      ...peerRate(messages),
      goal: '>= 2,000,000',
    },
  ];
}

function peerRate(messages: readonly Uint8Array[]): Pick<Measurement, 'baseline'> {
  const Message = peerPackage('llrpjs')?.LLRPMessage as (new (bytes: Buffer) => PeerMessage) | undefined;
  if (Message === undefined) return {};
  const first = Buffer.from(messages[0] ?? []);
  const value = itemsPerSecond(tagsPerReport, () => {
    if (new Message(first).decode().toLLRPData().data.TagReportData.length !== tagsPerReport) {
      throw new Error('llrpjs did not read a report');
    }
  });
  return { baseline: { what: 'llrpjs', value } };
}

function reportBytes(index: number): Uint8Array {
  const parameters = Array.from({ length: tagsPerReport }, (_, tag) =>
    tagReport(index * tagsPerReport + tag),
  );
  const report: LlrpMessage = { type: 'RO_ACCESS_REPORT', version: 1, id: index, parameters };
  const encoded = encodeMessage(report);
  if (!encoded.ok) throw new Error('a report was not written');
  return encoded.bytes;
}

function tagReport(tag: number): ParameterOf<'TagReportData'> {
  const epc = `3034257BF7194E40${(tag % 4_000).toString(16).toUpperCase().padStart(8, '0')}`;
  return {
    type: 'TagReportData',
    parameters: [
      { type: 'EPC_96', EPC: epc },
      { type: 'AntennaID', AntennaID: 1 + (tag % 4) },
      { type: 'PeakRSSI', PeakRSSI: -40 - (tag % 30) },
      { type: 'FirstSeenTimestampUTC', Microseconds: BigInt(1_780_000_000_000_000 + tag * 1_000) },
      { type: 'TagSeenCount', TagCount: 1 },
    ],
  } as ParameterOf<'TagReportData'>;
}
