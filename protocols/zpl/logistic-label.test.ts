import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkDigit } from '../gs1/check-digit.ts';
import { fitText } from './fit-text.ts';
import { type Box, boxOf } from './label.ts';
import { buildLogisticLabel, type LogisticLabelContent, type LogisticLabelStock } from './logistic-label.ts';
import { shorten, textWidth, wrap } from './text-width.ts';

const stocks: readonly LogisticLabelStock[] = (['4x6in', 'a6'] as const).flatMap((size) => [
  { size, dpi: 203 },
  { size, dpi: 300 },
]);

const words = fc.oneof(
  fc.constantFrom(
    'Straße',
    'Industrial',
    'Estate',
    '12a',
    'Llanfairpwllgwyngyllgogerychwyrndrobwll',
    '東京都',
    'WWWW',
    '\u0007',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const line = fc.array(words, { maxLength: 8 }).map((parts) => parts.join(' '));
const address = fc.array(line, { minLength: 1, maxLength: 9 });

const contents: fc.Arbitrary<LogisticLabelContent> = fc.record(
  {
    sscc: fc.stringMatching(/^\d{17}$/).map((body) => body + checkDigit(body)),
    shipTo: address.map((lines) => ['Käthe', ...lines]),
    shipFrom: address,
    orderNumber: fc.oneof(fc.stringMatching(/^[A-Z0-9-]{1,40}$/), line),
    parcel: fc.record({ number: fc.integer({ min: 1, max: 99 }), of: fc.integer({ min: 99, max: 999 }) }),
    weightGrams: fc.nat(999_999),
    date: fc.constantFrom('2026-03-01', '1 March 2026'),
    carrier: fc.record({ name: line, service: line, routingCode: line }, { requiredKeys: ['name'] }),
  },
  { requiredKeys: ['sscc', 'shipTo', 'orderNumber', 'parcel'] },
);

function overlap(one: Box, other: Box): boolean {
  return (
    one.x < other.x + other.widthDots &&
    other.x < one.x + one.widthDots &&
    one.y < other.y + other.heightDots &&
    other.y < one.y + one.heightDots
  );
}

describe('a logistic label', () => {
  test('whatever it says, all stays within, nothing overlaps, and what is missing is told', () => {
    fc.assert(
      fc.property(contents, fc.constantFrom(...stocks), (content, stock) => {
        const built = buildLogisticLabel(content, stock);
        if (!built.ok) throw new Error(JSON.stringify(built.faults));
        const boxes = built.label.elements.map((element) => boxOf(element));
        for (const [index, box] of boxes.entries()) {
          if (box === null) throw new Error('no box');
          for (const other of boxes.slice(index + 1)) {
            expect(other !== null && overlap(box, other)).toBe(false);
          }
        }
        const printed = built.label.elements
          .map((element) => (element.kind === 'text' ? element.text : ''))
          .join('');
        const said = content.shipTo
          .join(' ')
          .replace(/\p{Cc}+/gu, ' ')
          .replace(/\s+/g, '');
        if (!built.shortened.includes('shipTo')) expect(printed.replace(/\s+/g, '')).toContain(said);
      }),
      { numRuns: 300 },
    );
  });

  test('the symbol is as large as the standard wants it, with its quiet zones', () => {
    const content = {
      sscc: '395212340000000175',
      shipTo: ['A'],
      orderNumber: '1',
      parcel: { number: 1, of: 1 },
    };
    for (const stock of stocks) {
      const built = buildLogisticLabel(content, stock);
      if (!built.ok) throw new Error(JSON.stringify(built.faults));
      const symbol = built.label.elements.find((element) => element.kind === 'gs1-128');
      if (symbol?.kind !== 'gs1-128') throw new Error('no symbol');
      const dotsPerMm = stock.dpi === 203 ? 8 : 300 / 25.4;
      const box = boxOf(symbol);
      expect(symbol.data).toBe('00395212340000000175');
      expect(symbol.moduleDots / dotsPerMm).toBeGreaterThanOrEqual(0.495);
      expect(symbol.heightDots / dotsPerMm).toBeGreaterThanOrEqual(32);
      expect(symbol.x).toBeGreaterThanOrEqual(10 * symbol.moduleDots);
      expect(built.label.widthDots - symbol.x - (box?.widthDots ?? 0)).toBeGreaterThanOrEqual(
        10 * symbol.moduleDots,
      );
      expect(built.zpl).toContain('(00) 395212340000000175');
      expect(built.shortened).toEqual([]);
    }
  });

  test('what is wrong is named', () => {
    const content = {
      sscc: '395212340000000174',
      shipTo: [' '],
      orderNumber: '1',
      parcel: { number: 2, of: 1 },
      weightGrams: -1,
    };
    expect(buildLogisticLabel(content, { size: 'a6', dpi: 203 })).toMatchObject({
      ok: false,
      faults: ['sscc', 'shipTo', 'parcel', 'weightGrams'].map((field) => ({ field })),
    });
    const tagged = {
      ...content,
      sscc: '395212340000000175',
      shipTo: ['A'],
      parcel: { number: 1, of: 1 },
      weightGrams: 1,
      epc: 'XY',
    };
    expect(buildLogisticLabel(tagged, { size: 'a6', dpi: 203 })).toMatchObject({
      faults: [{ field: 'epc' }],
    });
  });
});

describe('text in an area', () => {
  const area = { widthDots: 200, heightDots: 60, largestDots: 40, smallestDots: 12 };

  test('shrinks before it is cut', () => {
    expect(fitText(['Hello'], area)).toEqual({ heightDots: 40, lines: ['Hello'], isCut: false });
    const small = fitText(['Hello there, General Kenobi of Stewjon'], area);
    expect(small.heightDots).toBeLessThan(40);
    expect(small.isCut).toBe(false);
    const cut = fitText(['word '.repeat(60)], area);
    expect(cut.isCut).toBe(true);
    expect(cut.lines.at(-1)?.endsWith('…')).toBe(true);
  });

  test('no line is wider than it may be, and no letter is lost', () => {
    fc.assert(
      fc.property(
        line,
        fc.integer({ min: 30, max: 400 }),
        fc.integer({ min: 8, max: 25 }),
        (content, width, height) => {
          const lines = wrap(content, width, height);
          for (const one of lines) expect(textWidth(one, height)).toBeLessThanOrEqual(width);
          expect(lines.join('').replace(/\s+/g, '')).toBe(content.replace(/\s+/g, ''));
          expect(textWidth(shorten(content, width, height), height)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});
