import { describe, expect, test } from 'vitest';
import { hexOf } from '../bytes/hex.ts';
import { digitalLinkPath, digitalLinkUri } from './digital-link.ts';
import { elementsOf } from './epc.ts';
import { decodeEpc, decodeEpcHex } from './epc-decode.ts';

/** Bits as text, with spaces where they help the reader, padded to whole words. */
function hexOfBits(bits: string): string {
  const digits = bits.replaceAll(' ', '');
  const bytes = digits.padEnd(Math.ceil(digits.length / 16) * 16, '0').match(/.{8}/g) ?? [];
  return hexOf(Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2)));
}

function nibbles(digits: string): string {
  return [...digits].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
}

function decoded(hex: string) {
  const result = decodeEpcHex(hex);
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.value;
}

// SGTIN+ of (01)79521141123453, filter 3, serial of one digit.
const sgtinPlus = (toggle: '0' | '1') => `11110111 ${toggle} 011 ${nibbles('79521141123453')} 000 00001 0101`;

describe('worked examples (TDS 2.3, annex E.3)', () => {
  test.each([
    ['SGTIN-198', '3666C4409047E159B2C2BF100000000000000000000000000000', '/01/09506000134352/21/32a%2Fb'],
    ['SGLN-195', '3976451FD46072CD9615F8800000000000000000000000000000', '/414/9521141123454/254/32a%2Fb'],
    ['GRAI-170', '3776451FD40C0E59B2C2BF1000000000000000000000', '/8003/0952114112345432a%2Fb'],
    ['GIAI-202', '3876451FD59B2C2BF10000000000000000000000000000000000', '/8004/952114132a%2Fb'],
    ['GDTI-174', '3E76451FD7039B061438997367D0C18B266D1AB66EE0', '/253/9521141987650ABCDefgh012345678'],
    ['CPI-var', '3D76451FD75411DEF6B4CC00000003039000', '/8010/95211415PQ7%2FZ43/8011/12345'],
    ['ITIP-110', '4076451FD40C0E40820000000F54', '/8006/095211411234540102/21/981'],
    ['ITIP+', 'F3309521141123454010266AE27FDF35', '/8006/095211411234540102/21/rif981'],
    ['SSCC+', 'F90095201234567891235', '/00/095201234567891235'],
    ['SGCN+', 'F839521141678909509338', '/255/952114167890904711'],
    ['DSGTIN+', 'FB342CDE795211411234538566CB0AFC4', '/01/79521141123453/21/32a%2Fb'],
  ])('%s', (scheme, hex, path) => {
    const epc = decoded(hex);
    expect([epc.scheme, digitalLinkPath(epc)]).toEqual([scheme, path]);
  });

  test('SGTIN-96 with a company prefix of 9 digits', () => {
    const components = ['311112347', '0987', '1'];
    expect(decoded('302D28B329B0F6C000000001')).toMatchObject({
      filter: 1,
      companyPrefixLength: 9,
      components,
    });
  });

  test('DSGTIN++: the date is data, not part of the key; the host is the one of the tag', () => {
    const epc = decoded('FC342CDE795211411234538566CB0AFC525065F1876F0D996D80');
    expect(digitalLinkPath(epc)).toBe('/01/79521141123453/21/32a%2Fb');
    expect(digitalLinkUri(epc)).toBe('https://id.example.com/01/79521141123453/21/32a%2Fb?17=220630');
    expect(elementsOf(epc)).toEqual([
      { ai: '01', value: '79521141123453' },
      { ai: '21', value: '32a/b' },
      { ai: '17', value: '220630' },
    ]);
  });

  test('USDOD-96 and GID-96 have no GS1 key', () => {
    const epc = decoded('2F320434147455900000162E');
    expect([epc.scheme, epc.filter, digitalLinkPath(epc), digitalLinkUri(epc)]).toEqual([
      'USDOD-96',
      3,
      null,
      null,
    ]);
    expect(epc).toMatchObject({ components: ['CAGEY', '5678'], companyPrefixLength: null });
  });

  test('an SGLN whose extension is 0 is a GLN without extension', () => {
    expect(digitalLinkPath(decoded('3276451FD460720000000000'))).toBe('/414/9521141123454');
    expect(digitalLinkPath(decoded('F239521141123454010'))).toBe('/414/9521141123454');
  });
});

describe('refusals have a name, a field and a place', () => {
  test.each([
    ['nothing', '', 'truncated', 'header', 0],
    ['half a byte', '3', 'truncated', 'header', 0],
    ['no hexadecimal', '30G0', 'not_hexadecimal', 'hex', 2],
    ['a tag that never got an EPC', '000000000000000000000000', 'unprogrammed_tag', 'header', 0],
    ['a TID left in the EPC bank', 'E28011606000020812345678', 'tid_content', 'header', 0],
    ['a header that is kept for the future', '4400000000000000000000AA', 'unknown_header', 'header', 0],
    ['the header for longer headers', 'FFFFFFFFFFFFFFFFFFFFFFFF', 'unknown_header', 'header', 0],
    ['an SGTIN-96 cut short', '3066C4409047E140075BCD', 'truncated', 'serial', 58],
    ['a second EPC behind the first', '3066C4409047E140075BCD153066', 'nonzero_padding', 'padding', 96],
    ['partition 7', '307C0000000000000000000A', 'bad_partition', 'partition', 11],
    ['a company prefix of 13 digits', '3063FFFFFFFFFFC00000000A', 'overflow', 'companyPrefix', 14],
    [
      'an item reference of 2 digits where 1 fits',
      '306000000000035400000001',
      'overflow',
      'itemReference',
      54,
    ],
    ['reserved bits of an SSCC-96', '311BA1B300CE0A6A83000001', 'nonzero_padding', 'reserved', 72],
    [
      'a space in a serial',
      hexOfBits(`00110110 000 101 ${'0'.repeat(44)} 0100000`.padEnd(198, '0')),
      'invalid_character',
      'serial',
      58,
    ],
    [
      'no serial',
      hexOfBits(`00110110 000 101 ${'0'.repeat(44)}`.padEnd(198, '0')),
      'bad_length',
      'serial',
      58,
    ],
    [
      'a serial that goes on after its end',
      hexOfBits(`00110110 000 101 ${'0'.repeat(44)} 0110001 0000000 0110001`.padEnd(200, '0')),
      'nonzero_padding',
      'serial',
      72,
    ],
    ['a coupon serial without its leading 1', '3F76451FD612640000000007', 'leading_zero', 'serial', 55],
    ['a check digit that does not fit', 'F73795211411234548566CB0AFC4', 'bad_check_digit', '(01)', 12],
    ['a digit above 9', 'F737952114112345B8566CB0AFC4', 'invalid_character', '(01)', 64],
    [
      'encoding indicator 6',
      hexOfBits(`${sgtinPlus('0').slice(0, -14)}110 00001 0101`),
      'reserved_value',
      '(21)',
      68,
    ],
    [
      'a serial of no characters',
      hexOfBits(`${sgtinPlus('0').slice(0, -14)}000 00000 0101`),
      'bad_length',
      '(21)',
      71,
    ],
    ['date type 7', 'FB372CDE795211411234538566CB0AFC4', 'reserved_value', 'dateType', 12],
    [
      '30 February',
      hexOfBits(`11111011 0 011 0000 0011010 0010 11110 ${nibbles('79521141123453')} 000 00001 0101`),
      'bad_date',
      'date',
      16,
    ],
    [
      'bits behind an EPC that announces no data',
      hexOfBits(`${sgtinPlus('0')} 1010 1010`),
      'nonzero_padding',
      'padding',
      80,
    ],
    ['a letter I in a CAGE code', '2F320494147455900000162E', 'invalid_character', 'cage', 20],
    ['an ADI without end', '3B0E0CF5E76C9047759AD00373DC7602E7', 'truncated', 'serial', 134],
  ])('%s', (_, hex, code, field, offset) => {
    expect(decodeEpcHex(hex)).toMatchObject({ ok: false, code, field, offset });
  });

  test('a PC word whose toggle is set announces an ISO family, not an EPC', () => {
    const hex = '3066C4409047E140075BCD15';
    expect(decodeEpcHex(hex, 0x31a2)).toMatchObject({ ok: false, code: 'iso_application_family' });
    expect(decodeEpcHex(hex, 0x3000).ok).toBe(true);
  });

  test('a length may end within a byte', () => {
    expect(decodeEpc(Uint8Array.of(0x30, 0x66), 11)).toMatchObject({ code: 'truncated', offset: 11 });
  });
});

describe('data behind a + EPC (TDS 2.3, 15.3)', () => {
  const batch = `${nibbles('10')} 011 00010 000000 000001`;
  const expiry = `${nibbles('17')} 0011010 1100 11111`;

  test('is read as elements, whatever the toggle says', () => {
    for (const toggle of ['0', '1'] as const) {
      expect(decoded(hexOfBits(sgtinPlus(toggle) + batch + expiry))).toMatchObject({
        aidc: [
          { ai: '10', value: 'AB' },
          { ai: '17', value: '261231' },
        ],
        aidcFault: null,
      });
    }
  });

  test('is placed in the link as qualifier or attribute, and leaves the key alone', () => {
    const epc = decoded(hexOfBits(sgtinPlus('1') + expiry + batch));
    expect(digitalLinkPath(epc)).toBe('/01/79521141123453/21/5');
    expect(digitalLinkUri(epc)).toBe('https://id.gs1.org/01/79521141123453/10/AB/21/5?17=261231');
  });

  test('an SSCC begins with zeros, and is told from padding', () => {
    const sscc = `${nibbles('00')} ${nibbles('095201234567891235')}`;
    expect(decoded(hexOfBits(sgtinPlus('1') + sscc))).toMatchObject({
      aidc: [{ ai: '00', value: '095201234567891235' }],
    });
    expect(decoded(hexOfBits(sgtinPlus('1') + '0'.repeat(160)))).toMatchObject({ aidc: [], aidcFault: null });
  });

  test.each([
    ['no AI begins with 14', `${nibbles('14')} 1111`, 'unknown_ai'],
    ['a header that is kept for the future', `${nibbles('A0')} 1111`, 'unknown_ai'],
    ['the serial once more', `${nibbles('21')} 000 00001 0101`, 'repeated_ai'],
    ['a variant cut short', `${nibbles('22')} 011 10100 000001`, 'truncated'],
    ['an impossible date', `${nibbles('17')} 0011010 1101 11111`, 'bad_date'],
    ['a few bits', '1', 'nonzero_padding'],
  ])('a fault there is named, and the EPC still stands: %s', (_, bits, code) => {
    expect(decoded(hexOfBits(`${sgtinPlus('1')} ${batch} ${bits}`))).toMatchObject({
      elements: [{ ai: '01' }, { ai: '21', value: '5' }],
      aidc: [{ ai: '10', value: 'AB' }],
      aidcFault: { code },
    });
  });
});

test('every encoding indicator is read, though another one would need fewer bits', () => {
  const key = sgtinPlus('0').slice(0, -14);
  const serials = [
    ['000 00011 0001111011', '123'],
    ['001 00010 1010 0001', 'A1'],
    ['010 00010 1010 0001', 'a1'],
    ['011 00010 111110 111111', '-_'],
    ['100 00010 0110001 0110010', '12'],
    // (1600 * 1 + 40 * 28 + 29) + 1
    ['101 00011 0000101010111110', 'A.:'],
  ];
  for (const [bits, serial] of serials) {
    expect(elementsOf(decoded(hexOfBits(key + bits)))[1]).toEqual({ ai: '21', value: serial });
  }
});
