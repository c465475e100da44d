import { expect, test } from 'vitest';
import { hexOf } from '../../protocols/bytes/hex.ts';
import { checkMessage } from '../../protocols/llrp/check.ts';
import { encodeMessage } from '../../protocols/llrp/encode.ts';
import { type LlrpFrame, LlrpFramer } from '../../protocols/llrp/framer.ts';
import type { LlrpMessage, LlrpParameter } from '../../protocols/llrp/message.ts';
import { TagReportReader } from '../../protocols/llrp/tag-report.ts';
import { bytesOf, messageOfBytes } from '../../protocols/llrp/testing-messages.ts';
import { documentsOf, type LtkElement, messageOfXml } from './llrp-xml.ts';
import { countVectors } from './tally.ts';
import { describeVectors, readVector, readVectorBytes } from './vectors.ts';

function framesOf(path: string): readonly LlrpFrame[] {
  const { frames, error } = new LlrpFramer().push(readVectorBytes(path));
  expect(error).toBeNull();
  return frames;
}

/** LTK-XML wrote vendors' messages as CUSTOM_MESSAGE: with what their bytes are behind the subtype. */
function withoutVendors(message: LlrpMessage, bytes: Uint8Array): LlrpMessage {
  if ((bytes[0] ?? 0) % 4 !== 3 || bytes[1] !== 0xff) {
    return message;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return {
    type: 'CUSTOM_MESSAGE',
    version: message.version,
    id: message.id,
    VendorIdentifier: view.getUint32(10),
    MessageSubtype: view.getUint8(14),
    Data: hexOf(bytes, 15),
  };
}

const golden = [
  'ADD_ACCESSSPEC',
  'ADD_ROSPEC',
  'ADD_ROSPEC2',
  'CUSTOM_MESSAGE1',
  'CUSTOM_MESSAGE2',
  'ENABLE_ROSPEC',
  'GET_READER_CAPABILITIES',
  'GET_READER_CONFIG',
  'READER_EVENT_NOTIFICATION',
  'READER_EVENT_NOTIFICATION2',
  'RO_ACCESS_REPORT',
  'SET_READER_CONFIG',
  'START_ROSPEC',
  'dx101_a',
  'dx101_b',
];

/** Where the XML and the bytes of a vector do not fit each other. */
const mirrored: Readonly<Record<string, string>> = {
  ADD_ROSPEC2:
    'The XML tells session 1, the byte is 80: the tool that wrote it mirrored the two bits. Fields are written most significant bit first (LLRP 1.0.1, 16), so the byte tells session 2.',
};

/** The two bits of each Session the other way round. */
function sessionsMirrored<T extends LlrpMessage | LlrpParameter>(tree: T): T {
  const session = tree.type === 'C1G2SingulationControl' ? { Session: [0, 2, 1, 3][tree.Session] } : {};
  const parameters = tree.parameters?.map(sessionsMirrored);
  return { ...tree, ...session, ...(parameters === undefined ? {} : { parameters }) };
}

describeVectors('LLRP golden frames', () => {
  const bytes = countVectors('LLRP golden frames: bytes after decode and encode');
  const fields = countVectors('LLRP golden frames: fields equal to the XML');
  const refused = countVectors('LLRP golden XML that is invalid on purpose');

  test.each([...golden, 'dx301_a'])('%s is encoded to the bytes that were decoded', (name) => {
    for (const frame of framesOf(`llrp/golden/${name}.bin`)) {
      bytes.try(() => expect(hexOf(bytesOf(messageOfBytes(frame.bytes)))).toBe(hexOf(frame.bytes)));
    }
  });

  test.each(golden)('%s has the fields of the XML', (name) => {
    const frames = framesOf(`llrp/golden/${name}.bin`);
    const documents = documentsOf(`llrp/golden/${name}.xml`);
    expect(documents.length).toBe(frames.length);
    for (const [at, frame] of frames.entries()) {
      const expected = documents[at];
      const message = withoutVendors(messageOfBytes(frame.bytes), frame.bytes);
      const told = expected && messageOfXml(expected);
      if (name in mirrored && told !== undefined) {
        fields.deviate(name, mirrored[name] ?? '');
        expect(sessionsMirrored(told)).toEqual(message);
      } else {
        fields.try(() => expect(told).toEqual(message));
      }
    }
  });

  test.each(documentsNamed('llrp/golden/dx301_a.xml'))('dx301_a %i, %s, is refused', (at) => {
    const element = documentsOf('llrp/golden/dx301_a.xml')[at];
    refused.try(() => expect(element && isRefused(element)).toBe(true));
  });
});

function documentsNamed(path: string): [number, string][] {
  try {
    return documentsOf(path).map(({ name }, at) => [at, name]);
  } catch {
    return [];
  }
}

function isRefused(element: LtkElement): boolean {
  try {
    const message = messageOfXml(element);
    return !encodeMessage(message).ok || checkMessage(message).length > 0;
  } catch {
    return true;
  }
}

describeVectors('LLRP tag lists', () => {
  const count = countVectors('LLRP reports built from a list of tags');

  test('1000-tags.csv comes back from RO_ACCESS_REPORTs of any size', () => {
    const tags = readVector('llrp/1000-tags.csv').trim().split('\n').map(tagOfRow);
    for (const size of [1, 7, 500]) {
      const reader = new TagReportReader();
      for (let from = 0; from < tags.length; from += size) {
        const some = tags.slice(from, from + size);
        const read = reader.read(bytesOf(reportOf(some)));
        const reads = read.ok ? read.reads.map(({ pc, epc }) => ({ pc, epc })) : [];
        count.try(() => expect(reads).toEqual(some));
      }
    }
  });
});

interface CsvTag {
  readonly pc: number;
  readonly epc: string;
}

function tagOfRow(row: string): CsvTag {
  const [pc = '', bits = ''] = row.split(',');
  const nibbles = bits.match(/.{4}/g) ?? [];
  const epc = nibbles.map((nibble) => Number.parseInt(nibble, 2).toString(16).toUpperCase()).join('');
  return { pc: Number.parseInt(pc, 16), epc };
}

function reportOf(tags: readonly CsvTag[]): LlrpMessage {
  const parameters = tags.map(({ pc, epc }): LlrpParameter => {
    const ofTag: LlrpParameter[] = [
      epc.length === 24
        ? { type: 'EPC_96', EPC: epc }
        : { type: 'EPCData', EPC: { bits: epc.length * 4, hex: epc } },
      { type: 'C1G2_PC', PC_Bits: pc },
    ];
    return { type: 'TagReportData', parameters: ofTag };
  });
  return { type: 'RO_ACCESS_REPORT', version: 1, id: 1, parameters };
}
