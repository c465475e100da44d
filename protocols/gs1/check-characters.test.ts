import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cset82 } from './character-sets.ts';
import { checkCharacters } from './check-characters.ts';

describe('check character pairs', () => {
  test('agree with published numbers', () => {
    expect(checkCharacters('1987654Ad4X4bL5ttr2310c')).toBe('2K');
    expect(checkCharacters('12345678901234567890123')).toBe('NT');
    expect(checkCharacters('')).toBe('22');
  });

  test('other characters and longer texts have none', () => {
    expect(checkCharacters('ABC ')).toBeNull();
    expect(checkCharacters('1'.repeat(97))).not.toBeNull();
    expect(checkCharacters('1'.repeat(98))).toBeNull();
  });

  test('any single wrong character is found', () => {
    const body = fc.string({ unit: fc.constantFrom(...cset82), minLength: 1, maxLength: 23 });
    fc.assert(
      fc.property(body, fc.nat(), fc.constantFrom(...cset82), (text, place, character) => {
        const at = place % text.length;
        if (text[at] === character) return;
        const wrong = text.slice(0, at) + character + text.slice(at + 1);
        expect(checkCharacters(wrong)).not.toBe(checkCharacters(text));
      }),
    );
  });
});
