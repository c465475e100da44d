import { expect, test } from 'vitest';
import { historyLine } from './history-line.ts';
import { historySentences } from './history-sentences.ts';
import { historyWords } from './history-words.ts';
import { wordsOf } from './words.ts';

const de = wordsOf('de', 'de-DE');
const said = (type: string, data: Record<string, unknown>, words = de) =>
  historyLine({ type, data }, 'EUR', words);

test('what was recorded as a code with its values is told in the language of the reader', () => {
  const override = {
    parcel: 1,
    exceptions: ['weight', 'photo'],
    reason: 'checked by hand',
    approvedBy: 'Vera',
  };
  expect(said('parcel.overridden', override)).toBe(
    'Paket 1 verschlossen, ohne dass alles stimmt (Gewicht, Foto). Freigegeben von Vera: von Hand geprüft.',
  );
  expect(said('parcel.overridden', override, wordsOf('fr', 'fr-FR'))).toContain('vérifié à la main');
  expect(said('parcel.overridden', { ...override, reason: 'Karton nass' })).toContain('Vera: Karton nass.');
  const tags = { parcel: 2, found: 1, missing: [{ sku: 'MUG', units: 2 }], extra: [], foreign: ['30'] };
  expect(said('parcel.tags_checked', tags)).toBe(
    'Paket 2, 1 Etikett gelesen: 2 fehlend, 0 zu viel, 1 fremd.',
  );
  const back = { units: 1, sku: 'MUG', condition: 'damaged', disposition: 'quarantine' };
  expect(said('return.received', back)).toBe('1 × MUG, beschädigt: Sperrlager.');
});

test('a value that is not known is left out, and a line that was recorded without its values stays as it is', () => {
  const weighed = { parcel: 1, grams: 640, expectedGrams: null, outcome: 'unknown' };
  expect(said('parcel.weighed', weighed)).toBe('Paket 1 wiegt 640 g.');
  expect(said('order.released', {})).toBeNull();
  expect(said('a.kind.of.tomorrow', { units: 1 })).toBeNull();
  expect(said('stock.reserved', { units: 1 }, wordsOf('en', 'en-GB'))).toBeNull();
});

test('every kind of line has its title, and its sentences name the same values in each language', () => {
  const named = (sentences: readonly string[]) =>
    sentences.map((one) => [...new Set([...one.matchAll(/\{(\w+)/g)].map(([, name]) => name))].sort());
  for (const [type, sentences] of Object.entries(historySentences)) {
    expect(historyWords(type, 'de'), type).not.toBeNull();
    expect(named(sentences.fr), type).toEqual(named(sentences.de));
    expect(named(sentences.es), type).toEqual(named(sentences.de));
  }
});
