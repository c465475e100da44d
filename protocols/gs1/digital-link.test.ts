import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildDigitalLink, canonicalDigitalLink } from './build-digital-link.ts';
import { parseDigitalLink } from './digital-link.ts';

const today = '2026-03-01';
const gtin = '09520123456788';

function read(uri: string, options = {}) {
  const reading = parseDigitalLink(uri, today, options);
  if (!reading.ok) return [reading.refusal.code, reading.refusal.ai, reading.refusal.offset];
  return reading.content.elements.map(({ ai, value }) => `(${ai})${value}`).join('');
}

describe('GS1 Digital Link', () => {
  test('key, qualifiers and attributes, in any path of any host', () => {
    expect(read(`https://id.gs1.org/01/${gtin}/22/2A/10/ABC/21/1%2F2?17=261231&x=y&z#top`)).toBe(
      `(01)${gtin}(22)2A(10)ABC(21)1/2(17)261231`,
    );
    expect(read(`http://xn--fsq.example:8080/a/b/01/${gtin}?`)).toBe(`(01)${gtin}`);
    expect(read(`https://a/00/faux/00/006141411234567890`)).toBe('(00)006141411234567890');
    expect(read(`https://a/01/${gtin}/10/A+B`)).toBe(`(01)${gtin}(10)A+B`);
    const reading = parseDigitalLink(`https://a/shop/01/${gtin}/21/7?99=X`, today);
    expect(reading).toMatchObject({ ok: true, stem: 'https://a/shop', pathElements: 2 });
  });

  test('parameters end at "&" or ";", and data keep a ";" that no parameter follows', () => {
    expect(read(`https://a/01/${gtin}?99=A;98=B&lang=de;97=C`)).toBe(`(01)${gtin}(99)A(98)B(97)C`);
    expect(read(`https://a/01/${gtin}?99=A;B&98=C%3B97=D;`)).toBe(`(01)${gtin}(99)A;B(98)C;97=D;`);
    expect(read(`https://a/01/${gtin}?x=1;17=269901`)).toEqual(['date', '17', 37]);
  });

  test('each fault has its name and place', () => {
    expect(read('ftp://a/01/1')).toEqual(['uri', null, 0]);
    expect(read(`https:///01/${gtin}`)).toEqual(['uri', null, 8]);
    expect(read(`https://a$/01/${gtin}`)).toEqual(['uri', null, 9]);
    expect(read(`https://a/01/${gtin} `)).toEqual(['uri', null, 27]);
    expect(read('https://a')).toEqual(['no_key', null, 0]);
    expect(read('https://a/b/c')).toEqual(['no_key', null, 10]);
    expect(read(`https://a/01/${gtin}/89/A`)).toEqual(['no_key', null, 10]);
    expect(read(`https://a/01/${gtin.slice(0, 13)}9`)).toEqual(['check_digit', '01', 26]);
    expect(read(`https://a/01/${gtin}/10/`)).toEqual(['truncated', '10', 31]);
    expect(read(`https://a/01/${gtin}/21/A/10/B`)).toEqual(['qualifiers', '01', 10]);
    expect(read(`https://a/01/${gtin}/10/A/10/B`)).toEqual(['qualifiers', '01', 10]);
    expect(read(`https://a/01/${gtin}?10=A`)).toEqual(['attribute', '10', 28]);
    expect(read(`https://a/01/${gtin}?8200=A`)).toEqual(['attribute', '8200', 28]);
    expect(read(`https://a/01/${gtin}?99=A&99=A`)).toEqual(['attribute', '99', 33]);
    expect(read(`https://a/01/${gtin}?x=1&999=A`)).toEqual(['unknown_ai', '999', 32]);
    expect(read(`https://a/01/${gtin}/10/A%20B`)).toEqual(['characters', '10', 31]);
    expect(read(`https://a/01/${gtin}/10/A%00B`)).toEqual(['characters', '10', 31]);
    expect(read(`https://a/01/${gtin}?99=A+B`)).toEqual(['characters', '99', 31]);
    expect(read(`https://a/${'b/'.repeat(5000)}`)).toEqual(['too_long', null, 8192]);
  });

  test('what the present standard forbids is named, and taken only on request', () => {
    expect(read(`https://a/gtin/${gtin}/lot/A`)).toEqual(['convenience_alpha', '10', 30]);
    expect(read(`https://a/gtin/${gtin}/lot/A`, { allowConvenienceAlphas: true })).toBe(`(01)${gtin}(10)A`);
    expect(read('https://a/01/9520123456788')).toEqual(['zero_suppressed', '01', 13]);
    expect(read('https://a/01/9520123456788', { allowZeroSuppressedGtin: true })).toBe(`(01)${gtin}`);
    expect(read(`https://a/01/${gtin}?89=A`, { allowUnknownAis: true })).toBe(`(01)${gtin}(89)A`);
  });

  test('written: the key first, qualifiers of one sequence, then attributes', () => {
    const elements = [
      { ai: '3103', value: '000195' },
      { ai: '99', value: 'a b/c' },
      { ai: '21', value: 'S' },
      { ai: '01', value: gtin },
      { ai: '17', value: '261231' },
      { ai: '21', value: 'S' },
    ];
    expect(buildDigitalLink(elements, 'https://example.com/x/')).toEqual({
      ok: true,
      uri: `https://example.com/x/01/${gtin}/21/S?3103=000195&17=261231&99=a+b%2Fc`,
    });
    expect(canonicalDigitalLink(elements)).toEqual({
      ok: true,
      uri: `https://id.gs1.org/01/${gtin}/21/S?17=261231&3103=000195&99=a+b%2Fc`,
    });
    expect(buildDigitalLink([{ ai: '10', value: 'A' }])).toMatchObject({ refusal: { code: 'no_key' } });
    expect(canonicalDigitalLink([...elements, { ai: '8200', value: 'x' }])).toMatchObject({
      refusal: { code: 'attribute', ai: '8200' },
    });
  });

  test('whatever address is given, it answers', () => {
    const pieces = fc.constantFrom(
      '/',
      '?',
      '#',
      '=',
      '&',
      '%',
      '01',
      gtin,
      '10',
      'A',
      'gtin',
      '%2F',
      '00',
      '414',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), fc.boolean(), (parts, lenient) => {
        const uri = `https://a/${parts.join('')}`;
        const options = lenient ? { allowConvenienceAlphas: true, allowUnknownAis: true } : {};
        const reading = parseDigitalLink(uri, today, options);
        if (!reading.ok) expect(reading.refusal.offset).toBeLessThanOrEqual(uri.length);
      }),
      { numRuns: 2000 },
    );
  });
});
