import { decodeEpc, decodeEpcHex } from '../../protocols/epc/epc-decode.ts';
import { encodeEpc } from '../../protocols/epc/epc-encode.ts';
import { parsePureIdentityUri, parseTagUri } from '../../protocols/epc/epc-uri.ts';
import { tagKeyFromHex } from '../../protocols/epc/tag-key.ts';
import { decodeTid } from '../../protocols/epc/tid.ts';
import { readEpcis } from '../../protocols/epcis/reader/read-epcis.ts';
import { readEpcisXml } from '../../protocols/epcis/xml/read-epcis-xml.ts';
import { readBarcode } from '../../protocols/gs1/barcode.ts';
import { parseBracketed } from '../../protocols/gs1/bracketed.ts';
import { parseDigitalLink } from '../../protocols/gs1/digital-link.ts';
import { parseScanData } from '../../protocols/gs1/scan-data.ts';
import { freshKeyboard, keyboardStep } from '../../protocols/hid/keyboard.ts';
import { keyboardLayouts } from '../../protocols/hid/keyboard-layouts.ts';
import { bootKeyboardDescriptor, keyboardReader } from '../../protocols/hid/keyboard-report.ts';
import { posLayout } from '../../protocols/hid/pos-layout.ts';
import { idlePosScanner, posStep } from '../../protocols/hid/pos-scanner.ts';
import { parseReportDescriptor } from '../../protocols/hid/report-descriptor.ts';
import { decodeMessage } from '../../protocols/llrp/decode.ts';
import { encodeMessage } from '../../protocols/llrp/encode.ts';
import { LlrpFramer } from '../../protocols/llrp/framer.ts';
import type { LlrpMessage } from '../../protocols/llrp/message.ts';
import { TagReportReader } from '../../protocols/llrp/tag-report.ts';
import { createReaderDecoder, type ReaderMaker } from '../../protocols/reader-json/decoder.ts';
import { lineStep, noLine } from '../../protocols/scale/lines.ts';
import { parseSicsResponse } from '../../protocols/scale/sics.ts';
import { toledoStart, toledoStep } from '../../protocols/scale/toledo.ts';
import { parseWeightLine } from '../../protocols/scale/weight-line.ts';
import { readMessage } from '../../protocols/ssi/message.ts';
import { ssiStreamStart, ssiStreamStep } from '../../protocols/ssi/stream.ts';
import { replyFraming as chafonFraming } from '../../protocols/uhf/chafon/frame.ts';
import { decodeReply as decodeChafon } from '../../protocols/uhf/chafon/reply.ts';
import { type Framing, freshFramer, pushBytes } from '../../protocols/uhf/framing.ts';
import { replyFraming as thingMagicFraming } from '../../protocols/uhf/thingmagic/frame.ts';
import { decodeReply as decodeThingMagic } from '../../protocols/uhf/thingmagic/reply.ts';
import { framing as yrm100Framing } from '../../protocols/uhf/yrm100/frame.ts';
import { decodeReply as decodeYrm100 } from '../../protocols/uhf/yrm100/reply.ts';
import { decodeHostStatus } from '../../protocols/zpl/host-status.ts';
import { createZplTokenizer } from '../../protocols/zpl/tokenizer.ts';

/** One decoder: what is valid for it, and a run that must not throw, whatever the bytes. */
export interface FuzzTarget {
  readonly name: string;
  readonly seeds: readonly Uint8Array[];
  readonly run: (bytes: Uint8Array) => void;
}

const today = '2026-11-22';
const text = (...texts: readonly string[]) => texts.map((each) => Uint8Array.from(Buffer.from(each)));
const hex = (...texts: readonly string[]) => texts.map((each) => Uint8Array.from(Buffer.from(each, 'hex')));
const asText = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');
const asLatin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

function llrpSeed(message: LlrpMessage): Uint8Array {
  const encoded = encodeMessage(message);
  if (!encoded.ok) throw new Error(`the seed ${message.type} cannot be encoded`);
  return encoded.bytes;
}

const llrpSeeds = [
  llrpSeed({ type: 'KEEPALIVE', version: 1, id: 7 }),
  ...hex(
    '043d00000031000000010' +
      '0f000278d3034257bf7194e4000001a85810001860ac2ffca0003ec1bb9ac1c8800018c3000'.slice(1),
  ),
  llrpSeed({
    type: 'RO_ACCESS_REPORT',
    version: 1,
    id: 9,
    parameters: [
      {
        type: 'TagReportData',
        parameters: [
          { type: 'EPC_96', EPC: '3034257BF7194E4000001A85' },
          { type: 'AntennaID', AntennaID: 1 },
          { type: 'PeakRSSI', PeakRSSI: -55 },
        ],
      },
    ],
  }),
];

function decodeFrames(bytes: Uint8Array): void {
  const reader = new TagReportReader();
  for (const frame of new LlrpFramer().push(bytes).frames) {
    reader.read(frame.bytes);
    const decoded = decodeMessage(frame.bytes);
    if (!decoded.ok) continue;
    const encoded = encodeMessage(decoded.message);
    if (!encoded.ok || Buffer.compare(encoded.bytes, frame.bytes) !== 0) throw new Error('encodes otherwise');
  }
}

function decodeUhf<Frame>(framing: Framing<Frame>, decode: (frame: Frame) => unknown) {
  return (bytes: Uint8Array) => {
    for (const item of pushBytes(framing, freshFramer, bytes).framed)
      if (item.kind === 'frame') decode(item.frame);
  };
}

function readerJson(maker: ReaderMaker) {
  return (bytes: Uint8Array) => {
    const decoder = createReaderDecoder(maker);
    decoder.push(bytes.subarray(0, bytes.length >> 1));
    decoder.push(bytes.subarray(bytes.length >> 1));
    decoder.end();
  };
}

const posDescriptor = hex(
  '058c0902a1018502150026ff007508950109fb810209fc810209fd8102953809fe82020175019501250109ff810275078103c0',
);

export const targets: readonly FuzzTarget[] = [
  {
    name: 'GS1 barcodes',
    seeds: text(
      ']C1010950600013435210ABC123\x1d17270131',
      '0104012345678901211234567890\x1d310300125039219999',
      ']E04012345678901',
      '8112012345678901',
      ']d28200https://example.com',
    ),
    run: (bytes) => readBarcode(asText(bytes), today),
  },
  {
    name: 'GS1 scan data',
    seeds: text(']E02112345678900|]e099COMPOSITE\x1d98XYZ', ']e00124012345678905', ']I115012345678907'),
    run: (bytes) => parseScanData(asText(bytes), today),
  },
  {
    name: 'GS1 bracketed',
    seeds: text('(01)09506000134352(10)ABC\\(1(3103)001250', '(00)095201234567891235'),
    run: (bytes) => parseBracketed(asText(bytes), today),
  },
  {
    name: 'GS1 Digital Link',
    seeds: text(
      'https://id.gs1.org/01/09506000134352/10/AB%2FC/21/7?17=270131&linkType=all#x',
      'HTTP://a.b/8003/x',
    ),
    run: (bytes) => parseDigitalLink(asText(bytes), today),
  },
  {
    name: 'EPC bytes',
    seeds: hex(
      '3066C4409047E140075BCD15',
      'FD3795211411234538566CB0AFC525065F1876F0D996D800',
      '3B0E0CF5E76C9047759AD00373DC7602E7200000',
    ),
    run: (bytes) => {
      const decoded = decodeEpc(bytes);
      if (decoded.ok) encodeEpc(decoded.value);
      decodeTid(Buffer.from(bytes).toString('hex'));
    },
  },
  {
    name: 'EPC text',
    seeds: text(
      'urn:epc:id:sgtin:9521141.012345.4711',
      'urn:epc:tag:giai-96:3.9521141.5678',
      '3074257BF7194E4000001A85',
    ),
    run: (bytes) => {
      parsePureIdentityUri(asText(bytes), 'SGTIN-96', 3);
      parseTagUri(asText(bytes));
      decodeEpcHex(asText(bytes));
      tagKeyFromHex(asText(bytes));
    },
  },
  { name: 'LLRP', seeds: llrpSeeds, run: decodeFrames },
  {
    name: 'EPCIS',
    seeds: text(
      '{"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],"type":"EPCISDocument","schemaVersion":"2.0","creationDate":"2026-01-01T00:00:00Z","epcisBody":{"eventList":[{"type":"ObjectEvent","action":"OBSERVE","eventTime":"2026-01-01T00:00:00Z","eventTimeZoneOffset":"+01:00","epcList":["https://id.gs1.org/00/095201234567891235"],"bizStep":"shipping"}]}}',
    ),
    run: (bytes) => readEpcis(asText(bytes)),
  },
  {
    name: 'EPCIS XML',
    seeds: text(
      '<?xml version="1.0"?><e:EPCISDocument xmlns:e="urn:epcglobal:epcis:xsd:2" xmlns:x="http://ns.example.com/" schemaVersion="2.0" creationDate="2026-01-01T00:00:00Z"><EPCISBody><EventList><ObjectEvent><eventTime>2026-01-01T00:00:00Z</eventTime><eventTimeZoneOffset>+01:00</eventTimeZoneOffset><epcList><epc>urn:epc:id:sscc:952012.03456789123</epc></epcList><action>OBSERVE</action><bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep><sensorElementList><sensorElement><sensorReport type="gs1:Temperature" value="26.0"/></sensorElement></sensorElementList><x:a b="c">&amp;<![CDATA[<d>]]></x:a></ObjectEvent></EventList></EPCISBody></e:EPCISDocument>',
      '<ObjectEvent><extension><baseExtension><eventID>urn:x:1</eventID></baseExtension></extension></ObjectEvent>',
    ),
    run: (bytes) => {
      const reading = readEpcisXml(asText(bytes), { maxCharacters: 100_000, maxDepth: 64, maxEvents: 1_000 });
      if (reading.ok) readEpcis(JSON.stringify(reading.document));
    },
  },
  {
    name: 'HID report descriptors',
    seeds: [...posDescriptor, bootKeyboardDescriptor],
    run: (bytes) => {
      const descriptor = parseReportDescriptor(bytes);
      if (!descriptor.ok) return;
      const layout = posLayout(descriptor.value);
      if (layout.ok) posStep(layout.value, idlePosScanner, bytes);
      keyboardReader(descriptor.value);
    },
  },
  {
    name: 'HID keyboard reports',
    seeds: hex('0200140000000000', '0000000000000000', '4000621e00000000'),
    run: (bytes) => {
      const descriptor = parseReportDescriptor(bootKeyboardDescriptor);
      const reader = descriptor.ok ? keyboardReader(descriptor.value) : descriptor;
      if (!reader.ok) throw new Error('the boot keyboard has no reader');
      let state = freshKeyboard;
      for (let at = 0; at < bytes.length; at += 8) {
        state = keyboardStep(reader.value, keyboardLayouts.fr, state, bytes.subarray(at, at + 8)).state;
      }
    },
  },
  {
    name: 'SSI',
    seeds: hex('0500040000FFF7', '07F30000014E52FE65', '0600040012E3FF01'),
    run: (bytes) => {
      for (const event of ssiStreamStep(ssiStreamStart, bytes).events) {
        if (event.kind === 'packet') readMessage(event.packet);
      }
    },
  },
  {
    name: 'scales',
    seeds: text('S S     100.00 g\r\n', 'ST,GS,+  1.234kg\r\n', '\x02\x3a\x30\x20  1234   100\r'),
    run: (bytes) => {
      toledoStep({ checksum: false }, toledoStart, bytes);
      for (const event of lineStep(noLine, bytes).events) {
        if (event.kind !== 'line') continue;
        parseSicsResponse(event.text);
        parseWeightLine(event.text);
      }
    },
  },
  {
    name: 'ThingMagic',
    seeds: hex(
      'FF2822000010001B01FF0101C4110E16400000012700000500000F00803000000000000000000000001545E94A561D',
    ),
    run: decodeUhf(thingMagicFraming, decodeThingMagic),
  },
  {
    name: 'Chafon',
    seeds: hex('13000103010c0000000000000000000003133f39', '1500010301010c0000000000000000000003136bb1a5'),
    run: decodeUhf(chafonFraming, (frame) => {
      decodeChafon('uhfreader18', frame);
      decodeChafon('uhfreader288', frame);
    }),
  },
  {
    name: 'YRM100',
    seeds: hex('BB02220011C934003075 0CE3A2C1A8B0F2C9A6B09A3A7E'.replace(' ', ''), 'BB00220000227E'),
    run: decodeUhf(yrm100Framing, decodeYrm100),
  },
  {
    name: 'Zebra IoT JSON',
    seeds: text(
      '{"type":"SIMPLE","timestamp":"2025-10-07T12:00:00.000+0000","data":{"antenna":1,"eventNum":1,"format":"epc","idHex":"7EDA9038051002710002C0AE","peakRssi":-45,"reads":1}}',
    ),
    run: readerJson('zebra'),
  },
  {
    name: 'Impinj IoT JSON',
    seeds: text(
      '{"timestamp":"2026-04-02T12:00:00Z","eventType":"tagInventory","tagInventoryEvent":{"epc":"ftqQOAUQAnEAAsCu","pc":"NAA=","antennaPort":1,"peakRssiCdbm":-7000,"frequency":927250,"lastSeenTime":"2026-04-02T12:00:01Z"}}',
    ),
    run: readerJson('impinj'),
  },
  {
    name: 'ZPL',
    seeds: text('^XA^CI28^FO20,20^A0N,30,30^FH^FD_C3_A4^FS^XZ~HS^XA^CC+ +FDx+XZ'),
    run: (bytes) => {
      const tokenizer = createZplTokenizer();
      tokenizer.push(bytes);
      decodeHostStatus([asLatin1(bytes), asLatin1(bytes), asLatin1(bytes)]);
    },
  },
];
