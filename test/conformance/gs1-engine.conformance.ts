import { expect, test } from 'vitest';
import {
  contradictionIn,
  excludedPairIn,
  missingPartnerIn,
  unserialisedSignedKeyIn,
} from '../../protocols/gs1/associations.ts';
import { parseBracketed } from '../../protocols/gs1/bracketed.ts';
import { buildDigitalLink } from '../../protocols/gs1/build-digital-link.ts';
import { joinElements } from '../../protocols/gs1/build-element-string.ts';
import { parseDigitalLink } from '../../protocols/gs1/digital-link.ts';
import { parseElementString } from '../../protocols/gs1/element-string.ts';
import type { Gs1Reading } from '../../protocols/gs1/refusal.ts';
import { generateScanData, parseScanData, type SymbolName } from '../../protocols/gs1/scan-data.ts';
import { escapeUri, unescapeUri } from '../../protocols/gs1/uri-text.ts';
import { countVectors } from './tally.ts';
import { describeVectors, readVector } from './vectors.ts';

type Argument = string | boolean | null | { readonly sym: string };
type Case = { readonly line: number; readonly args: readonly Argument[] };

const today = '2026-03-01';
const lenient = { allowConvenienceAlphas: true, allowZeroSuppressedGtin: true, allowUnknownAis: true };

/** The reference's names of symbols. Identifiers that several share are named after the first. */
const symbolOf: Readonly<Record<string, SymbolName>> = {
  QR: 'qr-code',
  DM: 'data-matrix',
  DotCode: 'dotcode',
  DataBarExpanded: 'databar-expanded',
  DataBarOmni: 'databar-omni',
  DataBarTruncated: 'databar-truncated',
  DataBarStacked: 'databar-stacked',
  DataBarStackedOmni: 'databar-stacked-omni',
  DataBarLimited: 'databar-limited',
  GS1_128_CCA: 'gs1-128',
  GS1_128_CCC: 'gs1-128',
  UPCA: 'upc-a',
  UPCE: 'upc-e',
  EAN13: 'ean-13',
  EAN8: 'ean-8',
};

const symOfIdentifier: Readonly<Record<string, string>> = {
  ']Q1': 'QR',
  ']Q3': 'QR',
  ']d1': 'DM',
  ']d2': 'DM',
  ']J0': 'DotCode',
  ']J1': 'DotCode',
  ']e0': 'DataBarExpanded',
  ']C1': 'GS1_128_CCA',
  ']E0': 'EAN13',
  ']E4': 'EAN8',
};

/** The reference writes elements with "^" for FNC1, in front and where one is needed. */
function careted(reading: Gs1Reading | ReturnType<typeof parseDigitalLink>): string {
  return reading.ok ? `^${joinElements(reading.content.elements).replaceAll('\x1d', '^')}` : '';
}

function text(argument: Argument | undefined): string {
  if (typeof argument !== 'string') throw new Error('no text in this place');
  return argument;
}

function symbol(argument: Argument | undefined): string {
  if (argument === null || typeof argument !== 'object') throw new Error('no name in this place');
  return argument.sym;
}

const rules: Readonly<Record<string, typeof contradictionIn>> = {
  validateAIrepeats: contradictionIn,
  validateAImutex: excludedPairIn,
  validateAIrequisites: missingPartnerIn,
  validateDigSigRequiresSerialisedKey: unserialisedSignedKeyIn,
};

const checks: Readonly<Record<string, (args: readonly Argument[]) => void>> = {
  test_testGenerateScanData([sym, data, expected]) {
    const name = symbolOf[symbol(sym)];
    if (name === undefined) return expect(expected).toBeNull();
    const plain = generateScanData(name, text(data), today);
    // The reference sets the addition of a check digit by a call between its cases.
    const made = plain.ok ? plain : generateScanData(name, text(data), today, { addCheckDigit: true });
    expect(made.ok ? made.text : null).toBe(expected);
  },
  test_testProcessScanData([accepted, scanned, sym, data]) {
    const reading = parseScanData(text(scanned), today);
    expect(reading.ok).toBe(accepted);
    const name = reading.ok ? symOfIdentifier[reading.symbology.identifier] : 'NONE';
    expect(name).toBe(symbol(sym));
    expect(reading.ok ? reading.data : '').toBe(data);
  },
  test_parseAIdata([accepted, bracketed, expected]) {
    const reading = parseBracketed(text(bracketed), today);
    expect(reading.ok).toBe(accepted);
    expect(careted(reading)).toBe(expected);
  },
  test_processAIdata([accepted, data]) {
    const given = text(data);
    const reading = parseElementString(given.replaceAll('^', '\x1d'), today);
    expect(given.startsWith('^') && reading.ok).toBe(accepted);
  },
  test_errMarkup([bracketed, expected]) {
    const reading = parseBracketed(text(bracketed), today);
    expect(reading.ok ? '' : reading.refusal.markup).toBe(expected);
  },
  test_validateAIs([accepted, rule, bracketed]) {
    const reading = parseBracketed(text(bracketed), today, { allowUnknownAis: true });
    const check = rules[symbol(rule)];
    if (!reading.ok || check === undefined) throw new Error('not readable');
    expect(check(reading.content.elements) === null).toBe(accepted);
  },
  test_parseDLuri([accepted, uri, expected]) {
    const strict = parseDigitalLink(text(uri), today);
    // The reference permits what the present standard forbids by calls between its cases.
    const reading = accepted === true && !strict.ok ? parseDigitalLink(text(uri), today, lenient) : strict;
    expect(reading.ok).toBe(accepted);
    expect(careted(reading)).toBe(expected);
  },
  test_URIunescape([given, path, query]) {
    expect([unescapeUri(text(given), 'path'), unescapeUri(text(given), 'query')]).toEqual([path, query]);
  },
  test_URIescape([given, path, query]) {
    expect([escapeUri(text(given), 'path'), escapeUri(text(given), 'query')]).toEqual([path, query]);
  },
  test_testGenerateDLuri([accepted, stem, bracketed, expected]) {
    const reading = parseBracketed(text(bracketed), today, { allowUnknownAis: accepted === true });
    const built = reading.ok
      ? buildDigitalLink(reading.content.elements, stem === null ? undefined : text(stem))
      : reading;
    expect(built.ok).toBe(accepted);
    expect(built.ok && 'uri' in built ? built.uri : '').toBe(expected);
  },
};

/** Names stand for symbols and rules; anywhere else a name is a C variable, and what it held is not in the vectors. */
const namesAreMeant = /ScanData$|^test_validateAIs$/;

function variableIn(name: string, { args }: Case): string | undefined {
  if (namesAreMeant.test(name)) return undefined;
  for (const argument of args) if (typeof argument === 'object' && argument !== null) return argument.sym;
  return undefined;
}

describeVectors('syntax engine', () => {
  const cases: Record<string, Case[]> = JSON.parse(readVector('gs1/syntax-engine-cases.json'));
  const count = countVectors('GS1 syntax engine');
  const all = Object.entries(cases).flatMap(([name, list]) => list.map((each) => ({ name, each })));

  test.each(all.map(({ name, each }) => ({ title: `${name} ${each.line}`, name, each })))(
    '$title',
    ({ name, each, title }) => {
      const check = checks[name];
      if (check === undefined) throw new Error(`no check for ${name}`);
      const variable = variableIn(name, each);
      if (variable !== undefined) {
        count.deviate(title, `no data: the vector only names the C variable \`${variable}\``);
        return;
      }
      count.try(() => check(each.args));
    },
  );
});
