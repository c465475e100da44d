import { applicationIdentifier } from './application-identifiers.ts';
import { mergeCarriers } from './carriers.ts';
import { checkDigit } from './check-digit.ts';
import { contentOf, type Gs1Content } from './content.ts';
import { parseDigitalLink } from './digital-link.ts';
import { readEanUpc } from './ean-upc.ts';
import { type ElementStringOptions, groupSeparator, parseElementString } from './element-string.ts';
import { parseGtin } from './gtin.ts';
import { type Gs1Refusal, refusal } from './refusal.ts';
import { type Symbology, symbologyOf } from './symbology.ts';
import { compressUpcE } from './upc-e.ts';

/** How the data of a symbol are made into the message that a scanner sends, for those that we make or simulate. */
const symbols = {
  'ean-13': { identifier: ']E0', digits: 13, kind: 'ean' },
  'upc-a': { identifier: ']E0', digits: 12, kind: 'ean' },
  'upc-e': { identifier: ']E0', digits: 12, kind: 'ean' },
  'ean-8': { identifier: ']E4', digits: 8, kind: 'ean' },
  'itf-14': { identifier: ']I1', digits: 14, kind: 'ean' },
  'gs1-128': { identifier: ']C1', kind: 'linear' },
  'databar-expanded': { identifier: ']e0', kind: 'linear' },
  'databar-omni': { identifier: ']e0', digits: 14, kind: 'databar' },
  'databar-truncated': { identifier: ']e0', digits: 14, kind: 'databar' },
  'databar-stacked': { identifier: ']e0', digits: 14, kind: 'databar' },
  'databar-stacked-omni': { identifier: ']e0', digits: 14, kind: 'databar' },
  'databar-limited': { identifier: ']e0', digits: 14, kind: 'databar' },
  'qr-code': { identifier: ']Q3', plain: ']Q1', kind: 'matrix' },
  'data-matrix': { identifier: ']d2', plain: ']d1', kind: 'matrix' },
  dotcode: { identifier: ']J1', plain: ']J0', kind: 'matrix' },
  'code-128': { identifier: ']C1', plain: ']C0', kind: 'matrix' },
} as const;

export type SymbolName = keyof typeof symbols;

export const symbolNames = Object.keys(symbols) as readonly SymbolName[];

type Generated =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly refusal: Gs1Refusal };

export interface ScanDataOptions {
  /** The digits of a linear symbol come without their check digit, which is added. */
  readonly addCheckDigit?: boolean;
}

/** GS1 DataBar Limited holds indicator 0 or 1 only (GS1 General Specifications 5.5.2.2.3). */
const highestOfLimited = '19999999999999';

/**
 * What a scanner sends for a symbol with these data (GS1 General Specifications 7.8.6; ISO/IEC 15424).
 *
 * @param data `^` stands for FNC1: data that begin with it are element strings. `\^` at the beginning is a plain `^`.
 * Behind `|` follows the 2D part of a composite symbol.
 * @param today ISO date or instant; its year decides whether there is a 29 February.
 */
export function generateScanData(
  name: SymbolName,
  data: string,
  today: string,
  options: ScanDataOptions = {},
): Generated {
  const symbol = symbols[name];
  if (symbol.kind === 'matrix' && !data.startsWith('^')) {
    return { ok: true, text: symbol.plain + data.replace(/^\\(?=\\*\^)/, '') };
  }
  const bar = data.indexOf('|');
  if (symbol.kind === 'matrix' && bar !== -1) {
    const message = 'This symbol has no 2D part beside it.';
    return { ok: false, refusal: refusal('symbology', null, bar, data.length - bar, message) };
  }
  const main = bar === -1 ? data : data.slice(0, bar);
  const composite = bar === -1 ? null : data.slice(bar + 1);
  const fault = composite === null ? null : elementsFault(composite, bar + 1, today);
  if (fault !== null) return { ok: false, refusal: fault };
  if (symbol.kind === 'ean' || symbol.kind === 'databar') {
    return keySymbol(name, symbol.digits, main, composite, options);
  }
  const mainFault = elementsFault(main, 0, today);
  if (mainFault !== null) return { ok: false, refusal: mainFault };
  const identifier = composite === null ? symbol.identifier : ']e0';
  return { ok: true, text: identifier + transmitted(main) + joined(main, composite, today) };
}

function elementsFault(data: string, offset: number, today: string): Gs1Refusal | null {
  if (!data.startsWith('^')) {
    return refusal(
      'symbology',
      null,
      offset,
      0,
      'This symbol holds element strings only: FNC1 must be first.',
    );
  }
  const reading = parseElementString(data.replaceAll('^', groupSeparator), today);
  return reading.ok ? null : { ...reading.refusal, offset: reading.refusal.offset + offset };
}

/** Without the first FNC1, for which the symbology identifier stands. */
function transmitted(data: string): string {
  return data.slice(1).replaceAll('^', groupSeparator);
}

function joined(main: string, composite: string | null, today: string): string {
  if (composite === null) return '';
  const reading = parseElementString(main.replaceAll('^', groupSeparator), today);
  const last = reading.ok ? (reading.content.elements.at(-1)?.ai ?? '') : '';
  const needsSeparator = applicationIdentifier(last)?.predefinedLength !== true && !main.endsWith('^');
  return (needsSeparator ? groupSeparator : '') + transmitted(composite);
}

/** A symbol that holds one GTIN and nothing else. */
function keySymbol(
  name: SymbolName,
  length: number,
  main: string,
  composite: string | null,
  { addCheckDigit = false }: ScanDataOptions,
): Generated {
  const head = `^01${'0'.repeat(14 - length)}`;
  const written = main.startsWith(head) ? main.slice(head.length) : main;
  const expected = addCheckDigit ? length - 1 : length;
  if (written.length !== expected || /\D/.test(written)) {
    const message = `This symbol holds ${expected} digits.`;
    return { ok: false, refusal: refusal('symbology', null, 0, main.length, message) };
  }
  const digits = addCheckDigit ? written + checkDigit(written) : written;
  const fault = keyFault(name, digits);
  if (fault !== null) return { ok: false, refusal: fault };
  const { identifier, kind } = symbols[name];
  if (kind === 'databar') {
    return { ok: true, text: `${identifier}01${digits}${composite === null ? '' : transmitted(composite)}` };
  }
  // UPC-A and UPC-E are sent as 13 digits; a 2D part follows as a message of its own.
  const text = identifier + (length === 12 ? `0${digits}` : digits);
  return { ok: true, text: composite === null ? text : `${text}|]e0${transmitted(composite)}` };
}

function keyFault(name: SymbolName, digits: string): Gs1Refusal | null {
  const last = digits.length - 1;
  if (parseGtin(digits) === null) return refusal('check_digit', '01', last, 1, 'The check digit is wrong.');
  if (name === 'databar-limited' && digits > highestOfLimited) {
    return refusal('symbology', '01', 0, 1, 'GS1 DataBar Limited holds no indicator above 1.');
  }
  return name === 'upc-e' && compressUpcE(digits) === null
    ? refusal('symbology', '01', 0, digits.length, 'This number has not the zeros that UPC-E leaves out.')
    : null;
}

export type ScanDataReading =
  | {
      readonly ok: true;
      readonly symbology: Symbology;
      /** In the notation of `generateScanData`. */
      readonly data: string;
      /** Null if it is plain text. */
      readonly content: Gs1Content | null;
    }
  | { readonly ok: false; readonly refusal: Gs1Refusal };

/**
 * Reads a message that begins with its symbology identifier, strictly by the standard: an EAN or UPC symbol has its full
 * number of digits, a symbol marked as GS1 has element strings.
 *
 * @param today ISO date or instant; its year decides the century of dates.
 */
export function parseScanData(
  text: string,
  today: string,
  options: ElementStringOptions = {},
): ScanDataReading {
  const symbology = symbologyOf(text);
  if (symbology === undefined) {
    return refuse(
      refusal('symbology', null, 0, Math.min(3, text.length), 'No symbology identifier is there.'),
    );
  }
  const data = text.slice(3);
  if (symbology.identifier.startsWith(']E')) return eanScanData(symbology, data, today, options);
  if (symbology.identifier.startsWith(']I') && /^\d{14}$/.test(data)) return itf14(symbology, data, today);
  if (symbology.elementStrings) {
    const reading = parseElementString(text, today, options);
    if (!reading.ok) return refuse(reading.refusal);
    return { ok: true, symbology, data: marked(data), content: reading.content };
  }
  const link = parseDigitalLink(data, today, { companyPrefix: options.companyPrefix });
  if (!link.ok && link.refusal.code !== 'uri' && link.refusal.code !== 'no_key') {
    return refuse({ ...link.refusal, offset: link.refusal.offset + 3 });
  }
  const plain = /^\\*\^/.test(data) ? `\\${data}` : data;
  return { ok: true, symbology, data: plain, content: link.ok ? link.content : null };
}

function refuse(why: Gs1Refusal): ScanDataReading {
  return { ok: false, refusal: why };
}

/** A leading FNC1 that was transmitted as well is not marked twice. */
function marked(data: string): string {
  const written = data.replaceAll(groupSeparator, '^');
  return written.startsWith('^') ? written : `^${written}`;
}

/** ITF-14 (GS1 General Specifications 5.3). Only `]I1` says that the last digit is a check digit: others may be any 14 digits. */
function itf14(symbology: Symbology, data: string, today: string): ScanDataReading {
  const gtin = parseGtin(data);
  if (gtin === null && symbology.identifier === ']I1') {
    return refuse(refusal('check_digit', '01', 16, 1, 'The check digit is wrong.'));
  }
  const year = Number(today.slice(0, 4));
  const content = gtin === null ? null : contentOf([{ ai: '01', value: gtin }], year);
  return { ok: true, symbology, data, content };
}

function eanScanData(
  symbology: Symbology,
  data: string,
  today: string,
  options: ElementStringOptions,
): ScanDataReading {
  const bar = data.indexOf('|]e0');
  const linear = readEanUpc(symbology.identifier, bar === -1 ? data : data.slice(0, bar), 3, {
    asPrinted: false,
  });
  if ('code' in linear) return refuse(linear);
  const content = contentOf([{ ai: '01', value: linear.gtin }], Number(today.slice(0, 4)));
  if (bar === -1) return { ok: true, symbology, data, content };
  const composite = parseElementString(data.slice(bar + 1), today, options);
  if (!composite.ok) return refuse({ ...composite.refusal, offset: composite.refusal.offset + bar + 4 });
  const whole = mergeCarriers([content, composite.content], today);
  if (!whole.ok) return refuse(whole.refusal);
  return {
    ok: true,
    symbology,
    data: `${data.slice(0, bar)}|${marked(data.slice(bar + 4))}`,
    content: whole.content,
  };
}
