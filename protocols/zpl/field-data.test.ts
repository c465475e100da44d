import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blockData, blockText, fieldData, textOfFieldData } from './field-data.ts';

/** What stands between ^FD and ^FS, and the indicator before it. */
function partsOf(field: string): { indicator: string; data: string } {
  const match = /^\^FH(.)\^FD(.*)\^FS$/s.exec(field);
  return { indicator: match?.[1] ?? '', data: match?.[2] ?? '' };
}

const texts = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        '^',
        '~',
        '_',
        '#',
        '\\',
        '^XZ',
        '~JA',
        '^FS',
        '_5E',
        '\n',
        '\u0010',
        '\u001e',
        'é',
        '中',
        '🚚',
        'A',
      ),
    )
    .map((parts) => parts.join('')),
);

describe('field data', () => {
  test('any text comes back, and holds nothing that a printer takes for a command', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom('_', '#'), (text, indicator) => {
        const parts = partsOf(fieldData(text, indicator));
        expect(parts.indicator).toBe(indicator);
        expect(parts.data).toMatch(/^[ !-\][_`a-}]*$/);
        expect(textOfFieldData(parts.data, indicator)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  test('half a surrogate pair, which no UTF-8 has, becomes the replacement character', () => {
    expect(textOfFieldData(partsOf(fieldData('a\ud83d')).data)).toBe('a\ufffd');
  });

  test('an indicator without hex behind it stands for itself', () => {
    expect(textOfFieldData('a_b_4_41')).toBe('a_b_4A');
  });

  test('a block keeps its lines and backslashes', () => {
    expect(blockText('a\\b\r\nc\rd\ne')).toBe('a\\\\b\\&c\\&d\\&e');
    expect(blockData('_5C\\^\n')).toBe('^FH_^FD_5F5C\\\\_5E\\&^FS');
  });
});
