import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type AiComponent,
  type ApplicationIdentifier,
  applicationIdentifiers,
} from './application-identifiers.ts';
import { contradictionIn } from './associations.ts';
import { parseBracketed, printBracketed } from './bracketed.ts';
import { buildDigitalLink, canonicalDigitalLink } from './build-digital-link.ts';
import { buildElementString } from './build-element-string.ts';
import { cset82 } from './character-sets.ts';
import { checkCharacters } from './check-characters.ts';
import { checkDigit } from './check-digit.ts';
import type { Gs1Element } from './content.ts';
import { parseDigitalLink } from './digital-link.ts';
import { parseElementString } from './element-string.ts';
import { countryLetters, countryNumbers, currencyNumbers, packageTypes } from './lint/code-lists.ts';
import type { LinterName } from './lint/linters.ts';

const today = '2026-03-01';
const digits = '0123456789';
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const alphabets = {
  N: digits,
  X: cset82,
  Y: `#-/${digits}${letters}`,
  Z: `-_${digits}${letters}${letters.toLowerCase()}`,
};

const word = (alphabet: string, minLength: number, maxLength = minLength) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength });

const padded = (width: number, min: number, max: number) =>
  fc.integer({ min, max }).map((value) => String(value).padStart(width, '0'));

const yymmdd = fc
  .date({ min: new Date('1980-01-01'), max: new Date('2070-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''));
const hhmi = fc.tuple(padded(2, 0, 23), padded(2, 0, 59)).map((parts) => parts.join(''));
const prefixed = (minLength: number, maxLength: number, alphabet = cset82) =>
  fc.tuple(word(digits, 4), word(alphabet, minLength, maxLength)).map((parts) => parts.join(''));
const from = (set: ReadonlySet<string>) => fc.constantFrom(...set);

/** Valid data for each linter that asks more than a character set, by the first of a component. */
const byLinter: Partial<Record<LinterName, (part: AiComponent) => fc.Arbitrary<string>>> = {
  csum: ({ maxLength }) => word(digits, maxLength - 1).map((body) => body + checkDigit(body)),
  csumalpha: () =>
    prefixed(1, 15)
      .map((body) => `${body}A`)
      .map((body) => body + (checkCharacters(body) ?? '')),
  gcppos1: ({ characters }) => prefixed(0, 20, alphabets[characters]),
  yymmd0: () =>
    fc.tuple(yymmdd, fc.boolean()).map(([date, zero]) => date.slice(2, 6) + (zero ? '00' : date.slice(6))),
  yymmdd: () => yymmdd.map((date) => date.slice(2)),
  yyyymmdd: () => yymmdd,
  hh: () => padded(2, 0, 23),
  mi: () => padded(2, 0, 59),
  ss: () => padded(2, 0, 59),
  hhmi: () => hhmi,
  iso3166: () => from(countryNumbers),
  iso3166999: () => from(countryNumbers),
  iso3166alpha2: () => from(countryLetters),
  iso4217: () => from(currencyNumbers),
  packagetype: () => from(packageTypes),
  iso5218: () => fc.constantFrom('0', '1', '2', '9'),
  mediatype: () => fc.oneof(padded(2, 1, 10), padded(2, 80, 99)),
  winding: () => fc.constantFrom('0', '1', '9'),
  yesno: () => fc.constantFrom('0', '1'),
  zero: () => fc.constant('0'),
  nonzero: ({ maxLength }) => padded(maxLength, 1, 10 ** maxLength - 1),
  nozeroprefix: ({ maxLength }) => padded(1, 1, 10 ** maxLength - 1),
  hyphen: () => fc.constant('-'),
  latitude: () => padded(10, 0, 1_800_000_000),
  longitude: () => padded(10, 0, 3_600_000_000),
  importeridx: () => word(alphabets.Z, 1),
  pieceoftotal: () =>
    padded(2, 1, 99).chain((total) => padded(2, 1, Number(total)).map((piece) => piece + total)),
  posinseqslash: () => fc.constantFrom('1/1', '2/3', '9/9'),
  iban: () => fc.constantFrom('GB98MIDL07009312345678', 'ES7921000813610123456789'),
  pcenc: ({ maxLength }) => word(cset82.replace('%', ''), 1, maxLength - 3).map((body) => `${body}%2F`),
  couponcode: () => fc.constantFrom('012345612345611110123', '10614141011111275110111'),
  couponposoffer: () => fc.constantFrom('001234561234560123456'),
};

function componentData(part: AiComponent): fc.Arbitrary<string> {
  const [first] = part.linters;
  const special = first === undefined ? undefined : byLinter[first];
  if (first !== undefined && special === undefined) throw new Error(`no data for ${first}`);
  return special?.(part) ?? word(alphabets[part.characters], part.minLength, part.maxLength);
}

function dataOf({ components }: ApplicationIdentifier): fc.Arbitrary<string> {
  const mandatory = components.filter(({ optional }) => !optional).length;
  return fc
    .integer({ min: mandatory, max: components.length })
    .chain((count) => fc.tuple(...components.slice(0, count).map(componentData)))
    .map((parts) => parts.join(''));
}

const someIdentifier = fc.constantFrom(...applicationIdentifiers);
const someElement: fc.Arbitrary<Gs1Element> = someIdentifier.chain((identifier) =>
  dataOf(identifier).map((value) => ({ ai: identifier.ai, value })),
);
const someElements = fc
  .array(someElement, { minLength: 1, maxLength: 8 })
  .filter((elements) => contradictionIn(elements) === null);

function sorted(elements: readonly Gs1Element[]): Gs1Element[] {
  return elements.toSorted((a, b) => (a.ai < b.ai ? -1 : a.ai > b.ai ? 1 : 0));
}

function elementsOf(text: string): readonly Gs1Element[] {
  const reading = parseElementString(text, today);
  if (!reading.ok) throw new Error(`${reading.refusal.message} ${text}`);
  return reading.content.elements;
}

function built(elements: readonly Gs1Element[]): string {
  const made = buildElementString(elements, today);
  if (!made.ok) throw new Error(made.refusal.message);
  return made.text;
}

describe('what is built can be read', () => {
  test.each(
    applicationIdentifiers.map(
      (identifier) => [`(${identifier.ai}) ${identifier.title}`, identifier] as const,
    ),
  )('%s', (_, identifier) => {
    fc.assert(
      fc.property(dataOf(identifier), (value) => {
        const element = { ai: identifier.ai, value };
        expect(elementsOf(`]d2${built([element])}`)).toEqual([element]);
        const lot = { ai: '91', value: 'A' };
        if (identifier.ai !== '91') {
          expect(sorted(elementsOf(`]C1${built([lot, element])}`))).toEqual(sorted([lot, element]));
        }
      }),
      { numRuns: 20 },
    );
  });

  test('many elements together, predefined lengths first, separators only where needed', () => {
    fc.assert(
      fc.property(someElements, (elements) => {
        const text = built(elements);
        expect(sorted(elementsOf(`]Q3${text}`))).toEqual(sorted(elements));
        expect(text.endsWith('\x1d')).toBe(false);
        const lengths = elementsOf(`]Q3${text}`).map(
          ({ ai }) => applicationIdentifiers.find((each) => each.ai === ai)?.predefinedLength,
        );
        expect(lengths).toEqual(lengths.toSorted((a, b) => Number(b) - Number(a)));
      }),
      { numRuns: 300 },
    );
  });

  test('as written for people', () => {
    fc.assert(
      fc.property(someElements, (elements) => {
        const reading = parseBracketed(printBracketed(elements), today);
        expect(reading.ok && reading.content.elements).toEqual(elements);
      }),
      { numRuns: 300 },
    );
  });

  test('as a Digital Link, whatever the order: one canonical URI', () => {
    const shuffled = someElements.chain((elements) => {
      const once = elements.filter(({ ai }, index) => elements.findIndex((each) => each.ai === ai) === index);
      return fc.tuple(fc.constant(once), fc.shuffledSubarray(once, { minLength: once.length }));
    });
    let links = 0;
    fc.assert(
      fc.property(shuffled, ([elements, others]) => {
        const link = buildDigitalLink(elements, 'https://example.com/some/path/');
        if (!link.ok) return;
        const reading = parseDigitalLink(link.uri, today);
        if (!reading.ok) {
          throw new Error(`${reading.refusal.message} ${link.uri}`);
        }
        links += 1;
        expect(sorted(reading.content.elements)).toEqual(sorted(elements));
        expect(reading.stem).toBe('https://example.com/some/path');
        const canonical = canonicalDigitalLink(elements);
        const keys = elements.filter(({ ai }) =>
          applicationIdentifiers.some((each) => each.ai === ai && each.qualifiers !== null),
        );
        if (canonical.ok && keys.length === 1) {
          expect(canonicalDigitalLink(others)).toEqual(canonical);
          expect(canonicalDigitalLink(reading.content.elements)).toEqual(canonical);
        }
      }),
      { numRuns: 1000 },
    );
    expect(links).toBeGreaterThan(50);
  });

  test('what is not valid is not built', () => {
    expect(buildElementString([{ ai: '01', value: '09521234543214' }], today)).toMatchObject({
      ok: false,
      refusal: { code: 'check_digit', ai: '01', offset: 13 },
    });
    expect(buildElementString([{ ai: '10', value: 'A'.repeat(21) }], today)).toMatchObject({
      ok: false,
      refusal: { code: 'too_long', offset: 20, length: 1 },
    });
    expect(buildElementString([{ ai: '0', value: 'A' }], today)).toMatchObject({
      ok: false,
      refusal: { code: 'unknown_ai' },
    });
  });
});
