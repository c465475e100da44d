import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDigit } from './check-digit.ts';
import { type Gs1Refusal, parseElementString } from './element-string.ts';

const today = '2026-03-01';
const GS = '\x1d';
const gtin = '09521234543213';
const wholeSscc = `09521234000000001${checkDigit('09521234000000001')}`;

function contentOf(text: string) {
  const reading = parseElementString(text, today);
  if (!reading.ok) throw new Error(reading.refusal.message);
  const { elements: _elements, ...content } = reading.content;
  return content;
}

function refusalOf(text: string): Gs1Refusal['code'] | 'none' {
  const reading = parseElementString(text, today);
  return reading.ok ? 'none' : reading.refusal.code;
}

describe('element strings', () => {
  test('the symbology identifier and the leading FNC1 make no difference', () => {
    const expected = { gtin, lot: 'ABC-1', expiry: '2027-06-30', serial: '7' };
    const body = `01${gtin}1727060010ABC-1${GS}217`;
    expect(body).toContain('17270600');
    for (const head of ['', GS, ']C1', ']e0', ']d2', ']Q3', ']J1', `]C1${GS}`]) {
      expect(contentOf(head + body)).toEqual(expected);
    }
  });

  test('a superfluous separator does no harm', () => {
    expect(contentOf(`]C101${gtin}${GS}10A${GS}`)).toEqual({ gtin, lot: 'A' });
  });

  test('an SSCC with the contents of the pallet', () => {
    expect(contentOf(`]C100${wholeSscc}02${gtin}3748`)).toEqual({ sscc: wholeSscc, count: 48 });
  });

  test('each fault has its name', () => {
    const wrongGtin = `${gtin.slice(0, 13)}4`;
    expect(refusalOf(`01${wrongGtin}`)).toBe('check_digit');
    expect(refusalOf(`00${wholeSscc.slice(0, 17)}${(Number(wholeSscc[17]) + 1) % 10}`)).toBe('check_digit');
    expect(refusalOf(`01${gtin}88X`)).toBe('unknown_ai');
    expect(refusalOf(`01${gtin}AB`)).toBe('unknown_ai');
    expect(refusalOf('01095212')).toBe('truncated');
    expect(refusalOf(`01${gtin}1`)).toBe('truncated');
    expect(refusalOf(`01${gtin}10`)).toBe('truncated');
    expect(refusalOf(`01${gtin}172706`)).toBe('truncated');
    expect(refusalOf(`0109521234${GS}10ABCDEFGH`)).toBe('truncated');
    expect(refusalOf(`01${gtin}10ÄÖ`)).toBe('characters');
    expect(refusalOf(`01${gtin}10A B`)).toBe('characters');
    expect(refusalOf(`01${gtin}3712A`)).toBe('characters');
    expect(refusalOf(`01${gtin}17260230`)).toBe('date');
    expect(refusalOf(`01${gtin}10${'A'.repeat(21)}`)).toBe('separator_missing');
    expect(refusalOf(`01${gtin}10A${GS}10B`)).toBe('contradiction');
    expect(refusalOf(']C1')).toBe('empty');
    expect(refusalOf('')).toBe('empty');
  });

  test('a date that ran into the lot is refused unless the scanner is known to transmit FNC1', () => {
    expect(refusalOf(`01${gtin}10AB17261231`)).toBe('separator_ambiguous');
    expect(contentOf(`]C101${gtin}10AB17261231`)).toEqual({ gtin, lot: 'AB17261231' });
    expect(contentOf(`01${gtin}10AB${GS}17261231`)).toEqual({ gtin, lot: 'AB', expiry: '2026-12-31' });
  });

  test('what was written is read', () => {
    const text20 = fc.stringMatching(/^[!"%-?A-Z_a-z]{1,20}$/);
    const day = fc.date({ min: new Date('2000-01-01'), max: new Date('2070-12-31'), noInvalidDate: true });
    const written = fc.record(
      {
        gtin: fc.stringMatching(/^\d{13}$/).map((body) => body + checkDigit(body)),
        expiry: day.map((date) => date.toISOString().slice(0, 10)),
        lot: text20,
        serial: text20,
        count: fc.integer({ min: 0, max: 99_999_999 }),
      },
      { requiredKeys: ['gtin'] },
    );
    fc.assert(
      fc.property(written, (content) => {
        const { gtin, lot, expiry, serial, count } = content;
        const parts = [
          lot === undefined ? '' : `10${lot}${GS}`,
          `01${gtin}`,
          expiry === undefined ? '' : `17${expiry.slice(2).replaceAll('-', '')}`,
          count === undefined ? '' : `30${count}${GS}`,
          serial === undefined ? '' : `21${serial}`,
        ];
        expect(contentOf(`]d2${parts.join('')}`)).toEqual(content);
      }),
    );
  });

  test('whatever arrives, it answers', () => {
    const pieces = fc.constantFrom(
      '01',
      gtin,
      '10',
      '17',
      '21',
      '00',
      wholeSscc,
      ']C1',
      GS,
      '310',
      '3',
      '270228',
      'A',
    );
    const noise = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(pieces).map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(noise, (text) => {
        const reading = parseElementString(text, today);
        if (!reading.ok) expect(reading.refusal.message).toMatch(/\.$/);
      }),
      { numRuns: 1000 },
    );
  });
});
