import { describe, expect, test } from 'vitest';
import { companyPrefixLengths } from './company-prefix-length.ts';
import { encodeEpc } from './epc-encode.ts';
import { type EpcOptions, epcFromDigitalLink, epcFromElements } from './epc-from-elements.ts';

function encoded(link: string, options: EpcOptions) {
  const epc = epcFromDigitalLink(link, options);
  return epc.ok ? encodeEpc(epc.value) : epc;
}

describe('the EPC of a barcode', () => {
  test('of a classic scheme needs the length of the company prefix', () => {
    const link = '/01/04012345123456/21/7';
    expect(encoded(link, { scheme: 'SGTIN-96' })).toMatchObject({
      ok: false,
      code: 'company_prefix_length_unknown',
      field: '(01)',
    });
    const told = encoded(link, { scheme: 'SGTIN-96', companyPrefixLength: 7, filter: 1 });
    const lookedUp = encoded(link, {
      scheme: 'SGTIN-96',
      companyPrefixLength: companyPrefixLengths([{ prefix: '4012345', length: 7 }]),
      filter: 1,
    });
    expect(told).toMatchObject({ ok: true, value: { bitLength: 96 } });
    expect(lookedUp).toEqual(told);
  });

  test('of a + scheme needs no table, and takes further elements behind it', () => {
    const link = 'https://id.gs1.org/01/79521141123453/10/AB/21/32a%2Fb?17=261231';
    const epc = epcFromDigitalLink(link, { scheme: 'SGTIN+', filter: 3 });
    expect(epc).toMatchObject({
      value: { elements: [{ ai: '01' }, { ai: '21', value: '32a/b' }], aidc: [{ ai: '10' }, { ai: '17' }] },
    });
  });

  test('of a ++ scheme takes the host of the link', () => {
    expect(
      encoded('https://id.example.com/8018/952114112345678906', { scheme: 'GSRN++', filter: 3 }),
    ).toMatchObject({ value: { hex: 'E7395211411234567890692832F8C3B786CCB6C0' } });
    expect(encoded('/8018/952114112345678906', { scheme: 'GSRN++' })).toMatchObject({
      code: 'bad_length',
      field: 'hostname',
    });
  });

  test('of DSGTIN+ takes the date for its own field', () => {
    expect(
      encoded('/01/79521141123453/21/32a%2Fb?17=220630', { scheme: 'DSGTIN+', filter: 3 }),
    ).toMatchObject({ value: { hex: 'FB342CDE795211411234538566CB0AFC4000' } });
    expect(encoded('/01/79521141123453/21/1', { scheme: 'DSGTIN+' })).toMatchObject({ code: 'missing_ai' });
  });

  test('of a GLN without extension has an extension of 0', () => {
    const classic = encoded('/414/9521141123454', { scheme: 'SGLN-96', companyPrefixLength: 7, filter: 3 });
    expect(classic).toMatchObject({ value: { hex: '3276451FD460720000000000' } });
    expect(encoded('/414/9521141123454', { scheme: 'SGLN+', filter: 3 })).toMatchObject({
      value: { hex: 'F2395211411234540100' },
    });
  });

  test('of a GTIN-13 in an old link is that of its 14 digits', () => {
    const options: EpcOptions = { scheme: 'SGTIN-96', filter: 3 };
    expect(encoded('/01/9506000134352/21/7', options)).toEqual(encoded('/01/09506000134352/21/7', options));
    expect(encoded('/01/9506000134352/21/7', options).ok).toBe(true);
  });

  test('of a GTIN-8 has the GS1-8 prefix as company prefix (TDS 2.3, 7.3.2)', () => {
    const epc = epcFromDigitalLink('/01/00000095010939/21/1', { scheme: 'SGTIN-96' });
    expect(epc).toMatchObject({ value: { components: ['00000950', '01093', '1'] } });
  });

  test.each([
    ['a wrong check digit', '/01/79521141123454/21/1', 'SGTIN+', 'bad_check_digit'],
    ['a character outside the set', '/01/79521141123453/21/a~b', 'SGTIN+', 'invalid_character'],
    ['no serial', '/01/79521141123453', 'SGTIN+', 'missing_ai'],
    ['no serial', '/01/79521141123453', 'SGTIN-96', 'missing_ai'],
    ['no serial in a GRAI', '/8003/09521141123454', 'GRAI-96', 'bad_length'],
    ['a leading zero', '/01/79521141123453/21/0123', 'SGTIN-96', 'leading_zero'],
    ['letters', '/01/79521141123453/21/12A', 'SGTIN-96', 'invalid_character'],
    ['2 to the power of 38', '/01/79521141123453/21/274877906944', 'SGTIN-96', 'overflow'],
    ['21 characters', `/01/79521141123453/21/${'A'.repeat(21)}`, 'SGTIN-198', 'bad_length'],
    ['21 characters', `/01/79521141123453/21/${'A'.repeat(21)}`, 'SGTIN+', 'bad_length'],
    ['a batch, for which there is no place', '/01/79521141123453/10/A/21/1', 'SGTIN-96', 'not_in_scheme'],
    ['another key', '/00/095201234567891235', 'SGTIN-96', 'not_in_scheme'],
    ['another key', '/00/095201234567891235', 'SGTIN+', 'missing_ai'],
    ['a scheme without GS1 key', '/00/095201234567891235', 'GID-96', 'unknown_scheme'],
    ['a number of restricted circulation', '/01/02012345678903/21/1', 'SGTIN-96', 'number_not_for_epc'],
    ['an AI that tags do not carry', '/01/79521141123453/21/1?03=79521141123453', 'SGTIN+', 'unknown_ai'],
    [
      'more than a PC word can announce',
      `/01/79521141123453/21/1?8200=${'%25'.repeat(70)}`,
      'SGTIN+',
      'too_long',
    ],
    ['a GTIN with a digit too many', '/01/795211411234530/21/1', 'SGTIN-96', 'bad_length'],
    ['two serials', '/01/79521141123453/21/1?21=2', 'SGTIN+', 'repeated_ai'],
    ['no link', 'hello', 'SGTIN+', 'bad_uri'],
    ['a broken escape', '/01/79521141123453/21/%2', 'SGTIN+', 'bad_uri'],
  ] as const)('%s is refused: %s as %s', (_, link, scheme, code) => {
    expect(encoded(link, { scheme, companyPrefixLength: 7 })).toMatchObject({ ok: false, code });
  });

  test('a company prefix of a length that no partition has is refused', () => {
    for (const companyPrefixLength of [0, 5, 13]) {
      expect(encoded('/01/79521141123453/21/1', { scheme: 'SGTIN-96', companyPrefixLength })).toMatchObject({
        ok: false,
        code: 'bad_partition',
        field: 'companyPrefix',
      });
    }
  });

  test('an element with a filter that the scheme has not is refused', () => {
    const elements = [{ ai: '00', value: '095201234567891235' }];
    const epc = epcFromElements(elements, { scheme: 'SSCC+', filter: 8 });
    expect(epc.ok && encodeEpc(epc.value)).toMatchObject({ ok: false, code: 'bad_filter' });
  });
});

describe('the table of company prefix lengths', () => {
  const lengths = companyPrefixLengths([
    { prefix: '40', length: 9 },
    { prefix: '4012', length: 7 },
    { prefix: '5012', length: 5 },
    { prefix: '99', length: 0 },
  ]);

  test('takes the longest entry that fits', () => {
    expect(lengths('4012345678901')).toBe(7);
    expect(lengths('4099999999999')).toBe(9);
  });

  test('treats short prefixes as blocks of 6 digits, and knows what is no company prefix', () => {
    expect(lengths('5012345678901')).toBe(6);
    expect(lengths('9912345678901')).toBeNull();
    expect(lengths('7612345678901')).toBeNull();
  });
});
