import { excludedPairIn } from './associations.ts';
import { mergeCarriers } from './carriers.ts';
import { contentOf } from './content.ts';
import { parseDigitalLink } from './digital-link.ts';
import { readEanUpc } from './ean-upc.ts';
import type { Gs1Content, Gs1Refusal } from './element-string.ts';
import { type ElementStringOptions, isMarkedAsGs1, parseElementString } from './element-string.ts';
import { looksLikeGtin, parseGtin } from './gtin.ts';
import { type Gs1Reading, refusal } from './refusal.ts';
import { parseSscc } from './sscc.ts';
import { symbologyOf } from './symbology.ts';
import { expandUpcE } from './upc-e.ts';

/**
 * What was read, before anyone looks up what it means. `text` is the reading without symbology identifier: a caller
 * that knows order numbers may find it among them, whatever else it looks like.
 */
export type Barcode =
  | { readonly kind: 'gs1'; readonly text: string; readonly content: Gs1Content }
  /** A command barcode: `PP:BADGE:anna` has the name BADGE and the argument anna. */
  | { readonly kind: 'command'; readonly text: string; readonly name: string; readonly argument: string }
  /** `bareSscc`: eighteen digits that may be an SSCC without its AI, as old printers put it into a linear symbol. */
  | { readonly kind: 'text'; readonly text: string; readonly bareSscc?: string }
  /** The offset of the refusal is one in `text`. */
  | { readonly kind: 'refused'; readonly text: string; readonly refusal: Gs1Refusal };

const commandPrefix = 'PP:';
const symbologyIdentifier = /^\][A-Za-z][0-9A-Za-z]/;

/**
 * Decides what a reading is: a command, GS1 element strings, a GS1 Digital Link, a plain EAN, UPC or ITF-14 number, or
 * text such as an order number. Element strings without a mark (symbology identifier, FNC1) are taken for such only if
 * they begin with a whole GTIN or SSCC, as any other text may begin with the digits of an AI.
 *
 * @param today ISO date or instant; its year decides the century of dates.
 */
export function readBarcode(raw: string, today: string, options: ElementStringOptions = {}): Barcode {
  const scanned = raw.trim();
  const text = scanned.replace(symbologyIdentifier, '');
  // No element string begins like this, whatever else a scanner says of it.
  if (text.startsWith(commandPrefix)) return command(text);
  const symbology = symbologyOf(scanned);
  if (symbology?.identifier.startsWith(']E') === true) {
    return eanUpc(symbology.identifier, scanned.slice(3), today, options);
  }
  if (isMarkedAsGs1(scanned)) return elementStrings(scanned, today, options);
  if (/^https?:\/\//i.test(text)) return webAddress(text, today, options);
  if (looksLikeGtin(text)) return plainGtin(text, today, symbology?.identifier.charAt(1));
  // Behind a GTIN with its AI there would be two digits left, which are no element string: nothing else is lost by it.
  const bareSscc = holdsBareSscc(symbology?.identifier.charAt(1)) ? parseSscc(text) : null;
  if (bareSscc !== null) return { kind: 'text', text, bareSscc };
  if (/^(00\d{18}|0[12]\d{14})/.test(text)) return elementStrings(text, today, options);
  return { kind: 'text', text };
}

/** Code 39, Code 128 and Interleaved 2 of 5, or nobody knows which. What a newer symbol holds has its AIs. */
function holdsBareSscc(symbology: string | undefined): boolean {
  return symbology === undefined || ['A', 'C', 'I'].includes(symbology);
}

function elementStrings(text: string, today: string, options: ElementStringOptions): Barcode {
  const reading = parseElementString(text, today, options);
  if (!reading.ok) return { kind: 'refused', text, refusal: reading.refusal };
  const excluded = excludedPairIn(reading.content.elements);
  return excluded === null
    ? { kind: 'gs1', text, content: reading.content }
    : { kind: 'refused', text, refusal: excluded };
}

function command(text: string): Barcode {
  const [, name = '', ...rest] = text.split(':');
  return { kind: 'command', text, name, argument: rest.join(':') };
}

/** Most addresses of the Web have no key of GS1: they are text like any other. */
function webAddress(text: string, today: string, { companyPrefix }: ElementStringOptions): Barcode {
  const reading = parseDigitalLink(text, today, { companyPrefix });
  if (reading.ok) return { kind: 'gs1', text, content: reading.content };
  const { code } = reading.refusal;
  return code === 'no_key' || code === 'uri'
    ? { kind: 'text', text }
    : { kind: 'refused', text, refusal: reading.refusal };
}

/** An EAN or UPC symbol, alone or with the 2D part of a composite, which follows as a message of its own. */
function eanUpc(identifier: string, text: string, today: string, options: ElementStringOptions): Barcode {
  const bar = text.indexOf('|]e0');
  const linear = readEanUpc(identifier, bar === -1 ? text : text.slice(0, bar), 0, { asPrinted: true });
  if ('code' in linear) return { kind: 'refused', text, refusal: linear };
  const content = gtinOnly(linear.gtin, today);
  if (bar === -1) return { kind: 'gs1', text, content };
  const composite = parseElementString(text.slice(bar + 1), today, options);
  const reading: Gs1Reading = composite.ok ? mergeCarriers([content, composite.content], today) : composite;
  if (reading.ok) return { kind: 'gs1', text, content: reading.content };
  const { offset } = reading.refusal;
  return {
    kind: 'refused',
    text,
    refusal: { ...reading.refusal, offset: composite.ok ? offset : offset + bar + 1 },
  };
}

function gtinOnly(gtin: string, today: string): Gs1Content {
  return contentOf([{ ai: '01', value: gtin }], Number(today.slice(0, 4)));
}

/** @param symbology its code character, if the scanner named it. */
function plainGtin(text: string, today: string, symbology: string | undefined): Barcode {
  const gtin = parseGtin(text);
  const fromUpcE = symbology === undefined && text.length === 8 ? parseGtin(expandUpcE(text) ?? '') : null;
  if (gtin !== null && fromUpcE !== null && text.startsWith('0')) {
    return eitherEanOrUpc(text, [gtin, fromUpcE], today);
  }
  const known = gtin ?? fromUpcE;
  if (known !== null) return { kind: 'gs1', text, content: gtinOnly(known, today) };
  // A symbology that holds anything may hold a number that only looks like a GTIN.
  if (symbology !== undefined && symbology !== 'I') return { kind: 'text', text };
  const message = 'The check digit is wrong: the code is damaged or was read badly. Scan it again.';
  return { kind: 'refused', text, refusal: refusal('check_digit', null, text.length - 1, 1, message) };
}

function eitherEanOrUpc(text: string, gtins: readonly string[], today: string): Barcode {
  const message =
    'These eight digits may be an EAN-8 or a UPC-E code: set the scanner to expand UPC-E to UPC-A, or to send the symbology identifier.';
  const candidates = gtins.map((gtin) => gtinOnly(gtin, today));
  const why = { ...refusal('symbology_ambiguous', null, 0, text.length, message), candidates };
  return { kind: 'refused', text, refusal: why };
}
