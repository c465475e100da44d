import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateScanData, parseScanData, symbolNames } from './scan-data.ts';
import { symbologyOf } from './symbology.ts';

const today = '2026-03-01';

describe('what scanners send', () => {
  test('what is generated can be read', () => {
    const gtin = '09521234543213';
    for (const name of symbolNames) {
      const keyOnly = /^(ean|upc|itf|databar-[^e])/.test(name);
      const data =
        name === 'upc-e' ? '^0100012000003455' : name === 'upc-a' ? '^0100416000336108' : `^01${gtin}`;
      const written = keyOnly ? (name === 'ean-8' ? '^0100000096385074' : data) : `^01${gtin}10AB^17261231`;
      const made = generateScanData(name, written, today);
      if (!made.ok) throw new Error(`${name}: ${made.refusal.message}`);
      const reading = parseScanData(made.text, today);
      if (!reading.ok) throw new Error(`${name}: ${reading.refusal.message}`);
      expect(reading.content?.gtin).toBe(written.slice(3, 17));
    }
  });

  test('fourteen digits of ITF are a GTIN, whether or not the scanner has checked them', () => {
    const gtinOf = (text: string) => {
      const reading = parseScanData(text, today);
      return reading.ok ? reading.content?.gtin : reading.refusal;
    };
    expect(gtinOf(']I109521234543213')).toBe('09521234543213');
    expect(gtinOf(']I009521234543213')).toBe('09521234543213');
    expect(gtinOf(']I109521234543214')).toMatchObject({ code: 'check_digit', offset: 16 });
    expect(gtinOf(']I009521234543214')).toBeUndefined();
    expect(gtinOf(']I1123456')).toBeUndefined();
  });

  test('each fault has its name', () => {
    const code = (...args: Parameters<typeof generateScanData>) => {
      const made = generateScanData(...args);
      return made.ok ? made.text : made.refusal.code;
    };
    expect(code('gs1-128', 'TEXT', today)).toBe('symbology');
    expect(code('gs1-128', '^0109521234543214', today)).toBe('check_digit');
    expect(code('ean-13', '4006381333932', today)).toBe('check_digit');
    expect(code('ean-13', '400638133393', today, { addCheckDigit: true })).toBe(']E04006381333931');
    expect(code('databar-limited', '24012345678905', today)).toBe('symbology');
    expect(code('upc-e', '416000336108', today)).toBe('symbology');
    expect(code('ean-8', '96385074|^99A', today)).toBe(']E496385074|]e099A');
    expect(code('ean-8', '96385074|99A', today)).toBe('symbology');
    expect(code('qr-code', '^99A|^98B', today)).toBe('symbology');
    expect(code('code-128', 'PP:SEAL', today)).toBe(']C0PP:SEAL');
    expect(parseScanData('4006381333931', today)).toMatchObject({ refusal: { code: 'symbology' } });
    expect(parseScanData(']E0400638133393', today)).toMatchObject({
      refusal: { code: 'truncated', offset: 15 },
    });
    expect(parseScanData(']E040063813339312', today)).toMatchObject({ refusal: { code: 'too_long' } });
    expect(parseScanData(']Q1https://a/01/09521234543214', today)).toMatchObject({
      refusal: { code: 'check_digit', offset: 29 },
    });
    expect(parseScanData(']Q1https://a/hello', today)).toMatchObject({ ok: true, content: null });
  });

  test('symbologies have their names', () => {
    expect(symbologyOf(']C1')).toMatchObject({ name: 'GS1-128', elementStrings: true });
    expect(symbologyOf(']d2x')).toMatchObject({ name: 'GS1 DataMatrix', elementStrings: true });
    expect(symbologyOf(']A0')).toMatchObject({ name: 'Code 39', elementStrings: false });
    expect(symbologyOf(']I1')).toMatchObject({ name: 'Interleaved 2 of 5' });
    for (const text of ['', ']', ']C', ']XX', ']E9', ']C ', ']a0', 'C1', ']é1', ']__proto__']) {
      expect(symbologyOf(text)).toBeUndefined();
    }
  });

  test('whatever arrives, it answers', () => {
    const heads = fc.constantFrom(']E0', ']E3', ']E4', ']C1', ']Q1', ']Q3', ']e0', ']I1', '');
    const tail = fc.oneof(
      fc.string(),
      fc.stringMatching(/^\d{8,15}$/),
      fc.stringMatching(/^[0-9^|\]e]{0,40}$/),
    );
    fc.assert(
      fc.property(heads, tail, fc.constantFrom(...symbolNames), (head, data, name) => {
        const reading = parseScanData(head + data, today);
        if (!reading.ok) expect(reading.refusal.offset).toBeLessThanOrEqual(head.length + data.length);
        const made = generateScanData(name, data, today);
        if (made.ok)
          expect(parseScanData(made.text, today).ok || data.includes('|') || /https?:/.test(data)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
