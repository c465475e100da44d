import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digitalLinkPath } from './digital-link.ts';
import { decodeEpc, decodeEpcHex } from './epc-decode.ts';
import { encodeEpc } from './epc-encode.ts';
import { tagKeyFromBytes, tagKeyFromHex } from './tag-key.ts';
import { arbitraryClassicEpc, arbitraryPlusEpc, succeed } from './testing-epcs.ts';

describe('the short way to the key', () => {
  const anyEpc = fc.oneof(
    arbitraryClassicEpc('SGTIN-96'),
    arbitraryClassicEpc('SSCC-96'),
    arbitraryClassicEpc('SGTIN-198'),
    arbitraryPlusEpc('SGTIN+'),
  );

  test('gives the Digital Link path of the long way', () => {
    fc.assert(
      fc.property(anyEpc, (epc) => {
        const { hex, bytes } = succeed(encodeEpc(epc));
        const path = digitalLinkPath(succeed(decodeEpcHex(hex)));
        expect(tagKeyFromHex(hex)).toEqual({ ok: true, value: path });
        expect(tagKeyFromHex(hex.toLowerCase())).toEqual({ ok: true, value: path });
        expect(tagKeyFromBytes(bytes)).toEqual({ ok: true, value: path });
      }),
      { numRuns: 2_000 },
    );
  });

  test('refuses what the long way refuses, in the same words', () => {
    const anyRest = fc.uint8Array({ minLength: 11, maxLength: 11 });
    fc.assert(
      fc.property(fc.constantFrom(0x30, 0x31, 0x00, 0xe2), anyRest, (header, rest) => {
        const bytes = Uint8Array.of(header, ...rest);
        const decoded = decodeEpc(bytes);
        const expected = decoded.ok ? { ok: true, value: digitalLinkPath(decoded.value) } : decoded;
        expect(tagKeyFromBytes(bytes)).toEqual(expected);
      }),
      { numRuns: 2_000 },
    );
  });
});
