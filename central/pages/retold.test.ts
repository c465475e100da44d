import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../kernel/package-root.ts';
import { recordedSentences } from './recorded-sentences.ts';
import { retold } from './retold.ts';

const rooms = ['shipments', 'counts', 'returns', 'facts', 'cash-application'];
const namesIn = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

/** What a file of central writes beside a fact or a payment, with a number in the place of each value. */
function writtenIn(room: string): string[] {
  const folder = join(packageRoot, 'central', room);
  const files = readdirSync(folder).filter((file) => /^[a-z-]+\.ts$/.test(file));
  const sources = files.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
  const written = [
    ...sources.matchAll(/code: '[A-Z_]+', message: `([^`]+)`/g),
    ...sources.matchAll(/message = `([^`]+)`;(?=\s+(?:return )?[^;]*?code: '[A-Z_]+', message)/g),
    ...sources.matchAll(/unmatched\(\s*[`']([^`']+)[`']/g),
  ];
  return written.map(([, text = '']) =>
    text.replace(/\$\{named\}/, 'The signed head of fact 7 of S1').replace(/\$\{[^}]*\}/g, '7'),
  );
}

test('what central writes beside a fact or a payment is told in every language', () => {
  // Two sentences of one template: their ends are in English, and stand in the table as wholes.
  const wholes = /^Line 7 with 7|^Line 7 has 7|cannot be opened again: 7|^Fact 7 of S?7/;
  const written = rooms.flatMap(writtenIn).filter((text) => !wholes.test(text));
  expect(written.length).toBeGreaterThan(25);
  for (const language of ['de', 'fr', 'es'] as const)
    expect(written.filter((text) => retold(text, language) === null)).toEqual([]);
});

describe.each(['de', 'fr', 'es'] as const)('the recorded sentences in %s', (language) => {
  test('name the same values as the English ones', () => {
    for (const sentence of recordedSentences)
      expect(namesIn(sentence[language])).toEqual(namesIn(sentence.en));
  });

  test('are told in place of the English ones', () => {
    for (const { en, [language]: own } of recordedSentences) {
      const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_whole, name: string) => `<${name}>`);
      expect(retold(fill(en), language)).toBe(fill(own));
    }
  });
});

test('the values stay as they were recorded, and what nobody of us wrote stays as it is', () => {
  expect(retold('2 + 1 packed of line 3, 2 were picked.', 'de')).toBe(
    '2 + 1 von Position 3 gepackt, 2 waren entnommen.',
  );
  expect(retold('It names INV-1, open 12.50 EUR, but pays 12.00 EUR.', 'fr')).toBe(
    'Il désigne INV-1, 12.50 EUR ouverts, mais règle 12.00 EUR.',
  );
  expect(retold('Somebody wrote this.', 'de')).toBeNull();
});
