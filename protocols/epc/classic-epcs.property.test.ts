import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digitalLinkPath } from './digital-link.ts';
import { decodeEpc, decodeEpcHex } from './epc-decode.ts';
import { encodeEpc } from './epc-encode.ts';
import { epcFromDigitalLink } from './epc-from-elements.ts';
import { parsePureIdentityUri, parseTagUri, pureIdentityUri, tagUri } from './epc-uri.ts';
import { arbitraryClassicEpc, classicSchemes, succeed } from './testing-epcs.ts';

describe.each(classicSchemes)('%s', (scheme) => {
  test('comes back from bits, with its scheme, filter and components', () => {
    fc.assert(
      fc.property(arbitraryClassicEpc(scheme), (epc) => {
        const { hex } = succeed(encodeEpc(epc));
        const decoded = succeed(decodeEpcHex(hex));
        expect(decoded).toMatchObject(epc);
        expect(succeed(encodeEpc(decoded)).hex).toBe(hex);
      }),
    );
  });

  test('is read alike in lower case, with more padding and without any', () => {
    fc.assert(
      fc.property(arbitraryClassicEpc(scheme), (epc) => {
        const { hex, bitLength } = succeed(encodeEpc(epc));
        const decoded = decodeEpcHex(hex);
        expect(decodeEpcHex(hex.toLowerCase())).toEqual(decoded);
        expect(decodeEpcHex(`${hex}00000000`)).toEqual(decoded);
        expect(decodeEpcHex(hex.slice(0, Math.ceil(bitLength / 4)))).toEqual(decoded);
      }),
    );
  });

  test('comes back from both URNs', () => {
    fc.assert(
      fc.property(arbitraryClassicEpc(scheme), (epc) => {
        const decoded = succeed(decodeEpcHex(succeed(encodeEpc(epc)).hex));
        expect(succeed(parseTagUri(tagUri(decoded) ?? ''))).toEqual(decoded);
        const identity = pureIdentityUri(decoded) ?? '';
        expect(succeed(parsePureIdentityUri(identity, scheme, decoded.filter ?? 0))).toEqual(decoded);
      }),
    );
  });

  test('is refused as truncated wherever it ends early', () => {
    fc.assert(
      fc.property(arbitraryClassicEpc(scheme), fc.nat(), (epc, cut) => {
        const { bytes, bitLength } = succeed(encodeEpc(epc));
        const refused = decodeEpc(bytes, cut % bitLength);
        expect(refused).toMatchObject({ ok: false, code: 'truncated', unit: 'bit' });
      }),
    );
  });
});

describe.each(classicSchemes.filter((scheme) => !/^(GID|USDOD|ADI)/.test(scheme)))('%s', (scheme) => {
  test('comes back from its Digital Link, once the length of the company prefix is told', () => {
    fc.assert(
      fc.property(arbitraryClassicEpc(scheme), (epc) => {
        const { hex } = succeed(encodeEpc(epc));
        const decoded = succeed(decodeEpcHex(hex));
        if (decoded.kind !== 'classic') throw new Error(decoded.kind);
        const companyPrefixLength = decoded.companyPrefixLength ?? 0;
        const options = { scheme, companyPrefixLength, filter: decoded.filter ?? 0 };
        const back = epcFromDigitalLink(digitalLinkPath(decoded) ?? '', options);
        // Some numbers stand for no trade item that may be serialised.
        fc.pre(back.ok || back.code !== 'number_not_for_epc');
        expect(succeed(encodeEpc(succeed(back))).hex).toBe(hex);
      }),
    );
  });
});
