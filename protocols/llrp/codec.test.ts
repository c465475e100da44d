import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOfHex } from '../bytes/hex.ts';
import { checkMessage } from './check.ts';
import { decodeMessage } from './decode.ts';
import { encodeMessage } from './encode.ts';
import { llrpErrorText } from './errors.ts';
import {
  type LlrpMessage,
  type LlrpParameter,
  type MessageOf,
  parameterIn,
  parametersIn,
} from './message.ts';
import { messageDefinitions, parameterDefinitions } from './registry.ts';
import {
  anyMessage,
  bytesOf,
  messageOf,
  messageOfBytes,
  messageTypes,
  parameterOf,
} from './testing-messages.ts';

function hexBytes(hex: string): Uint8Array {
  return bytesOfHex(hex.replaceAll(' ', '')) ?? new Uint8Array(0);
}

/** An error message with these bytes for its body. */
function framed(body: string, type = '3D'): Uint8Array {
  const bytes = hexBytes(`04${type} 00000000 00000007 ${body}`);
  bytes[5] = bytes.length;
  return bytes;
}

describe('declarations', () => {
  test('name only parameters that are declared', () => {
    const all = [...Object.values(parameterDefinitions), ...Object.values(messageDefinitions)];
    const named = new Set(all.flatMap(({ content }) => content.flatMap(({ types }) => types)));
    expect([...named].filter((name) => !(name in parameterDefinitions))).toEqual([]);
  });

  test('give every type number to one parameter and one message', () => {
    const keys = (definitions: object) =>
      Object.values(definitions).map(({ encoding }) => JSON.stringify(encoding));
    expect(new Set(keys(parameterDefinitions)).size).toBe(Object.keys(parameterDefinitions).length);
    expect(new Set(keys(messageDefinitions)).size).toBe(Object.keys(messageDefinitions).length);
  });

  test('fill whole bytes', () => {
    const bits = ({ fields }: { fields: object }) =>
      Object.values(fields)
        .filter(({ kind }) => ['flag', 'uint', 'sint', 'named', 'reserved'].includes(kind))
        .reduce((sum, field) => sum + field.bits, 0);
    const all = Object.entries({ ...parameterDefinitions, ...messageDefinitions });
    expect(all.filter(([, definition]) => bits(definition) % 8 !== 0).map(([name]) => name)).toEqual([]);
  });
});

describe('round trip', () => {
  test.each(messageTypes)('%s comes back as it was', (type) => {
    fc.assert(
      fc.property(messageOf(type), (message) => {
        expect(messageOfBytes(bytesOf(message))).toEqual(message);
      }),
      { numRuns: 25 },
    );
  });

  test.each(Object.keys(parameterDefinitions))('%s comes back as it was, wherever it stands', (type) => {
    fc.assert(
      fc.property(parameterOf(type), (parameter) => {
        const parameters = [parameter as unknown as LlrpParameter];
        const message: LlrpMessage = { type: 'KEEPALIVE', version: 1, id: 1, parameters };
        expect(messageOfBytes(bytesOf(message))).toEqual(message);
      }),
      { numRuns: 15 },
    );
  });

  test('complete messages have no faults', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        expect(checkMessage({ ...message, version: 2 })).toEqual([]);
      }),
    );
  });

  test('bytes that decode are encoded to the same bytes, whatever they are', () => {
    const mutated = fc
      .tuple(anyMessage, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { maxLength: 4 }))
      .map(([message, changes]) => {
        const bytes = bytesOf(message);
        for (const [at, value] of changes) {
          bytes[10 + (at % bytes.length)] = value;
        }
        return bytes;
      });
    fc.assert(
      fc.property(mutated, (bytes) => {
        const decoded = decodeMessage(bytes);
        expect(decoded.ok ? bytesOf(decoded.message) : bytes).toEqual(bytes);
      }),
      { numRuns: 1500 },
    );
  });

  test('random bytes give a message or an error inside them', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('3D', '0B', '14', '03'),
        (body, type) => {
          const bytes = new Uint8Array(10 + body.length);
          bytes.set(framed('', type));
          bytes.set(body, 10);
          new DataView(bytes.buffer).setUint32(2, bytes.length);
          const decoded = decodeMessage(bytes);
          expect(decoded.ok || decoded.error.offset <= bytes.length).toBe(true);
        },
      ),
      { numRuns: 1500 },
    );
  });
});

describe('what is not known is kept', () => {
  test.each([
    [
      'a parameter of another standard',
      '0384 0006 BEEF',
      { type: 'UnknownParameter', number: 900, data: 'BEEF' },
    ],
    [
      "another vendor's parameter",
      '03FF 000E 00001267 00000001 CAFE',
      { type: 'Custom', VendorIdentifier: 0x1267, ParameterSubtype: 1, Data: 'CAFE' },
    ],
    [
      "a vendor's parameter that is shorter than its declaration",
      '03FF 000D 0000651A 00000039 FE',
      { type: 'Custom', VendorIdentifier: 25882, ParameterSubtype: 57, Data: 'FE' },
    ],
    [
      "a vendor's parameter with more than its declaration",
      '03FF 0010 000000A1 000002C5 A0D4 0000',
      { type: 'Custom', VendorIdentifier: 161, ParameterSubtype: 709, Data: 'A0D40000' },
    ],
  ])('%s', (_, body, parameter) => {
    const message = messageOfBytes(framed(body));
    expect(message).toEqual({ type: 'RO_ACCESS_REPORT', version: 1, id: 7, parameters: [parameter] });
    expect(bytesOf(message)).toEqual(framed(body));
  });

  test.each([
    [
      'a message',
      hexBytes('0599 0000000C 00000001 1234'),
      { type: 'UnknownMessage', number: 409, data: '1234' },
    ],
    [
      "a vendor's message",
      hexBytes('07FF 00000010 00000001 00001267 15 AB'),
      { type: 'CUSTOM_MESSAGE', VendorIdentifier: 0x1267, MessageSubtype: 21, Data: 'AB' },
    ],
  ])('%s', (_, bytes, expected) => {
    expect(messageOfBytes(bytes)).toEqual({ version: 1, id: 1, ...expected });
    expect(bytesOf(messageOfBytes(bytes))).toEqual(bytes);
  });

  test('text that is not UTF-8', () => {
    const bytes = framed('011F 000B 0065 0003 41 FF 42', '64');
    const message = messageOfBytes(bytes);
    expect(parameterIn(message, 'LLRPStatus')?.ErrorDescription).toBe('A\udcffB');
    expect(bytesOf(message)).toEqual(bytes);
  });
});

describe('refusals name offset, path, field and what was expected', () => {
  test.each([
    [
      'a cut header',
      hexBytes('043D 0000'),
      'truncated at byte 0, header: expected a header of 10 bytes, not 4',
    ],
    [
      'another length',
      hexBytes('043D 0000000B 00000007'),
      'message-length at byte 2, header: expected 10, the length of the message, not 11',
    ],
    [
      'version 3',
      hexBytes('0C3D 0000000A 00000007'),
      'unknown-version at byte 0, header: expected version 1 (LLRP 1.0.1) or 2 (LLRP 1.1), not 3',
    ],
    [
      'reserved bits of the header',
      hexBytes('243D 0000000A 00000007'),
      'reserved-bits at byte 0, header: expected three 0 bits before the version',
    ],
    [
      'a length beyond the parent',
      framed('00F0 0009 8D 0001 00'),
      'parameter-length at byte 12, RO_ACCESS_REPORT: expected a length of 4 to 8, not 9',
    ],
    [
      'a length shorter than the header',
      framed('00F0 0003'),
      'parameter-length at byte 12, RO_ACCESS_REPORT: expected a length of 4 to 4, not 3',
    ],
    [
      'reserved bits of a parameter',
      framed('10F0 0004'),
      'reserved-bits at byte 10, RO_ACCESS_REPORT: expected six 0 bits before the type of the parameter',
    ],
    [
      'a rest that is no parameter',
      framed('00F0'),
      'parameter-length at byte 10, RO_ACCESS_REPORT: expected a header of 4 bytes, not 2',
    ],
    [
      'a TV parameter that nobody knows',
      framed('00F0 0008 81 0001 AA'),
      'unknown-tv-parameter at byte 17, RO_ACCESS_REPORT/TagReportData[0]: expected a type of 1 to 20, not 42',
    ],
    [
      'a cut TV parameter',
      framed('00F0 0004 00F0 0008 86 C8 81 00'),
      'truncated at byte 21, RO_ACCESS_REPORT/TagReportData[1]/AntennaID[1].AntennaID: ' +
        'expected 2 bytes more, but the end is at 22',
    ],
    [
      'a count that promises too much',
      framed('00F1 0007 0060 AA', '3D'),
      'truncated at byte 14, RO_ACCESS_REPORT/EPCData[0].EPC: expected 12 bytes more, but the end is at 17',
    ],
  ])('%s', (_, bytes, text) => {
    const decoded = decodeMessage(bytes);
    expect(decoded.ok ? '' : llrpErrorText(decoded.error)).toBe(text);
  });

  test('nesting without end', () => {
    const levels = 2000;
    const bytes = new Uint8Array(10 + levels * 8);
    bytes.set(hexBytes('0464 00000000 00000001'));
    const view = new DataView(bytes.buffer);
    view.setUint32(2, bytes.length);
    for (let level = 0; level < levels; level += 1) {
      view.setUint16(10 + level * 8, 289);
      view.setUint16(12 + level * 8, (levels - level) * 8);
    }
    expect(decodeMessage(bytes)).toMatchObject({ ok: false, error: { code: 'nested-too-deep' } });
  });

  test.each([
    [
      'a number out of range',
      { type: 'AntennaID', AntennaID: 65_536 },
      'a whole number from 0 to 65535, not 65536',
    ],
    ['a fraction', { type: 'PeakRSSI', PeakRSSI: -60.5 }, 'a whole number from -128 to 127, not -60.5'],
    ['half a byte', { type: 'EPC_96', EPC: 'ABC' }, 'an even number of hex digits, not "ABC"'],
    ['a short EPC', { type: 'EPC_96', EPC: 'ABCD' }, '12 bytes of hex, not 2, not "ABCD"'],
    ['a missing field', { type: 'ROSpecID' }, 'a whole number from 0 to 4294967295, not undefined'],
  ])('%s cannot be encoded', (_, parameter, expected) => {
    const parameters = [{ type: 'TagReportData', parameters: [parameter] }] as unknown as LlrpParameter[];
    const encoded = encodeMessage({ type: 'RO_ACCESS_REPORT', version: 1, id: 1, parameters });
    const path = `RO_ACCESS_REPORT/TagReportData[0]/${parameter.type}[0]`;
    expect(encoded).toMatchObject({ ok: false, error: { code: 'field-value', path, expected } });
  });

  test('a parameter longer than its length can tell cannot be encoded', () => {
    const parameters: LlrpParameter[] = [
      { type: 'UnknownParameter', number: 900, data: '00'.repeat(65_532) },
    ];
    expect(encodeMessage({ type: 'KEEPALIVE', version: 1, id: 1, parameters })).toMatchObject({
      ok: false,
      error: { code: 'parameter-length', expected: 'at most 65535 bytes, not 65536' },
    });
  });

  test('a name that its enumeration lacks cannot be encoded', () => {
    const parameters = [{ type: 'C1G2LockPayload', Privilege: 'Open', DataField: 'EPC_Memory' }] as unknown;
    const encoded = encodeMessage({
      type: 'KEEPALIVE',
      version: 1,
      id: 1,
      parameters: parameters as LlrpParameter[],
    });
    expect(encoded).toMatchObject({
      error: { field: 'Privilege', expected: expect.stringContaining('Perma_Lock') },
    });
  });
});

describe('writing a tree', () => {
  test('the fields follow from the type', () => {
    const request: MessageOf<'ENABLE_ROSPEC'> = { type: 'ENABLE_ROSPEC', version: 1, id: 7, ROSpecID: 258 };
    expect(bytesOf(request)).toEqual(hexBytes('0418 0000000E 00000007 00000102'));
  });

  test('names and numbers are the same where there is a name', () => {
    const bytes = (StatusCode: 'M_FieldError' | 101) =>
      bytesOf({
        type: 'ERROR_MESSAGE',
        version: 1,
        id: 1,
        parameters: [{ type: 'LLRPStatus', StatusCode, ErrorDescription: '' }],
      });
    expect(bytes(101)).toEqual(bytes('M_FieldError'));
  });
});

describe('reading a tree', () => {
  const message = messageOfBytes(framed('00F0 000A 81 0001 81 0002 00F0 0007 81 0003'));

  test('the first of a name, or none', () => {
    expect(parameterIn(message, 'TagReportData')?.parameters?.length).toBe(2);
    expect(parameterIn(message, 'RFSurveyReportData')).toBeUndefined();
  });

  test('all of a name in their order', () => {
    const antennas = parametersIn(message, 'TagReportData').flatMap((tag) => parametersIn(tag, 'AntennaID'));
    expect(antennas.map(({ AntennaID }) => AntennaID)).toEqual([1, 2, 3]);
    expect(parametersIn({ parameters: [] }, 'AntennaID')).toEqual([]);
  });
});
