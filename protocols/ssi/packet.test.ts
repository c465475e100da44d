import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { codeTypeOf, identified } from './code-types.ts';
import { encodeParameterNumber, encodeParameters, readMessage } from './message.ts';
import { beepCode, ssiOpcode } from './opcodes.ts';
import { decodePacket, encodePacket, maxDataBytes, maxPacketBytes, type SsiPacket } from './packet.ts';
import { type SsiStreamEvent, ssiStreamCut, ssiStreamStart, ssiStreamStep } from './stream.ts';

const bytesOf = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'));
const encoded = (packet: Partial<SsiPacket> & { opcode: number }) => {
  const result = encodePacket(packet);
  if (!result.ok) throw new Error(result.fault.expected);
  return result.value;
};
const byte = fc.integer({ min: 0, max: 255 });
const anyPacket = fc.record({
  opcode: byte,
  source: byte,
  status: byte,
  data: fc.uint8Array({ maxLength: maxDataBytes }),
});
const knownPacket = fc.record({
  opcode: fc.constantFrom(...Object.values(ssiOpcode)),
  source: fc.constantFrom(0, 4),
  status: byte,
  data: fc.uint8Array({ maxLength: 40 }),
});

function read(chunks: readonly Uint8Array[]) {
  const events: SsiStreamEvent[] = [];
  let state = ssiStreamStart;
  for (const chunk of chunks) {
    const step = ssiStreamStep(state, chunk);
    state = step.state;
    events.push(...step.events);
    expect(state.rest.length).toBeLessThan(maxPacketBytes);
  }
  return { events, cut: ssiStreamCut(state).events };
}
const shown = (events: readonly SsiStreamEvent[]) =>
  events.map((event) =>
    event.kind === 'packet' ? Buffer.from(encoded(event.packet)).toString('hex') : `! ${event.fault.code}`,
  );
const pieces = (bytes: Uint8Array, size: number) =>
  Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );

describe('an SSI packet', () => {
  test('comes back as it was', () => {
    fc.assert(
      fc.property(anyPacket, (packet) => {
        expect(decodePacket(encoded(packet))).toEqual({ ok: true, value: packet });
      }),
    );
  });

  test('is refused with any one byte changed', () => {
    fc.assert(
      fc.property(anyPacket, fc.nat(), fc.integer({ min: 1, max: 255 }), (packet, place, change) => {
        const bytes = encoded(packet);
        const at = place % bytes.length;
        bytes[at] = (bytes[at] ?? 0) ^ change;
        expect(decodePacket(bytes).ok).toBe(false);
      }),
    );
  });

  test.each([
    ['a wrong checksum', '0500040000ffe7', 'checksum', 5, '0xFFF7'],
    ['an impossible length', '03d004', 'length', 0, 'at least 4'],
    ['nothing', '', 'length', 0, 'at least 4'],
    ['a missing end', '04d00400', 'unfinished', 4, '6 bytes, 4 are there'],
    ['a byte too many', '04d00400ff2800', 'length', 7, '6 bytes, 7 are there'],
  ])('is refused with %s', (_, hex, code, offset, expected) => {
    expect(decodePacket(bytesOf(hex))).toMatchObject({ ok: false, fault: { code, offset, expected } });
  });

  test('is not built with what no packet can hold', () => {
    expect(encodePacket({ opcode: 1, data: new Uint8Array(252) })).toMatchObject({
      fault: { expected: 'at most 251 bytes' },
    });
    expect(encodePacket({ opcode: 256 })).toMatchObject({ fault: { field: 'opcode', expected: 'a byte' } });
  });
});

describe('a stream of SSI packets', () => {
  test('gives the same however it is split, whatever is in it', () => {
    const part = fc.oneof(knownPacket.map(encoded), anyPacket.map(encoded), fc.uint8Array({ maxLength: 20 }));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.integer({ min: 1, max: 40 }), (parts, size) => {
        const bytes = Uint8Array.from(parts.flatMap((piece) => [...piece]));
        expect(read(pieces(bytes, size))).toEqual(read([bytes]));
      }),
      { numRuns: 600 },
    );
  });

  test('gives every packet, past the NULs that wake a scanner', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), anyPacket)), (parts) => {
        const bytes = parts.flatMap(([nuls, packet]) => [...new Uint8Array(nuls), ...encoded(packet)]);
        expect(read([Uint8Array.from(bytes)]).events).toEqual(
          parts.map(([, packet]) => ({ kind: 'packet', packet })),
        );
      }),
    );
  });

  test('names a damaged packet once and goes on with the next', () => {
    const scan = '07f30000014e52fe65';
    expect(shown(read([bytesOf(`07f30000014e53fe65${scan}${scan}`)]).events)).toEqual([
      '! checksum',
      scan,
      scan,
    ]);
    expect(shown(read([bytesOf(`0201${scan}`)]).events)).toEqual(['! length', scan]);
    // The length was damaged: the packet that the false one swallowed is found in it.
    expect(shown(read([bytesOf(`0cf30000014e52fe65${scan}`)]).events)).toEqual(['! checksum', scan]);
    expect(read([bytesOf('07f30000014e53fe65')]).events).toMatchObject([
      { fault: { field: 'checksum', expected: '0xFE64' }, header: bytesOf('07f30000') },
    ]);
  });

  test('finds whole packets behind a false begin when the line falls silent', () => {
    const scan = '07f30000014e52fe65';
    const { events, cut } = read([bytesOf(`40f30000${scan}`)]);
    expect(events).toEqual([]);
    expect(shown(cut)).toEqual(['! unfinished', scan]);
  });
});

describe('a message', () => {
  const message = (opcode: number, hex: string) => {
    const result = readMessage({ opcode, source: 0, status: 0, data: bytesOf(hex) });
    return result.ok ? result.value : result.fault;
  };

  test.each([
    ['a scan', 0xf3, '014e52', { kind: 'decode-data', codeType: 1, data: bytesOf('4e52') }],
    ['an acknowledgement', 0xd0, '', { kind: 'ack' }],
    ['a refusal', 0xd1, '01', { kind: 'nak', cause: 'RESEND', code: 1 }],
    ['a refusal of its own', 0xd1, '63', { kind: 'nak', cause: null, code: 99 }],
    ['an event', 0xf6, '03', { kind: 'event', code: 3, name: 'power-up' }],
    ['a revision', 0xa4, '4e4252', { kind: 'revision', revision: 'NBR' }],
    [
      'parameters',
      0xc6,
      'ff8a08f04e02f8040d01',
      {
        kind: 'parameters',
        values: new Map([
          [0x8a, 8],
          [334, 2],
          [1037, 1],
        ]),
      },
    ],
    [
      'capabilities',
      0xd4,
      '01030f07d0e6',
      {
        kind: 'capabilities',
        capabilities: { baudRates: 0x103, serialOptions: 15, multiPacketOptions: 7, opcodes: [0xd0, 0xe6] },
      },
    ],
    ['anything else', 0x77, '0102', { kind: 'other', opcode: 0x77, data: bytesOf('0102') }],
  ])('is %s', (_, opcode, hex, expected) => {
    expect(message(opcode, hex)).toEqual(expected);
  });

  test.each([
    ['a scan without type', 0xf3, '', 4, 'code type'],
    ['a refusal without cause', 0xd1, '', 4, 'cause'],
    ['an event without code', 0xf6, '', 4, 'event code'],
    ['parameters without beep', 0xc6, '', 4, 'beep code'],
    ['a parameter without value', 0xc6, 'ff8a', 5, 'parameter'],
    ['a parameter with a foreign prefix', 0xc6, 'ff8a08f30101', 7, 'parameter'],
    ['capabilities cut short', 0xd4, '0103', 4, 'capabilities'],
  ])('names %s', (_, opcode, hex, offset, field) => {
    expect(message(opcode, hex)).toMatchObject({ code: 'value', offset, field });
  });

  test('brings parameters back', () => {
    const values = fc.dictionary(fc.integer({ min: 0, max: 65_535 }).map(String), byte, { maxKeys: 30 });
    fc.assert(
      fc.property(values, byte, (dictionary, beep) => {
        const wanted = new Map(Object.entries(dictionary).map(([number, value]) => [Number(number), value]));
        const data = encodeParameters(wanted, beep);
        expect(message(0xc6, Buffer.from(data).toString('hex'))).toEqual({
          kind: 'parameters',
          values: wanted,
        });
      }),
    );
    expect(encodeParameterNumber(334)).toEqual([0xf0, 0x4e]);
  });
});

test('beeps are numbered by count, tone and length', () => {
  expect([
    beepCode(1, 'high', 'short'),
    beepCode(5, 'low', 'short'),
    beepCode(3, 'high', 'long'),
    beepCode(5, 'low', 'long'),
  ]).toEqual([0x00, 0x09, 0x0c, 0x13]);
});

describe('a code type', () => {
  test.each([
    [0x0f, '0104012345678901', ']C10104012345678901'],
    [0x03, 'ABC', ']C0ABC'],
    [0x0b, '4012345678901', ']E04012345678901'],
    [0x0a, '40123455', ']E440123455'],
    [0x08, '012345678905', ']E00012345678905'],
    [0x09, '01234565', ']E00012345000065'],
    [0x09, '04252614', ']E00042100005264'],
    [0x09, '01234531', ']E00012300000451'],
    [0x09, '01234543', ']E00012340000053'],
    [0x4b, '401234567890112', ']E3401234567890112'],
    [0x88, '01234567890551000', ']E3001234567890551000'],
    [0xc1, '0104012345678901', ']d20104012345678901'],
    [0xc2, '0104012345678901', ']Q30104012345678901'],
    [0x32, '0104012345678901', ']e00104012345678901'],
    [0x1b, ']d20104012345678901', ']d20104012345678901'],
    [0x08, '12345', '12345'],
    [0x09, '123456', '123456'],
    [0x17, '512345', '512345'],
    [0xee, ']X0abc', ']X0abc'],
    [0x01, ']C1abc', ']A0]C1abc'],
  ])('0x%s gives %s its identifier', (type, data, text) => {
    expect(identified(type, data).text).toBe(text);
  });

  test('that is unknown is named by its number', () => {
    expect(codeTypeOf(0xee)).toEqual({ name: 'code type 0xee', aim: null });
    expect(codeTypeOf(0x0f).name).toBe('GS1-128');
  });
});
