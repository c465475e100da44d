import { describe, expect, test } from 'vitest';
import { BitReader } from './bit-reader.ts';
import { BitWriter } from './bit-writer.ts';
import { readHostname, writeHostname } from './hostname.ts';

function written(hostname: string) {
  const writer = new BitWriter();
  writeHostname(writer, hostname);
  return writer;
}

function read(bits: string) {
  const digits = bits.replaceAll(' ', '');
  const bytes = digits.padEnd(Math.ceil(digits.length / 8) * 8, '0').match(/.{8}/g) ?? [];
  const reader = new BitReader(
    Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2)),
    digits.length,
  );
  return { hostname: readHostname(reader), fault: reader.fault };
}

describe('the custom hostname of ++ schemes (TDS 2.3, 14.5.16)', () => {
  test.each([
    // Indicator and length are 7 bits; each step of the length is 7 bits more.
    ['id.example.com', 7 + 9 * 7],
    ['example.com', 7 + 8 * 7],
    ['qr.loja.com.br', 7 + (1 + 4 + 2) * 7],
    ['www.abc.de', 7 + (1 + 3 + 2) * 7],
    ['shop.tech', 7 + (4 + 2) * 7],
    ['abc.co.uk', 7 + (3 + 2) * 7],
    ['localhost', 7 + 9 * 7],
    // Upper case fits URN Code 40: 16 bits for three characters.
    ['ID.EXAMPLE.COM', 7 + 5 * 16],
  ])('%s takes %i bits', (hostname, bits) => {
    const writer = written(hostname);
    expect([writer.fault, writer.position]).toEqual([null, bits]);
    const reader = new BitReader(writer.words(), writer.position);
    expect(readHostname(reader)).toBe(hostname);
  });

  test('is refused where it is no host', () => {
    expect(written('').fault).toMatchObject({ code: 'bad_length' });
    expect(written('a'.repeat(64)).fault).toMatchObject({ code: 'bad_length' });
    expect(written('example.com/path').fault).toMatchObject({ code: 'invalid_character', offset: 11 });
  });

  test.each([
    ['no character at all', '1 000000', 'bad_length'],
    ['a sequence kept for the future', '1 000001 0000100', 'reserved_value'],
    ['a domain kept for the future', '1 000010 0000011 0000001', 'reserved_value'],
    ['half a 14-bit sequence', '1 000001 0000000 0000000', 'bad_length'],
    ['a slash, which would change the path', '1 000001 0101111', 'invalid_character'],
    ['a group of URN Code 40 that stands for nothing', '0 000011 0000000000000000', 'invalid_character'],
    ['padding within the text', '0 000011 0000011001000010', 'invalid_character'],
  ])('%s is refused', (_, bits, code) => {
    expect(read(bits).fault).toMatchObject({ code, field: 'hostname' });
  });
});
