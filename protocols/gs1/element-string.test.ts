import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excludedPairIn, missingPartnerIn } from './associations.ts';
import { joinElements } from './build-element-string.ts';
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

  test('a symbology identifier that promises no element strings is named', () => {
    const reading = parseElementString(`]C001${gtin}`, today);
    expect(reading).toMatchObject({ refusal: { code: 'symbology', offset: 0, length: 3 } });
    expect(reading.ok ? '' : reading.refusal.message).toMatch(/^This Code 128 symbol is not marked as GS1/);
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

  test('every refusal says where', () => {
    const where = (text: string) => {
      const reading = parseElementString(text, today);
      if (reading.ok) throw new Error('no refusal');
      const { code, ai, offset, length } = reading.refusal;
      return [code, ai, offset, length];
    };
    const wrong = `]C101${gtin.slice(0, 13)}4`;
    expect(where(wrong)).toEqual(['check_digit', '01', 18, 1]);
    expect(where(`]C101${gtin}${GS}88X`)).toEqual(['unknown_ai', '88X', 20, 3]);
    expect(where(`]C101${gtin}10AB^C`)).toEqual(['characters', '10', 23, 1]);
    expect(where(`01${gtin}17260230`)).toEqual(['date', '17', 22, 2]);
    expect(where(`]d201${gtin}422999`)).toEqual(['value', '422', 22, 3]);
    expect(where(`01${gtin}10${'A'.repeat(23)}`)).toEqual(['separator_missing', '10', 38, 3]);
    expect(where(`]C17007250101250`)).toEqual(['truncated', '7007', 16, 0]);
    expect(where(`01${gtin}392`)).toEqual(['truncated', null, 19, 0]);
    expect(where(`10AB17261231`)).toEqual(['separator_ambiguous', '10', 2, 10]);
    expect(where('x'.repeat(8193))).toEqual(['too_long', null, 8192, 0]);
  });

  test('the refusal names the fault as the dictionary does, and marks it', () => {
    const reading = parseElementString(']C1800112345000000098', today);
    if (reading.ok) throw new Error('no refusal');
    expect(reading.refusal).toMatchObject({
      linter: 'illegal_zero_value',
      markup: '(8001)123450000|000|',
      message: '(8001) DIMENSIONS must be more than zero, not "000".',
    });
  });

  test('what a lost separator may have hidden is offered, and never chosen', () => {
    const readings = (text: string, options = {}) => {
      const reading = parseElementString(text, today, options);
      if (reading.ok) return [reading.content.elements.map(({ ai, value }) => `(${ai})${value}`).join('')];
      return (reading.refusal.candidates ?? []).map(({ elements }) =>
        elements.map(({ ai, value }) => `(${ai})${value}`).join(''),
      );
    };
    const head = `(01)${gtin}`;
    expect(readings(`01${gtin}10AB21X`)).toEqual([`${head}(10)AB21X`, `${head}(10)AB(21)X`]);
    expect(readings(`01${gtin}10AB21X`, { fnc1Transmitted: true })).toEqual([`${head}(10)AB21X`]);
    expect(readings(`01${gtin}10LOTX`)).toEqual([`${head}(10)LOTX`]);
    // 37 and 01 exclude each other, 8011 needs an 8010, a second lot would contradict the first.
    expect(readings(`01${gtin}10A375`)).toEqual([`${head}(10)A375`]);
    expect(readings(`01${gtin}10A80115`)).toEqual([`${head}(10)A80115`]);
    expect(readings(`01${gtin}10A10B`)).toEqual([`${head}(10)A10B`]);
    // Three digits and no more: the separator is missing for sure.
    expect(readings(`01${gtin}42227617270630`)).toEqual([`${head}(422)276(17)270630`]);
    expect(refusalOf(`01${gtin}42227617270630`)).toBe('separator_missing');
    // The lot needs the GTIN behind it, which only the second reading has.
    expect(readings(`00${wholeSscc}10A02${gtin}3748`)).toContain(`(00)${wholeSscc}(10)A(02)${gtin}(37)48`);
    expect(refusalOf(`00${wholeSscc}10A02${gtin}3748`)).toBe('separator_missing');
    expect(refusalOf(`00${wholeSscc}240A02${gtin}3748`)).toBe('separator_ambiguous');
  });

  test('digits that ran on into letters lost their separator, if that makes sense of them', () => {
    const where = (text: string, options = {}) => {
      const reading = parseElementString(text, today, options);
      return reading.ok ? 'none' : reading.refusal;
    };
    const pallet = `02${gtin}3748`;
    const truth = [
      { ai: '02', value: gtin },
      { ai: '37', value: '48' },
      { ai: '10', value: 'LOT' },
    ];
    expect(where(`${pallet}10LOT`)).toMatchObject({
      code: 'separator_missing',
      ai: '37',
      offset: 18,
      length: 7,
    });
    expect(where(`${pallet}10LOT`)).toMatchObject({ candidates: [{ elements: truth }] });
    // Marked, nothing can have been lost: the data are wrong.
    expect(where(`]C1${pallet}10LOT`)).toMatchObject({ code: 'characters', offset: 25 });
    expect(where(`${pallet}10LOT`, { fnc1Transmitted: true })).toMatchObject({ code: 'characters' });
    expect(where(`${pallet}LOT`)).toMatchObject({ code: 'characters' });
  });

  test('a wedge that is known to drop FNC1 is not believed for its symbology identifier', () => {
    const text = `]C101${gtin}10AB17261231`;
    const wedge = parseElementString(text, today, { fnc1Transmitted: false });
    expect(wedge).toMatchObject({ ok: false, refusal: { code: 'separator_ambiguous', offset: 21 } });
    const clear = parseElementString(`]C101${gtin}10A${GS}17261231`, today, { fnc1Transmitted: false });
    expect(clear.ok).toBe(true);
  });

  test('without its separators a text is read as it was meant, or refused with what was meant, if that is one of few', () => {
    const free = (maxLength: number) =>
      fc.string({ unit: fc.constantFrom(...'0123456789012345ABX-'), minLength: 1, maxLength });
    const number = fc.nat({ max: 99_999_999 }).map(String);
    const shapes: Record<string, fc.Arbitrary<string>> = {
      10: free(8),
      21: free(8),
      17: fc.constantFrom('270630', '261200'),
      30: number,
      3103: fc.constantFrom('001250', '999999'),
      3922: number,
      421: free(6).map((code) => `276${code}`),
      422: fc.constantFrom('276', '040'),
      7003: fc.constant('2606301530'),
    };
    const element = fc
      .constantFrom(...Object.keys(shapes))
      .chain((ai) => (shapes[ai] ?? number).map((value) => ({ ai, value })));
    const later = fc.uniqueArray(element, { minLength: 1, maxLength: 3, selector: ({ ai }) => ai });
    fc.assert(
      fc.property(later, (others) => {
        const elements = [{ ai: '01', value: gtin }, ...others];
        fc.pre(excludedPairIn(elements) === null && missingPartnerIn(elements) === null);
        const meant = parseElementString(`]d2${joinElements(elements)}`, today);
        const lost = parseElementString(joinElements(elements).replaceAll(GS, ''), today);
        if (lost.ok) expect(lost).toEqual(meant);
        else if ((lost.refusal.candidates?.length ?? 0) < 24) {
          expect(lost.refusal.candidates).toContainEqual(meant.ok && meant.content);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('the search for lost separators ends soon, whatever the digits', () => {
    for (const text of ['21', '90', '10', '3021', '4121', '99']) {
      const begun = performance.now();
      parseElementString(`01${gtin}99${text.repeat(45)}`, today);
      parseElementString(`01${gtin}99${text.repeat(2000)}`, today);
      expect(performance.now() - begun).toBeLessThan(2000);
    }
  });

  test('what was weighed, made and counted has its name', () => {
    expect(contentOf(`]e001${gtin}310300125011251231152601003712`.replace('3712', '3012'))).toEqual({
      gtin,
      netWeightGrams: 1250,
      productionDate: '2025-12-31',
      bestBefore: '2026-01-31',
      count: 12,
    });
    expect(contentOf(`]C101${gtin}70032606301530`)).toEqual({ gtin, expiry: '2026-06-30' });
  });

  test('a source of company prefixes is asked', () => {
    const refused = parseElementString(`01${gtin}`, today, { companyPrefix: () => 'unknown' });
    expect(refused).toMatchObject({ refusal: { code: 'value', linter: 'invalid_gcp_prefix', offset: 3 } });
    const asked: string[] = [];
    const companyPrefix = (text: string) => {
      asked.push(text);
      return 'known' as const;
    };
    expect(parseElementString(`01${gtin}`, today, { companyPrefix }).ok).toBe(true);
    expect(asked).toEqual([gtin.slice(1)]);
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
