import { describe, expect, test } from 'vitest';
import { parseElementString } from './element-string.ts';
import { restoreSeparators, separatorSettings } from './separators.ts';

describe('what wedges send in place of GS', () => {
  test('is put back as the device is set', () => {
    const sent = {
      gs: '10A\x1d21B',
      none: '10A21B',
      'alt-029': '10A{Alt+029}21B',
      f8: '10A{F8}21B',
      'ctrl-bracket': '10A^]21B',
      '{GS}': '10A{GS}21B',
      '<GS>': '10A<GS>21B',
      '[GS]': '10A[GS]21B',
      '\\x1d': '10A\\x1d21B',
      '\\u001d': '10A\\u001D21B',
      '\\F': '10A\\F21B',
      symbol: '10A\u241d21B',
    };
    expect(Object.keys(sent)).toEqual(separatorSettings);
    for (const setting of separatorSettings) {
      const expected = setting === 'none' ? '10A21B' : '10A\x1d21B';
      expect(restoreSeparators(sent[setting], setting)).toBe(expected);
    }
    expect(restoreSeparators('10A~21B', '~')).toBe('10A\x1d21B');
    expect(restoreSeparators('10A~21B', '')).toBe('10A~21B');
    expect(restoreSeparators('10A21B', 'toString')).toBe('10A21B');
  });

  test('where nothing is sent, the text is refused as ambiguous and says what to set', () => {
    const text = restoreSeparators('010952123454321310AB17261231', 'none');
    const reading = parseElementString(text, '2026-03-01');
    expect(reading.ok ? '' : reading.refusal.message).toMatch(/Set the scanner to transmit FNC1 as GS/);
  });
});
