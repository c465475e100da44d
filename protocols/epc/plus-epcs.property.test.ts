import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BitReader } from './bit-reader.ts';
import { BitWriter } from './bit-writer.ts';
import { digitalLinkPath, digitalLinkUri, parseDigitalLink } from './digital-link.ts';
import { elementsOf } from './epc.ts';
import { decodeEpc, decodeEpcHex } from './epc-decode.ts';
import { type EpcToEncode, encodeEpc } from './epc-encode.ts';
import { epcFromDigitalLink } from './epc-from-elements.ts';
import { arbitraryPlusEpc, arbitraryValue, plusSchemes, succeed } from './testing-epcs.ts';
import { valueFormats } from './value-format.ts';
import { readValue } from './value-reader.ts';
import { writeValue } from './value-writer.ts';

describe.each(plusSchemes)('%s', (scheme) => {
  test('comes back from bits, with the data behind it', () => {
    fc.assert(
      fc.property(arbitraryPlusEpc(scheme), (epc) => {
        const { hex } = succeed(encodeEpc(epc));
        const decoded = succeed(decodeEpcHex(hex.toLowerCase()));
        expect(decoded).toEqual({ ...epc, aidcFault: null });
        expect(succeed(encodeEpc(decoded)).hex).toBe(hex);
      }),
    );
  });

  test('comes back from its Digital Link without any table', () => {
    fc.assert(
      fc.property(arbitraryPlusEpc(scheme), (epc) => {
        const { hex } = succeed(encodeEpc(epc));
        const decoded = succeed(decodeEpcHex(hex));
        const link = digitalLinkUri(decoded) ?? '';
        const elements = succeed(parseDigitalLink(link)).elements;
        expect(new Set(elements)).toEqual(new Set(elementsOf(decoded)));
        const back = epcFromDigitalLink(digitalLinkPath(decoded) ?? '', { scheme });
        fc.pre(back.ok || back.code !== 'number_not_for_epc');
        expect(succeed(back)).toMatchObject({ elements: decoded.elements });
      }),
    );
  });

  test('is refused with a place wherever it ends early', () => {
    fc.assert(
      fc.property(arbitraryPlusEpc(scheme), fc.nat(), (epc, cut) => {
        const plain = succeed(encodeEpc({ ...epc, aidc: [] } as EpcToEncode));
        const refused = decodeEpc(plain.bytes, cut % plain.bitLength);
        expect(refused).toMatchObject({ ok: false, unit: 'bit' });
      }),
    );
  });
});

test('a value of any AI of table F comes back from bits', () => {
  const anyElement = fc
    .constantFrom(...valueFormats.keys())
    .chain((ai) => fc.tuple(fc.constant(ai), arbitraryValue(ai, false)));
  fc.assert(
    fc.property(anyElement, ([ai, value]) => {
      const writer = new BitWriter();
      writeValue(writer, ai, value, false);
      // AIs of up to 90 characters can hold more than a tag.
      fc.pre(writer.fault?.code !== 'too_long');
      expect(writer.fault).toBeNull();
      const reader = new BitReader(writer.words(), writer.position);
      expect(readValue(reader, ai, false)).toBe(value);
      expect([reader.fault, reader.remaining]).toEqual([null, 0]);
    }),
    { numRuns: 5_000 },
  );
});
