import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readBarcode } from './barcode.ts';
import { parseElementString } from './element-string.ts';
import { buildGtin } from './gtin.ts';
import { buildSscc } from './sscc.ts';

const today = '2026-03-01';
const read = (raw: string) => readBarcode(raw, today);
const caseGtin = buildGtin('9521234', 7, 1);
const sscc = buildSscc(0, '9521234', 42) ?? '';

describe('what a reading is', () => {
  test('plain retail and case numbers are a GTIN', () => {
    expect(read('4006381333931')).toMatchObject({ kind: 'gs1', content: { gtin: '04006381333931' } });
    expect(read(']E04006381333931')).toMatchObject({ kind: 'gs1', text: '4006381333931' });
    expect(read(']E496385074')).toMatchObject({ kind: 'gs1', content: { gtin: '00000096385074' } });
    expect(read('416000336108')).toMatchObject({ kind: 'gs1', content: { gtin: '00416000336108' } });
    expect(read(` ${caseGtin}\r`)).toMatchObject({ kind: 'gs1', content: { gtin: caseGtin } });
  });

  test('a wrong check digit is a refusal that keeps the text, as it may be an order number', () => {
    expect(read('4006381333932')).toMatchObject({
      kind: 'refused',
      text: '4006381333932',
      refusal: { code: 'check_digit' },
    });
  });

  test('an SSCC with its AI is one with and without symbology identifier', () => {
    expect(read(`00${sscc}`)).toMatchObject({ kind: 'gs1', content: { sscc } });
    expect(read(`]C100${sscc}`)).toMatchObject({ kind: 'gs1', content: { sscc } });
  });

  test('eighteen digits of a linear symbol may be an SSCC without its AI, and stay text', () => {
    for (const raw of [sscc, `]C0${sscc}`, `]I1${sscc}`, `]A0${sscc}`])
      expect(read(raw)).toEqual({ kind: 'text', text: sscc, bareSscc: sscc });
    expect(read(`]Q1${sscc}`)).toEqual({ kind: 'text', text: sscc });
    const damaged = `${sscc.slice(0, 17)}${(Number(sscc[17]) + 1) % 10}`;
    expect(read(damaged)).toEqual({ kind: 'text', text: damaged });
    expect(read(`]C1${sscc}`).kind).toBe('refused');
  });

  test('any bare SSCC is one, also where it begins like a GTIN with its AI; and no element string is taken for one', () => {
    const prefixes = fc.integer({ min: 1000, max: 999_999_999_999 }).map(String);
    fc.assert(
      fc.property(fc.nat({ max: 9 }), prefixes, fc.nat({ max: 9_999 }), (extension, prefix, serial) => {
        const digits = buildSscc(extension, prefix, serial);
        if (digits === null) return;
        expect(read(digits)).toEqual({ kind: 'text', text: digits, bareSscc: digits });
        expect(read(`00${digits}`)).toMatchObject({ kind: 'gs1', content: { sscc: digits } });
      }),
    );
    fc.assert(
      fc.property(fc.constantFrom('01', '02'), fc.stringMatching(/^\d{16}$/), (ai, rest) => {
        expect(parseElementString(`${ai}${rest}`, today).ok).toBe(false);
      }),
    );
  });

  test('commands carry a name and the rest', () => {
    expect(read('PP:SEAL')).toMatchObject({ kind: 'command', name: 'SEAL', argument: '' });
    expect(read(']C0PP:BADGE:Anna: B')).toMatchObject({
      kind: 'command',
      name: 'BADGE',
      argument: 'Anna: B',
    });
  });

  test('order numbers are text, even if they begin like an element string', () => {
    for (const text of ['SO-10248', '10248', '10ABC', '21/2026', '0112'])
      expect(read(text)).toEqual({ kind: 'text', text });
    expect(read(']Q1SO-10248')).toEqual({ kind: 'text', text: 'SO-10248' });
  });

  test('marked as GS1, the same text is read by the rules of GS1', () => {
    expect(read(']C110ABC')).toMatchObject({ kind: 'gs1', content: { lot: 'ABC' } });
    expect(read(']C1SO-10248')).toMatchObject({ kind: 'refused', refusal: { code: 'unknown_ai' } });
  });

  test('an EAN or UPC symbol in every form that scanners send', () => {
    const gtin = (raw: string) => {
      const barcode = read(raw);
      return barcode.kind === 'gs1' ? barcode.content.gtin : barcode.kind;
    };
    expect(gtin(']E00416000336108')).toBe('00416000336108');
    expect(gtin(']E0416000336108')).toBe('00416000336108');
    expect(gtin(']E001234558')).toBe('00012345000058');
    expect(gtin(']E3977114487500705')).toBe('09771144875007');
    expect(gtin(']E3977114487500712345')).toBe('09771144875007');
    expect(gtin(']E1' + '05')).toBe('refused');
    expect(gtin(']E4' + '96385075')).toBe('refused');
    expect(gtin(']E097802013796')).toBe('refused');
    expect(gtin(`]I1${caseGtin}`)).toBe(caseGtin);
    expect(read(`]I1${caseGtin.slice(0, 13)}0`)).toMatchObject({ kind: 'refused' });
  });

  test('eight digits that are an EAN-8 as well as a UPC-E are not guessed at', () => {
    const barcode = read('01234565');
    expect(barcode).toMatchObject({ kind: 'refused', refusal: { code: 'symbology_ambiguous' } });
    const gtins = barcode.kind === 'refused' ? barcode.refusal.candidates?.map((each) => each.gtin) : [];
    expect(gtins).toEqual(['00000001234565', '00012345000065']);
    expect(read(']E401234565')).toMatchObject({ kind: 'gs1', content: { gtin: '00000001234565' } });
    // Right as UPC-E only: no EAN-8 has this check digit.
    expect(read('01234133')).toMatchObject({ kind: 'gs1', content: { gtin: '00012300000413' } });
    expect(read('01234558')).toMatchObject({ kind: 'refused' });
  });

  test('a composite says everything that its two parts say', () => {
    expect(read(']E02112345678900|]e010LOT\x1d17261231')).toMatchObject({
      kind: 'gs1',
      content: { gtin: '02112345678900', lot: 'LOT', expiry: '2026-12-31' },
    });
    expect(read(']E02112345678900|]e00109521234543213')).toMatchObject({
      kind: 'refused',
      refusal: { code: 'contradiction' },
    });
    expect(read(']E02112345678900|]e010LOT\x1d17261331')).toMatchObject({
      kind: 'refused',
      refusal: { code: 'date', offset: 27 },
    });
  });

  test('a Digital Link is read, any other address of the Web is text', () => {
    const link = 'https://example.com/01/09521234543213/10/ABC?17=261231';
    expect(read(`]Q1${link}`)).toMatchObject({
      kind: 'gs1',
      text: link,
      content: { gtin: '09521234543213', lot: 'ABC', expiry: '2026-12-31' },
    });
    expect(read('https://example.com/track/4711')).toMatchObject({ kind: 'text' });
    expect(read('HTTPS://WWW.EXAMPLE.COM')).toMatchObject({ kind: 'text' });
    expect(read('https://example.com/01/09521234543214')).toMatchObject({
      kind: 'refused',
      refusal: { code: 'check_digit', ai: '01', offset: 36 },
    });
  });

  test('a symbology that holds anything may hold a number that only looks like a GTIN', () => {
    expect(read(']C04006381333932')).toEqual({ kind: 'text', text: '4006381333932' });
    expect(read(']C04006381333931')).toMatchObject({ kind: 'gs1' });
  });

  test('AIs that must not be on one item are refused', () => {
    expect(read(`]C101${caseGtin}\x1d02${caseGtin}3712`)).toMatchObject({
      kind: 'refused',
      refusal: { code: 'excluded', ai: '01' },
    });
  });

  test('whatever arrives, it answers', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (raw) => void read(raw)));
  });
});
