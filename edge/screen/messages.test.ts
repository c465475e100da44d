import { describe, expect, test } from 'vitest';
import { languageAmong } from '../../kernel/web/language.ts';
import { de } from './messages/de.ts';
import { en, type MessageKey } from './messages/en.ts';
import { es } from './messages/es.ts';
import { fr } from './messages/fr.ts';
import { wordsOf } from './words.ts';

const keys = Object.keys(en) as MessageKey[];
const valuesIn = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name))].sort();

describe.each([
  ['de', de],
  ['fr', fr],
  ['es', es],
] as const)('the texts in %s', (language, catalog) => {
  test('are as many as the English ones, and none is empty', () => {
    expect(Object.keys(catalog).sort()).toEqual([...keys].sort());
    for (const key of keys) expect(catalog[key].trim(), key).not.toBe('');
  });

  test('name only values that the English ones name', () => {
    for (const key of keys) {
      for (const name of valuesIn(catalog[key])) expect(valuesIn(en[key]), key).toContain(name);
    }
  });

  test('are translated, sentence by sentence', () => {
    const same = keys.filter(
      (key) =>
        en[key] === catalog[key] && !/GS1/.test(en[key]) && / .* /.test(en[key].replace(/\{[^}]*\}/g, '')),
    );
    expect(same, language).toEqual([]);
  });
});

test('a span is told in its largest unit, one day is no "days"', () => {
  expect(wordsOf('en').span(59_400)).toBe('59 s');
  expect(wordsOf('de').span(61_000)).toBe('1 min');
  expect(wordsOf('fr').span(86_400_000 * 3)).toBe('3 jours');
  expect(wordsOf('es').span(-5)).toBe('0 s');
});

test('before the station has said its language, the browser decides', () => {
  expect(languageAmong(['pt-PT', 'fr-CA', 'en'])).toBe('fr');
  expect(languageAmong([])).toBe('en');
});
