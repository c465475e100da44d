import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { companyPrefixOf, knownPrefixes, urnOfDigitalLink } from './digital-link-to-urn.ts';
import { digitalLinkOfUrn } from './urn-to-digital-link.ts';

const urns = [
  'urn:epc:id:sgtin:4012345.011111.9876',
  'urn:epc:id:sgtin:0614141.812345.6789%2F%26%25%22!%3F()',
  'urn:epc:id:sgtin:415056789012.0.1.2',
  'urn:epc:id:sscc:4012345.3111111111',
  'urn:epc:id:sgln:4012345.00005.122',
  'urn:epc:id:sgln:4012345.00005.0',
  'urn:epc:id:pgln:999999999999.',
  'urn:epc:id:grai:4012345.00022.334455',
  'urn:epc:id:giai:4012345.ABC.345',
  'urn:epc:id:gsrn:4012345.0000006765',
  'urn:epc:id:gsrnp:4012345.0000000007',
  'urn:epc:id:gdti:987659999999..9',
  'urn:epc:id:sgcn:4012345.99999.44',
  'urn:epc:id:cpi:0614141.11111111111111-A%23%2F.1234',
  'urn:epc:id:ginc:0614141.xyz47%2F11',
  'urn:epc:id:gsin:4012345.222333444',
  'urn:epc:id:itip:4012345.011111.01.02.987',
  'urn:epc:id:upui:1234567.098765.51qIgY)%3C%26Jp3*j7SDB',
  'urn:epc:class:lgtin:4012345.012345.Lot987',
  'urn:epc:idpat:sgtin:4012345.012345.*',
  'urn:epc:idpat:grai:4012345.99999.*',
  'urn:epc:idpat:gdti:4012345.11111.*',
  'urn:epc:idpat:sgcn:4012345.22222.*',
  'urn:epc:idpat:cpi:4012345.AB12.*',
  'urn:epc:idpat:itip:4012345.012345.01.02.*',
];

describe('a GS1 Digital Link URI', () => {
  test.each(urns)('gives back %s', (urn) => {
    const prefix = companyPrefixOf(urn) ?? '';
    expect(urnOfDigitalLink(digitalLinkOfUrn(urn) ?? '', knownPrefixes([prefix]))).toBe(urn);
  });

  test('gives back any serial number of any prefix', () => {
    const serial = fc.stringMatching(/^[!"%&'()*+,\-./0-9:;=?A-Z_a-z]{1,20}$/);
    const digits = fc.stringMatching(/^\d{13}$/);
    fc.assert(
      fc.property(digits, fc.integer({ min: 6, max: 12 }), serial, (all, length, text) => {
        const escapes = text.replace(/["%&/?]/g, (symbol) => encodeURIComponent(symbol));
        const prefix = all.slice(0, length);
        const urn = `urn:epc:id:sgtin:${prefix}.${all.slice(length)}.${escapes}`;
        expect(urnOfDigitalLink(digitalLinkOfUrn(urn) ?? '', knownPrefixes([prefix]))).toBe(urn);
      }),
    );
  });

  test.each([
    ['of an unknown company prefix', 'https://id.gs1.org/01/09999999999994/21/1'],
    ['with a wrong check digit', 'https://id.gs1.org/01/04012345111117/21/1'],
    ['without a key', 'https://example.com/about'],
    ['of a returnable asset without its padding zero', 'https://id.gs1.org/8003/14012345000221334455'],
  ])('%s has no such form', (_what, link) => {
    expect(urnOfDigitalLink(link, knownPrefixes(['4012345']))).toBeNull();
  });

  test('of two prefixes the longer one is believed', () => {
    const length = knownPrefixes(['4012345', '40123456', '0614141']);
    expect(['401234567', '401234512', '06141419', '99'].map(length)).toEqual([8, 7, 7, null]);
  });
});
