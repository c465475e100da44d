import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { constrainedLink, gtinLink, sgtinLink } from './digital-link.ts';
import { digitalLinkOfUrn } from './urn-to-digital-link.ts';

const base = 'https://id.gs1.org';

describe('an EPC URN', () => {
  test.each([
    ['urn:epc:id:sgtin:4012345.011111.9876', '/01/04012345111118/21/9876'],
    [
      'urn:epc:id:sgtin:0614141.812345.6789%2F%26%25%22!%3F()',
      '/01/80614141123458/21/6789%2F%26%25%22%21%3F%28%29',
    ],
    ['urn:epc:id:sgtin:415056789012.0.1.2', '/01/04150567890128/21/1.2'],
    ['urn:epc:id:sscc:4012345.3111111111', '/00/340123451111111111'],
    ['urn:epc:id:sgln:4012345.00005.122', '/414/4012345000054/254/122'],
    ['urn:epc:id:sgln:4012345.00005.0', '/414/4012345000054'],
    ['urn:epc:id:pgln:999999999999.', '/417/9999999999994'],
    ['urn:epc:id:grai:4012345.00022.334455', '/8003/04012345000221334455'],
    ['urn:epc:id:giai:4012345.ABC.345', '/8004/4012345ABC.345'],
    ['urn:epc:id:gsrn:4012345.0000006765', '/8018/401234500000067657'],
    ['urn:epc:id:gsrnp:4012345.0000000007', '/8017/401234500000000074'],
    ['urn:epc:id:gdti:987659999999..9', '/253/98765999999929'],
    ['urn:epc:id:sgcn:4012345.99999.44', '/255/401234599999044'],
    ['urn:epc:id:cpi:0614141.11111111111111-A%23%2F.1234', '/8010/061414111111111111111-A%23%2F/8011/1234'],
    ['urn:epc:id:ginc:0614141.xyz47%2F11', '/401/0614141xyz47%2F11'],
    ['urn:epc:id:gsin:4012345.222333444', '/402/40123452223334442'],
    ['urn:epc:id:itip:4012345.011111.01.02.987', '/8006/040123451111180102/21/987'],
    [
      'urn:epc:id:upui:1234567.098765.51qIgY)%3C%26Jp3*j7SDB',
      '/01/01234567987651/235/51qIgY%29%3C%26Jp3%2Aj7SDB',
    ],
    ['urn:epc:class:lgtin:4012345.012345.Lot987', '/01/04012345123456/10/Lot987'],
    ['urn:epc:idpat:sgtin:4012345.012345.*', '/01/04012345123456'],
    ['urn:epc:idpat:grai:4012345.99999.*', '/8003/04012345999990'],
    ['urn:epc:idpat:gdti:4012345.11111.*', '/253/4012345111118'],
    ['urn:epc:idpat:sgcn:4012345.22222.*', '/255/4012345222227'],
    ['urn:epc:idpat:cpi:4012345.AB12.*', '/8010/4012345AB12'],
    ['urn:epc:idpat:itip:4012345.012345.01.02.*', '/8006/040123451234560102'],
    ['urn:epc:idpat:upui:4012345.012345.*', '/01/04012345123456'],
  ])('%s', (urn, path) => {
    expect(digitalLinkOfUrn(urn)).toBe(base + path);
  });

  test.each([
    'urn:epc:id:sgtin:4012345.01111.9876',
    'urn:epc:id:sgtin:4012345.011111.',
    'urn:epc:id:sgtin:4012345.011111.123456789012345678901',
    'urn:epc:id:sgtin:4012345.011111.a#b',
    'urn:epc:id:sgtin:40123.01111111.1',
    'urn:epc:id:sscc:4012345.311111111',
    'urn:epc:id:gid:95100000.12345.400',
    'urn:epc:id:usdod:CJ783.400',
    'urn:epc:id:constructor:4012345.1',
    'urn:epc:id:sgcn:4012345.99999.A',
    'urn:epc:idpat:sgtin:4012345.012345.1',
    'urn:epc:idpat:sgtin:4012345.*.*',
    'urn:epc:id:itip:4012345.011111.1.002.987',
  ])('%s names no key', (urn) => {
    expect(digitalLinkOfUrn(urn)).toBeNull();
  });

  test('of any kind never throws', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('urn:epc:id:sgtin:', 'urn:epc:id:cpi:', 'urn:epc:class:lgtin:', ''),
        fc.string(),
        (head, text) => {
          digitalLinkOfUrn(head + text);
          constrainedLink(`https://x/${text}`);
        },
      ),
    );
  });
});

describe('a GS1 Digital Link URI', () => {
  test.each([
    ['https://id.gs1.org/gtin/09780345418913', '/01/09780345418913'],
    ['https://example.com/gtin/09780345418913/21/765tz?abc=211121#x', '/01/09780345418913/21/765tz'],
    ['http://example.de/gtin-8/01/97803111', '/01/00000097803111'],
    ['http://us.example.com/01/001122334455/ser/GHB', '/01/00001122334455/21/GHB'],
    ['https://id.gs1.org/gtin/9780345418913/cpv/344/lot/1223/ser/765tz', '/01/09780345418913/21/765tz'],
    ['https://id.gs1.org/gtin/9780345418913/cpv/344', '/01/09780345418913'],
    ['https://example.com/8006/040123451234560102/10/L/21/ser987/', '/8006/040123451234560102/21/ser987'],
    ['https://example.co.uk/party/4226350800008', '/417/4226350800008'],
    ['https://id.gs1.org/414/4280000000002/254/12', '/414/4280000000002/254/12'],
    ['https://id.gs1.org/8010/0628165987/8011/9876', '/8010/0628165987/8011/9876'],
    ['https://example.com/8018/385888700111111111/8019/5', '/8018/385888700111111111'],
    ['https://example.com/01/09780345418913/21/a%2fb(c)', '/01/09780345418913/21/a%2Fb%28c%29'],
  ])('%s', (uri, path) => {
    expect(constrainedLink(uri)).toBe(base + path);
  });

  test.each([
    'http://example.org/123/4012345ABC987/456/4711',
    'http://id.gs1.org/99/9780345418913',
    'http://id.gs1.org/01/9780345418913/99/utfgf',
    'http://example.de/abc/9780345418913',
    'http://example.de/01/97803',
    'https://id.gs1.org/8006/04012345123456/22/ABCD/10/XYZ',
    'https://id.gs1.org/01/9780345418913/21/%E4',
    'http://transaction.example.com/po/12345678',
    'geo:47.5,11.1',
  ])('%s carries no key', (uri) => {
    expect(constrainedLink(uri)).toBeNull();
  });

  test('that we build is canonical already', () => {
    const symbols = fc.constantFrom(...'!"%&\'()*+,-./0129:;<=>?ABCZ_abcz');
    fc.assert(
      fc.property(fc.string({ unit: symbols, minLength: 1, maxLength: 20 }), (text) => {
        for (const link of [sgtinLink('04012345000016', text), gtinLink('04012345000016', text)]) {
          expect(constrainedLink(link)).toBe(link);
        }
      }),
    );
  });
});
