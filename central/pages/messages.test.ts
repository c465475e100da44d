import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { packageRoot } from '../../kernel/package-root.ts';
import type { Misfit } from '../shipments/order-progress.ts';
import { exceptionWords, misfits } from './exception-words.ts';
import { en, type MessageKey } from './messages/en.ts';
import { catalogs, wordsOf } from './words.ts';

const folder = join(packageRoot, 'central/pages');
const keys = Object.keys(en) as MessageKey[];
const valuesIn = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)/g)].map(([, name]) => name))].sort();
const source = (file: string) =>
  readFileSync(join(folder, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
const files = readdirSync(folder).filter(
  (file) => /\.tsx?$/.test(file) && !/test|-words\.ts|-sentences\.ts/.test(file),
);

describe.each(['de', 'fr', 'es'] as const)('the texts of central in %s', (language) => {
  const catalog = catalogs[language];

  test('are as many as the English ones, and none is empty', () => {
    expect(Object.keys(catalog).sort()).toEqual([...keys].sort());
    for (const key of keys) expect(catalog[key].trim(), key).not.toBe('');
  });

  test('tell the same values as the English ones', () => {
    for (const key of keys) expect(valuesIn(catalog[key]), key).toEqual(valuesIn(en[key]));
  });

  test('are translated, sentence by sentence', () => {
    const same = keys.filter(
      (key) => en[key] === catalog[key] && /[a-z]+ [a-z]+ [a-z]+/i.test(en[key].replace(/\{[^}]*\}/g, '')),
    );
    expect(same).toEqual([]);
  });
});

test('the pages hold no text of their own: each comes from the message files', () => {
  expect(files.length).toBeGreaterThan(30);
  for (const file of files) {
    const code = source(file);
    const between = [...code.matchAll(/(?<!=)>\s*([^<>{}=;()&|]*\p{L}{2}[^<>{}=;()&|]*?)\s*</gu)];
    const attributes = [
      ...code.matchAll(
        /\b(?:aria-label|title|label|placeholder|alt|what|why|hint|note)="([^"]*\p{L}[^"]*)"/gu,
      ),
    ];
    const sentences = [...code.matchAll(/['`]([^'`\n]*\p{L}{2,} \p{L}{2,} \p{L}{2,}[^'`\n]*)['`]/gu)];
    const found = file.endsWith('.tsx') ? [...between, ...attributes, ...sentences] : sentences;
    expect(
      found.map(([, text]) => text),
      file,
    ).toEqual([]);
  }
});

test('every text is said somewhere', () => {
  const used = files.map(source).join('\n');
  const unused = keys.filter((key) => !new RegExp(`\\b${key}\\b`).test(used) && !ofData.includes(key));
  expect(unused).toEqual([]);
});

/** Codes and accounts that central answers, which the pages look up by their names. */
const ofData: readonly string[] = [
  ...['account1000', 'account1200', 'account1250', 'account2200', 'account4000', 'account4100'],
  ...['as_new', 'damaged', 'expired', 'wrong_item', 'restock', 'quarantine', 'refurbish', 'scrap'],
  ...['back_to_supplier', 'reference_and_amount', 'references_and_sum', 'opened'],
];

test('every reason for an exception has its words in every language', () => {
  // A reason that is missing here does not compile.
  const reasons: Readonly<Record<Misfit['code'], object>> = misfits;
  for (const code of Object.keys(reasons))
    expect(new Set((['en', 'de', 'fr', 'es'] as const).map((one) => exceptionWords(code, one))).size).toBe(4);
  expect(exceptionWords('SET_ASIDE_CHAIN_BROKEN', 'de')).toMatch(/^Beiseitegelegt/);
});

test('numbers are written as the language writes them, and counts take the word that goes with them', () => {
  const { text } = wordsOf('de', 'de-DE');
  expect(text('scans', { n: 12_345 })).toBe('12.345 Scans');
  expect(text('scans', { n: 1 })).toBe('1 Scan');
  expect(wordsOf('fr', 'fr-FR').text('units', { n: 0 })).toBe('0 unité');
  expect(wordsOf('es', 'es-ES').span(86_400_000 * 3)).toBe('3 días');
  expect(wordsOf('de', 'de-CH').word('on_credit_hold')).toBe('Kreditsperre');
});
