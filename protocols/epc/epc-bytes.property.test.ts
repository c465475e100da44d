import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDigitalLink } from './digital-link.ts';
import { decodeEpc, decodeEpcHex } from './epc-decode.ts';
import { encodeEpc } from './epc-encode.ts';
import { epcFromDigitalLink } from './epc-from-elements.ts';
import { parsePureIdentityUri, parseTagUri } from './epc-uri.ts';
import { classicCodings, type PlusCoding, plusCodings } from './scheme.ts';
import { classicSchemes, plusSchemes, succeed } from './testing-epcs.ts';
import { decodeTid } from './tid.ts';
import { valueFormats } from './value-format.ts';

describe('whatever bytes come', () => {
  const headers = [
    ...classicSchemes.map((s) => classicCodings[s]),
    ...plusSchemes.map((s) => plusCodings[s]),
  ];
  const anyHeader = fc.oneof(
    fc.constantFrom(...headers.map(({ header }) => header)),
    fc.integer({ min: 0, max: 255 }),
  );
  const anyBytes = fc
    .tuple(anyHeader, fc.uint8Array({ maxLength: 70 }))
    .map(([header, rest]) => Uint8Array.of(header, ...rest));

  test('decoding answers with an EPC or with a refusal that has a place', () => {
    fc.assert(
      fc.property(anyBytes, fc.nat({ max: 600 }), (bytes, length) => {
        const result = decodeEpc(bytes, length);
        if (result.ok) return;
        expect(result.offset).toBeLessThanOrEqual(bytes.length * 8);
        expect(result.field).not.toBe('');
        expect(result.expected).not.toBe('');
      }),
      { numRuns: 5_000 },
    );
  });

  test('what decodes without padding of its own encodes to the same bits', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        const result = decodeEpc(bytes);
        if (!result.ok || result.value.kind === 'plus') return;
        const again = succeed(encodeEpc(result.value)).bytes;
        const length = Math.min(again.length, bytes.length);
        expect(again.slice(0, length)).toEqual(bytes.slice(0, length));
      }),
      { numRuns: 5_000 },
    );
  });

  test('any text in any field encodes to bits that come back, or is refused', () => {
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 30 }), fc.stringMatching(/^[0-9]{0,25}$/));
    const anyElement = fc.record({
      ai: fc.oneof(fc.constantFrom(...valueFormats.keys()), text),
      value: text,
    });
    const anyClassic = fc.record({
      kind: fc.constant('classic' as const),
      scheme: fc.constantFrom(...classicSchemes),
      filter: fc.option(fc.integer({ min: -1, max: 64 })),
      components: fc.array(text, { maxLength: 6 }),
    });
    const anyPlus = fc.constantFrom(...plusSchemes).chain((scheme) => {
      const coding: PlusCoding = plusCodings[scheme];
      return fc.record({
        kind: fc.constant('plus' as const),
        scheme: fc.constant(scheme),
        filter: fc.integer({ min: -1, max: 8 }),
        elements: fc.tuple(...coding.ais.map((ai) => fc.record({ ai: fc.constant(ai), value: text }))),
        date: coding.hasDate ? fc.constant({ ai: '17', value: '261231' }) : fc.constant(null),
        hostname: coding.hasHostname ? text : fc.constant(null),
        aidc: fc.array(anyElement, { maxLength: 2 }),
      });
    });
    fc.assert(
      fc.property(fc.oneof(anyClassic, anyPlus), (epc) => {
        const encoded = encodeEpc(epc);
        expect(encoded.ok || encoded.expected).not.toBe('');
        if (!encoded.ok) return;
        expect(succeed(encodeEpc(succeed(decodeEpcHex(encoded.value.hex)))).hex).toBe(encoded.value.hex);
      }),
      { numRuns: 5_000 },
    );
  });

  test('any text is answered too', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        decodeEpcHex(text);
        decodeTid(text);
        parseTagUri(`urn:epc:tag:${text}`);
        parsePureIdentityUri(`urn:epc:id:sgtin:${text}`, 'SGTIN-198', 0);
        parseDigitalLink(`https://example.com/01/${text}`);
        epcFromDigitalLink(`/01/${text}`, { scheme: 'SGTIN-96', companyPrefixLength: 7 });
      }),
    );
  });
});
