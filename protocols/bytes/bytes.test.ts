import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bytesOfHex, hexOf } from './hex.ts';
import { utf8Bytes, utf8Length, utf8Text } from './utf8.ts';

describe('hex', () => {
  test('is upper case, two digits a byte', () => {
    expect(hexOf(Uint8Array.of(0, 9, 0xab, 0xff))).toBe('0009ABFF');
    expect(hexOf(Uint8Array.from({ length: 12 }, (_, at) => at * 21))).toBe('00152A3F54697E93A8BDD2E7');
    expect(hexOf(Uint8Array.of(1, 2, 3), 1, 2)).toBe('02');
  });

  test('gives its bytes back, in either case', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(bytesOfHex(hexOf(bytes))).toEqual(bytes);
        expect(bytesOfHex(hexOf(bytes).toLowerCase())).toEqual(bytes);
      }),
    );
  });

  test.each(['A', 'AG', '0x00', 'A A ', 'ÄÄ'])('%j is none', (text) => {
    expect(bytesOfHex(text)).toBeNull();
  });
});

describe('UTF-8', () => {
  test('text comes back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(utf8Text(utf8Bytes(text))).toBe(text);
      }),
    );
  });

  test('bytes come back as they were, whatever they are', () => {
    const lead = fc.constantFrom(0x41, 0xc3, 0xa4, 0xe2, 0x82, 0xac, 0xed, 0xa0, 0xf0, 0x9f, 0xff);
    fc.assert(
      fc.property(fc.array(fc.oneof(lead, fc.nat({ max: 255 })), { maxLength: 20 }), (bytes) => {
        expect([...utf8Bytes(utf8Text(Uint8Array.from(bytes)))]).toEqual(bytes);
      }),
      { numRuns: 2000 },
    );
  });

  test('keeps what is valid around what is not', () => {
    expect(utf8Text(Uint8Array.of(0xc3, 0xa4, 0xff, 0xe2, 0x82, 0xac))).toBe('ä\udcff€');
  });

  test('keeps a byte order mark', () => {
    expect(utf8Text(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toBe('\ufeffA');
  });
});

test('the length in UTF-8 is that of the encoder, for every text', () => {
  const encoder = new TextEncoder();
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(utf8Length(text)).toBe(encoder.encode(text).length);
    }),
  );
});
